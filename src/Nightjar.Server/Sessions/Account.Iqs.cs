using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <content>Requests and answers for the account and its resources (RFC 6121 §8.5.2.1.3, §8.5.3).</content>
public sealed partial class Account
{
    private ValueTask HandleIq(Iq iq)
    {
        if (!Passes(ref iq, out StanzaError? refusal))
        {
            return Refuse(iq, refusal);
        }

        if (iq.To is { IsFull: true })
        {
            // Not past a message of the same sender that is still being written (RFC 6120 §10.1).
            return _deliveries.Count == 0 ? DeliverIq(iq) : Queue(iq);
        }

        if (!iq.IsRequest)
        {
            // Answers to the account itself: to our pings and pushes. Arrival was all that mattered.
            return ValueTask.CompletedTask;
        }

        if (!IqAnswering.IsWellFormed(iq))
        {
            return _services.Router.BounceAsync(iq, StanzaErrorCondition.BadRequest);
        }

        BoundResource? sender = iq.From is { } from && from.BareEquals(Bare) ? FindResource(from) : null;
        return IqAnswering.AnswerAsync(new IqRequest(iq, Domain, _services, this, sender), IqScope.Account);
    }

    private ValueTask DeliverIq(Iq iq) =>
        FindResource(iq.To!)?.Deliver(iq) is HandOver.Sent or HandOver.Kept
            ? ValueTask.CompletedTask
            : _services.Router.BounceAsync(iq, StanzaErrorCondition.ServiceUnavailable);

    /// <summary>
    /// Asks the guards, which may put another stanza in its place. A guard that throws refuses.
    /// </summary>
    /// <param name="stanza">The stanza.</param>
    /// <param name="error">What it is to be refused with; null to swallow it.</param>
    /// <returns>False when it goes no further.</returns>
    private bool Passes<T>(ref T stanza, out StanzaError? error)
        where T : Stanza
    {
        foreach (IncomingHook hook in _services.Hooks.Incoming)
        {
            IncomingVerdict verdict;
            try
            {
                verdict = hook(this, stanza);
            }
            catch (Exception fault)
            {
                _services.OnFault(fault);
                verdict = IncomingVerdict.Refuse(new StanzaError(StanzaErrorCondition.InternalServerError));
            }

            if (verdict.IsDropped || verdict.Error is not null)
            {
                error = verdict.Error;
                return false;
            }

            stanza = (T)(verdict.Replacement ?? stanza);
        }

        error = null;
        return true;
    }

    private ValueTask Refuse(Stanza stanza, StanzaError? error) =>
        error is null ? ValueTask.CompletedTask : _services.Router.BounceAsync(stanza, error);
}
