using Nightjar.Server.Roster;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Sessions;

/// <content>The roster as clients see and change it (RFC 6121 §2).</content>
public sealed partial class Account
{
    private static StanzaError NotStored { get; } =
        new(StanzaErrorCondition.InternalServerError, StanzaErrorType.Wait, "The roster could not be read or written.");

    private static StanzaError RosterFull { get; } = new(StanzaErrorCondition.ResourceConstraint, "There are too many contacts.");

    /// <summary>A roster get. The answer is sent here, so that no push can overtake it. Inside the mailbox.</summary>
    internal ValueTask GetRosterAsync(IqRequest request) => _line.Run(RosterNeed.All, () =>
    {
        if (_line.Contacts is not { } contacts)
        {
            Answer(request, (Iq)request.Iq.ErrorReply(NotStored));
            return;
        }

        if (request.Sender is { } resource)
        {
            resource.IsInterested = true;
        }

        string? version = request.Payload.Attribute("ver");
        Iq result = request.Iq.Result();
        bool isCurrent = version == RosterMarkup.VersionText(contacts.Version);
        Answer(request, isCurrent ? result : (Iq)result.WithContent(RosterMarkup.Result(contacts, version is not null)));
    });

    /// <summary>A roster set. Inside the mailbox.</summary>
    internal ValueTask SetRosterAsync(IqRequest request)
    {
        if (RosterSet.Parse(request.Payload, Bare, out StanzaError? error) is not { } change)
        {
            Answer(request, (Iq)request.Iq.ErrorReply(error!));
            return ValueTask.CompletedTask;
        }

        return _line.Run(RosterNeed.All, () => Set(request, change));
    }

    private void Set(IqRequest request, RosterSet change)
    {
        if (_line.Contacts is not { } contacts)
        {
            Answer(request, (Iq)request.Iq.ErrorReply(NotStored));
            return;
        }

        RosterItem before = contacts.Find(change.Peer) ?? new RosterItem { Peer = change.Peer };
        if (change.IsRemoval && !before.IsListed)
        {
            Answer(request, (Iq)request.Iq.ErrorReply(new StanzaError(StanzaErrorCondition.ItemNotFound)));
            return;
        }

        if (!before.IsListed && IsRosterFull(contacts))
        {
            Answer(request, (Iq)request.Iq.ErrorReply(RosterFull));
            return;
        }

        RosterItem after = change.IsRemoval
            ? new RosterItem { Peer = change.Peer }
            : before with { Name = change.Name, Groups = change.Groups, IsListed = true };
        _line.Commit(
            after,
            version =>
            {
                Push(after, version);
                Answer(request, request.Iq.Result());
                if (change.IsRemoval)
                {
                    EndSubscription(before);
                }
            },
            () => Answer(request, (Iq)request.Iq.ErrorReply(NotStored)));
    }

    /// <summary>Tells every resource that asked for the roster (§2.1.6).</summary>
    private void Push(RosterItem item, long version)
    {
        Stanza? push = null;
        foreach (BoundResource resource in _resources)
        {
            if (resource.IsInterested)
            {
                push ??= Iq.Create(null, null, IqType.Set, "push" + RosterMarkup.VersionText(version)).WithContent(RosterMarkup.Push(item, version));
                resource.Deliver(push.Readdress(null, resource.Jid));
            }
        }
    }

    private bool IsRosterFull(ContactList contacts) =>
        contacts.Items.Count >= _services.Limits.RosterItems && contacts.Items.Count(i => i.IsListed) >= _services.Limits.RosterItems;

    private void Answer(IqRequest request, Iq answer)
    {
        if (request.Sender is { } resource)
        {
            resource.Deliver(answer);
        }
        else
        {
            _services.Router.RouteAsync(answer).Forget();
        }
    }
}
