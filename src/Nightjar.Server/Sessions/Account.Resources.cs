using Nightjar.Server.Diagnostics;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Streams;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Sessions;

/// <content>Sessions coming and going (RFC 6120 §7).</content>
public sealed partial class Account
{
    /// <summary>
    /// Binds a resource. A resource of the same name gives way: its stream ends with <c>conflict</c>
    /// (RFC 6120 §7.7.2.2, the older one ends). Any thread.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="whenBound">Runs in the mailbox before anything can be delivered: the client hears of its address first.</param>
    /// <param name="device">How the resources of the same device end (XEP-0386): its former sessions give way too. Null: unknown.</param>
    /// <returns>Null on success, otherwise the reason: <c>resource-constraint</c> when there are too many.</returns>
    internal Task<StanzaError?> BindAsync(Session session, Action<BoundResource> whenBound, string? device = null)
    {
        var done = new TaskCompletionSource<StanzaError?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => done.SetResult(Bind(session, whenBound, device)));
        return done.Task;
    }

    private StanzaError? Bind(Session session, Action<BoundResource> whenBound, string? device)
    {
        if (_retired || _record is null)
        {
            return new StanzaError(StanzaErrorCondition.InternalServerError, StanzaErrorType.Wait, "Please log in again.");
        }

        foreach (BoundResource older in _resources.FindAll(r => r.Jid == session.Jid || (device is not null && r.Jid.Resource!.EndsWith(device, StringComparison.Ordinal))))
        {
            Unbind(older, []);
            older.End(EndReason.ReplacedByNewer, new StreamError(StreamErrorCondition.Conflict, "The resource was bound by a newer stream."));
        }

        if (_resources.Count >= _services.Limits.SessionsPerAccount)
        {
            return new StanzaError(StanzaErrorCondition.ResourceConstraint, "Too many devices are connected.");
        }

        var resource = new BoundResource(session.Jid, session);
        whenBound(resource);
        _resources.Add(resource);
        DateOnly today = DateOnly.FromDateTime(_services.Time.GetUtcNow().UtcDateTime);
        if (_record.LastUsed != today)
        {
            _record = _record with { LastUsed = today };
            _services.Background.Follow(_services.Store.Accounts.TouchAsync(Owner, today), "noting the day of use");
        }

        return null;
    }

    /// <summary>A session is over; what its client did not acknowledge goes elsewhere. Any thread.</summary>
    internal void SessionEnded(Session session, IReadOnlyList<Unacknowledged> left)
    {
        // A session that never got as far as being bound leaves nothing behind.
        Post(() =>
        {
            BoundResource? resource = _resources.Find(r => r.IsPort(session));
            Unbind(resource, left);
        });
    }

    private void Unbind(BoundResource? resource, IReadOnlyList<Unacknowledged> left)
    {
        if (resource is not null && _resources.Remove(resource))
        {
            ResourceGone(resource);
            foreach (ResourceHook hook in _services.Hooks.ResourceEnded)
            {
                hook(this, resource);
            }
        }

        Redeliver(left);
    }

    /// <summary>What a session kept for a client that never acknowledged it (XEP-0198 §4): deliver elsewhere, keep, or bounce.</summary>
    private void Redeliver(IReadOnlyList<Unacknowledged> left)
    {
        bool waiting = false;
        foreach ((Stanza stanza, long sequence) in left)
        {
            if (sequence != 0)
            {
                waiting |= NoLongerKept(sequence);
            }
            else if (stanza is Message message && ArchiveRules.MayWait(message))
            {
                DeliverNow((Message)message.Readdress(message.From, Bare), 0).Forget();
            }
            else if (stanza is Iq { IsRequest: true } or Message { Type: MessageType.Groupchat })
            {
                _services.Router.BounceAsync(stanza, StanzaErrorCondition.RecipientUnavailable).Forget();
            }
        }

        if (waiting)
        {
            FlushPending();
        }
    }

    /// <summary>The account is about to be deleted: lets everybody who must know of it say so. Any thread.</summary>
    internal Task PrepareRemovalAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            if (_record is not null)
            {
                foreach (RemovingHook hook in _services.Hooks.Removing)
                {
                    hook(this).Forget();
                }
            }

            done.SetResult();
        });
        return done.Task;
    }

    /// <summary>Ends every session of the account but <paramref name="except"/>; none waits for resumption. Any thread.</summary>
    public void EndSessions(EndReason reason, StreamError? error, Jid? except = null) => Post(() =>
    {
        foreach (BoundResource resource in _resources.ToArray())
        {
            if (resource.Jid != except)
            {
                resource.End(reason, error);
            }
        }
    });
}
