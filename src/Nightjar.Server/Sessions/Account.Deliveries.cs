using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Sessions;

/// <content>
/// What waits for its delivery. A message that is kept is delivered after it is on disk, and in the order of arrival:
/// so everything that comes behind it waits in the same line. Messages from before a device came online are a step of the line
/// like any other.
/// </content>
public sealed partial class Account
{
    /// <summary>Kept messages fetched at a time.</summary>
    private const int PageSize = 100;

    private readonly ArchiveChain _archive;
    private readonly Queue<DeliveryStep> _deliveries = new(0);

    /// <summary>Archive sequences that are on their way, with how many sessions hold each; 0 while in the line.</summary>
    private readonly Dictionary<long, int> _spoken = [];

    private int _pendingCount;

    /// <summary>Notes of delivery that may not be on disk yet: until they are, storage still counts their messages as waiting.</summary>
    private Task _marks = Task.CompletedTask;

    /// <summary>Notes that messages arrived at a client that acknowledged them; completes when that is on disk. Any thread.</summary>
    internal Task MarkDeliveredAsync(IReadOnlyList<long> sequences)
    {
        Task mark = _services.Store.Archive.MarkDeliveredAsync(Owner, sequences);
        Post(() =>
        {
            NoteMark(mark);
            foreach (long sequence in sequences)
            {
                // Several devices may have held it; it waits no longer once.
                NotePending(_spoken.Remove(sequence) ? -1 : 0);
            }
        });
        return mark;
    }

    /// <summary>Delivers what was kept while nobody was there; called when a resource begins to take messages.</summary>
    internal void FlushPending()
    {
        if (_resources.Exists(r => r.TakesBareMessages))
        {
            _deliveries.Enqueue(new DeliveryStep { IsFlush = true });
            Advance();
        }
    }

    private ValueTask KeepAndDeliver(Message message)
    {
        if (IsFull(message))
        {
            return _services.Router.BounceAsync(message, StanzaErrorCondition.ResourceConstraint, "Too many messages are waiting for this person.");
        }

        var step = new DeliveryStep { Message = message };
        _deliveries.Enqueue(step);
        Append(message, ArchiveDirection.Incoming, ArchiveRules.MayWait(message), step);
        return new ValueTask(step.Done.Task);
    }

    private ValueTask KeepForLater(Message message)
    {
        if (IsFull(message))
        {
            return _services.Router.BounceAsync(message, StanzaErrorCondition.ResourceConstraint, "Too many messages are waiting for this person.");
        }

        // Nothing is delivered when it is on disk; the step only keeps the order and tells the sender.
        var step = new DeliveryStep { Message = message, IsForLater = true };
        _deliveries.Enqueue(step);
        Append(message, ArchiveDirection.Incoming, deliver: true, step);
        return new ValueTask(step.Done.Task);
    }

    private Task KeepSent(Message message)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _archive.Append(Entry(message, ArchiveDirection.Outgoing, deliver: false), (ticket, fault) =>
        {
            if (fault is not null)
            {
                done.SetResult();
                return;
            }

            done.Follow(new ValueTask(ticket!.Value.Committed));
        });
        return done.Task;
    }

    private ValueTask Queue(Message message) => Queue(new DeliveryStep { Message = message, IsReady = true });

    private ValueTask Queue(Iq iq) => Queue(new DeliveryStep { Iq = iq, IsReady = true });

    private ValueTask Queue(DeliveryStep step)
    {
        _deliveries.Enqueue(step);
        return new ValueTask(step.Done.Task);
    }

    private void Append(Message message, ArchiveDirection direction, bool deliver, DeliveryStep step)
    {
        _archive.Append(Entry(message, direction, deliver), (ticket, fault) =>
        {
            if (ticket is not { } accepted)
            {
                Fail(step, fault!);
                return;
            }

            step.Id = accepted.Ids[0];
            step.IsWaiting = deliver;
            if (deliver)
            {
                _spoken[step.Id.Sequence] = 0;
            }

            _ = FollowAsync(step, accepted.Committed);
        });
    }

    private async Task FollowAsync(DeliveryStep step, Task committed)
    {
        Exception? fault = null;
        try
        {
            await committed.ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            fault = e;
        }

        Post(() =>
        {
            if (fault is not null)
            {
                Fail(step, fault);
                return;
            }

            step.IsReady = true;
            Advance();
        });
    }

    private void Fail(DeliveryStep step, Exception fault)
    {
        _services.OnStorageFault(fault);
        step.Fault = fault;
        step.IsReady = true;
        Advance();
    }

    /// <summary>Takes the steps at the head of the line that are ready.</summary>
    private void Advance()
    {
        while (_deliveries.TryPeek(out DeliveryStep? step))
        {
            if (step.IsFlush)
            {
                if (!step.IsStarted)
                {
                    step.IsStarted = true;
                    _ = LoadPageAsync(step, 0, _marks);
                }

                if (!step.IsReady)
                {
                    return;
                }
            }
            else if (!step.IsReady)
            {
                return;
            }

            _deliveries.Dequeue();
            step.Done.Follow(Take(step));
        }
    }

    private ValueTask Take(DeliveryStep step)
    {
        if (step.Iq is { } iq)
        {
            return DeliverIq(iq);
        }

        if (step.Message is not { } message)
        {
            return ValueTask.CompletedTask;
        }

        if (step.Fault is not null)
        {
            return _services.Router.BounceAsync(
                message, new StanzaError(StanzaErrorCondition.InternalServerError, StanzaErrorType.Wait, "The message could not be stored."));
        }

        long sequence = step.IsWaiting ? step.Id.Sequence : 0;
        if (step.IsForLater)
        {
            NotePending(1);
            if (_resources.Exists(r => r.TakesBareMessages))
            {
                // Somebody came online while it was being written: at once, so that what stands behind it does not pass it.
                return DeliverNow(message, sequence);
            }

            _spoken.Remove(sequence);
            return ValueTask.CompletedTask;
        }

        NotePending(sequence == 0 ? 0 : 1);
        if (step.Id.StanzaId is { } id)
        {
            message = (Message)message.Append(new Element(Namespaces.Sid, "stanza-id", ("by", Bare.ToString()), ("id", id)));
        }

        return DeliverKept(message, sequence, step.Id);
    }

    private ValueTask DeliverKept(Message message, long sequence, ArchiveId id)
    {
        // A message that is kept but does not wait (nobody missed anything) is bounced to nobody either.
        return sequence == 0 && id.Sequence != 0 && !_resources.Exists(r => r.TakesBareMessages) && message.To is not { IsFull: true }
            ? ValueTask.CompletedTask
            : DeliverNow(message, sequence);
    }

    private async Task LoadPageAsync(DeliveryStep flush, long after, Task marks)
    {
        // Otherwise what has just been delivered would be found and delivered again.
        await marks.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        IReadOnlyList<ArchivedStanza> page = [];
        try
        {
            page = await _services.Store.Archive.PendingAsync(Owner, after, PageSize).ConfigureAwait(false);
        }
        catch (StorageException fault)
        {
            _services.OnStorageFault(fault);
        }

        Post(() => DeliverPage(flush, page));
    }

    private void DeliverPage(DeliveryStep flush, IReadOnlyList<ArchivedStanza> page)
    {
        bool taken = true;
        foreach (ArchivedStanza kept in page)
        {
            long sequence = kept.Id.Sequence;
            if (_spoken.ContainsKey(sequence))
            {
                continue;
            }

            if (Stanza.FromElement(Element.Parse(kept.Stanza), null, null) is not Message message)
            {
                continue;
            }

            taken = DeliverLate(message, kept);
            if (!taken)
            {
                break;
            }
        }

        if (taken && page.Count == PageSize)
        {
            _ = LoadPageAsync(flush, page[^1].Id.Sequence, _marks);
            return;
        }

        flush.IsReady = true;
        Advance();
    }

    private bool DeliverLate(Message message, ArchivedStanza kept)
    {
        Element parsed = Element.Parse(kept.Stanza);
        Jid? from = Jid.TryParse(parsed.Attribute("from") ?? "");
        Jid? to = Jid.TryParse(parsed.Attribute("to") ?? "") ?? Bare;
        Stanza late = message.Readdress(from, to).Append(new Delay(kept.Time, Bare.DomainJid).ToElement());
        if (Domain.Archive)
        {
            late = late.Append(new Element(Namespaces.Sid, "stanza-id", ("by", Bare.ToString()), ("id", kept.Id.StanzaId)));
        }

        var tally = default(DeliveryTally);
        foreach (BoundResource resource in _resources)
        {
            if (resource.TakesBareMessages)
            {
                tally.Count(resource.Deliver(late, kept.Id.Sequence));
            }
        }

        if (tally.Any)
        {
            Conclude(kept.Id.Sequence, tally).Forget();
        }

        return tally.Any;
    }

    private void Delivered(long sequence)
    {
        _spoken.Remove(sequence);
        NotePending(-1);
        Task mark = _services.Store.Archive.MarkDeliveredAsync(Owner, [sequence]);
        NoteMark(mark);
        _services.Background.Follow(mark, "noting a delivery");
    }

    private void NoteMark(Task mark)
    {
        if (!mark.IsCompleted)
        {
            // Storage completes them in order; the join is for the few that come from another thread.
            _marks = _marks.IsCompleted ? mark : Task.WhenAll(_marks, mark);
        }
    }

    /// <summary>A session ended that held it; true when nobody holds it any more and it waits again.</summary>
    private bool NoLongerKept(long sequence)
    {
        if (!_spoken.TryGetValue(sequence, out int holders))
        {
            return false;
        }

        if (holders > 1)
        {
            _spoken[sequence] = holders - 1;
            return false;
        }

        _spoken.Remove(sequence);
        return true;
    }

    private void NotePending(int change) => _pendingCount = Math.Max(0, _pendingCount + change);

    private bool IsFull(Message message) =>
        ArchiveRules.MayWait(message) && _pendingCount >= _services.Limits.OfflineMessages && !_resources.Exists(r => r.TakesBareMessages);

    private ArchiveEntry Entry(Message message, ArchiveDirection direction, bool deliver) => new()
    {
        Owner = Owner,
        Peer = (direction == ArchiveDirection.Outgoing ? message.To ?? Bare : message.From ?? Bare).Bare.ToString(),
        Time = _services.Time.GetUtcNow(),
        Kind = message.Type == MessageType.Chat ? ArchiveKind.Chat : ArchiveKind.Other,
        Direction = direction,
        Deliver = deliver,
        Stanza = message.ToUtf8(),
    };

    private sealed class DeliveryStep
    {
        public Message? Message { get; init; }

        public Iq? Iq { get; init; }

        public bool IsFlush { get; init; }

        public bool IsForLater { get; init; }

        public bool IsReady { get; set; }

        public bool IsStarted { get; set; }

        /// <summary>It counts for offline delivery.</summary>
        public bool IsWaiting { get; set; }

        public ArchiveId Id { get; set; }

        public Exception? Fault { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
