namespace Nightjar.Server.Sessions;

/// <summary>A piece of work for a mailbox.</summary>
internal abstract class MailboxItem
{
    /// <summary>Does the work, inside the mailbox. Must not block; what has to be waited for is posted back later.</summary>
    public abstract void Run();
}

/// <summary>
/// One logical thread: whatever is posted here runs one after the other, and what runs here may use the owner's
/// state without locks. Whoever finds it idle runs the work at once, unless it is inside another mailbox already: then
/// the work follows when that one is done. The queue is bounded.
/// </summary>
internal sealed class Mailbox(int capacity, Action<Exception> onFault)
{
    /// <summary>Items run in one go before the thread is given back to whoever lent it.</summary>
    private const int ItemsPerTurn = 64;

    [ThreadStatic]
    private static Mailbox? t_inside;

    [ThreadStatic]
    private static Queue<Mailbox>? t_next;

    private readonly Lock _gate = new();
    private Queue<MailboxItem>? _queue;
    private bool _busy;

    /// <summary>Items that wait; a snapshot.</summary>
    public int Waiting => _queue?.Count ?? 0;

    /// <summary>True on a thread that is inside a mailbox.</summary>
    public static bool IsInsideAny => t_inside is not null;

    /// <summary>
    /// Set on this thread when the last <see cref="Post"/> found the queue full and the item was taken all the same:
    /// whoever reads from a connection then stops reading until that item is done.
    /// </summary>
    [field: ThreadStatic]
    public static bool PostedToFull { get; set; }

    /// <summary>
    /// Keeps everybody out, so that what is posted waits, until <see cref="Open"/>. Only for a mailbox that nobody else knows yet.
    /// </summary>
    public void Shut() => _busy = true;

    /// <summary>Lets in what waited since <see cref="Shut"/>.</summary>
    public void Open()
    {
        if (t_inside is null)
        {
            Enter();
        }
        else
        {
            (t_next ??= new Queue<Mailbox>()).Enqueue(this);
        }
    }

    /// <summary>
    /// Enters without an item, when nobody is inside and this thread is in no other mailbox. The caller does its work
    /// and must call <see cref="Leave"/>.
    /// </summary>
    public bool TryEnter()
    {
        if (t_inside is not null)
        {
            return false;
        }

        lock (_gate)
        {
            if (_busy)
            {
                return false;
            }

            _busy = true;
        }

        t_inside = this;
        return true;
    }

    /// <summary>Leaves after <see cref="TryEnter"/>; runs what was posted meanwhile, here and in mailboxes that were posted to.</summary>
    public void Leave()
    {
        Drain();
        t_inside = null;
        RunNext();
    }

    /// <summary>Posts work; runs it at once where that is possible.</summary>
    /// <returns>False when the queue is full: nothing was taken.</returns>
    public bool Post(MailboxItem item, bool evenIfFull = false)
    {
        bool start;
        lock (_gate)
        {
            bool full = Waiting >= capacity;
            PostedToFull = full;
            if (full && !evenIfFull)
            {
                return false;
            }

            (_queue ??= new Queue<MailboxItem>()).Enqueue(item);
            start = !_busy;
            _busy = true;
        }

        if (start)
        {
            if (t_inside is null)
            {
                Enter();
            }
            else
            {
                (t_next ??= new Queue<Mailbox>()).Enqueue(this);
            }
        }

        return true;
    }

    private void Enter()
    {
        t_inside = this;
        Drain();
        t_inside = null;
        RunNext();
    }

    private static void RunNext()
    {
        while (t_next is { Count: > 0 } next)
        {
            Mailbox mailbox = next.Dequeue();
            t_inside = mailbox;
            mailbox.Drain();
            t_inside = null;
        }
    }

    private void Drain()
    {
        for (int turn = 0; ; turn++)
        {
            MailboxItem item;
            lock (_gate)
            {
                if (_queue is not { Count: > 0 })
                {
                    _busy = false;
                    return;
                }

                if (turn >= ItemsPerTurn)
                {
                    break;
                }

                item = _queue.Dequeue();
            }

            try
            {
                item.Run();
            }
            catch (Exception fault)
            {
                // One bad item must not take the mailbox with it.
                onFault(fault);
            }
        }

        // Still busy, so that nobody else enters: the rest goes on where no connection waits for it.
        ThreadPool.UnsafeQueueUserWorkItem(
            static mailbox =>
            {
                using FlushList.Scope flush = FlushList.Begin();
                mailbox.Enter();
            },
            this,
            preferLocal: false);
    }
}
