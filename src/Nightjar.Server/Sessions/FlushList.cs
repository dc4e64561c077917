namespace Nightjar.Server.Sessions;

/// <summary>Something that has collected output and sends it when told to.</summary>
internal interface IFlushable
{
    void Flush();
}

/// <summary>
/// The outboxes that were written to and have not been sent yet, for one thread. An I/O loop has one for its
/// rounds; another thread opens one with <see cref="Begin"/> around a piece of work that writes to several.
/// Without one, a write leaves at once.
/// </summary>
internal sealed class FlushList
{
    [ThreadStatic]
    private static FlushList? t_current;

    [ThreadStatic]
    private static FlushList? t_spare;

    private IFlushable[] _outboxes = new IFlushable[16];
    private int _count;

    public static FlushList? Current
    {
        get => t_current;
        set => t_current = value;
    }

    /// <summary>Collects this thread's writes until the scope is disposed; nested scopes join the outer one.</summary>
    public static Scope Begin()
    {
        if (t_current is not null)
        {
            return default;
        }

        t_current = t_spare ??= new FlushList();
        return new Scope(t_current);
    }

    public void Add(IFlushable outbox)
    {
        if (_count == _outboxes.Length)
        {
            Array.Resize(ref _outboxes, _count * 2);
        }

        _outboxes[_count++] = outbox;
    }

    public void FlushAll()
    {
        // A flush may end a connection, which may write to others: they join the list while it is walked.
        for (int i = 0; i < _count; i++)
        {
            IFlushable outbox = _outboxes[i];
            _outboxes[i] = null!;
            outbox.Flush();
        }

        _count = 0;
    }

    /// <summary>Ends the collecting and sends.</summary>
    internal readonly ref struct Scope(FlushList? list)
    {
        public void Dispose()
        {
            if (list is not null)
            {
                list.FlushAll();
                t_current = null;
            }
        }
    }
}
