using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <content>Where an incoming message goes (RFC 6121 §8.5.2 and §8.5.3).</content>
public sealed partial class Account
{
    private ValueTask HandleMessage(Message message)
    {
        if (!Passes(ref message, out StanzaError? refusal))
        {
            return Refuse(message, refusal);
        }

        // Error and headline to the bare address, and everything a room sends, is never kept by the account.
        if (Domain.Archive && ArchiveRules.Keeps(message))
        {
            return KeepAndDeliver(message);
        }

        return _deliveries.Count == 0 ? DeliverNow(message, 0) : Queue(message);
    }

    /// <summary>Delivers to whom the address and the presence of the moment allow.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sequence">Its place in the archive when it is kept already; otherwise 0.</param>
    private ValueTask DeliverNow(Message message, long sequence)
    {
        BoundResource? addressed = null;
        var tally = default(DeliveryTally);
        if (message.To is { IsFull: true } full)
        {
            addressed = FindResource(full);
            if (addressed is not null)
            {
                tally.Count(addressed.Deliver(message, sequence));
            }
            else if (message.Type != MessageType.Chat)
            {
                return RefuseForMissingResource(message, sequence);
            }
        }

        bool direct = tally.Any;
        if (!direct && message.Type is MessageType.Normal or MessageType.Chat or MessageType.Headline)
        {
            foreach (BoundResource resource in _resources)
            {
                if (resource != addressed && resource.TakesBareMessages)
                {
                    tally.Count(resource.Deliver(message, sequence));
                }
            }
        }

        foreach (DeliveredHook hook in _services.Hooks.Delivered)
        {
            hook(this, message, direct ? addressed : null, sequence, ref tally);
        }

        return tally.Any ? Conclude(sequence, tally) : NobodyThere(message, sequence);
    }

    private ValueTask Conclude(long sequence, DeliveryTally tally)
    {
        if (sequence != 0)
        {
            if (tally.Sent > 0)
            {
                Delivered(sequence);
            }
            else
            {
                _spoken[sequence] = tally.Kept;
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>RFC 6121 §8.5.2.2.1: nobody is there to take it.</summary>
    private ValueTask NobodyThere(Message message, long sequence)
    {
        if (sequence != 0)
        {
            // It stays in the archive, unmarked.
            _spoken.Remove(sequence);
            return ValueTask.CompletedTask;
        }

        return message.Type switch
        {
            MessageType.Error or MessageType.Headline => ValueTask.CompletedTask,
            MessageType.Groupchat => _services.Router.BounceAsync(message, StanzaErrorCondition.ServiceUnavailable),
            _ => ArchiveRules.MayWait(message)
                ? KeepForLater(message)
                : ArchiveRules.IsWorthAnError(message)
                    ? _services.Router.BounceAsync(message, StanzaErrorCondition.ServiceUnavailable)
                    : ValueTask.CompletedTask,
        };
    }

    /// <summary>RFC 6121 §8.5.3.2.1: the resource is not there, and the type is not <c>chat</c>.</summary>
    private ValueTask RefuseForMissingResource(Message message, long sequence)
    {
        if (sequence != 0)
        {
            Delivered(sequence);
        }

        return message.Type is MessageType.Error or MessageType.Headline
            ? ValueTask.CompletedTask
            : _services.Router.BounceAsync(message, StanzaErrorCondition.ServiceUnavailable);
    }
}
