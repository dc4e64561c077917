namespace Nightjar.Server.Sessions;

/// <summary>
/// The stanzas of one sender that are being worked on. They finish in any order; what counts is the finished prefix
/// (XEP-0198 <c>h</c>). Full at a number of stanzas or bytes: then the sender is not read from. Thread-safe.
/// Owns no memory while nothing is under way.
/// </summary>
internal sealed class StanzaWindow(int maxStanzas, int maxBytes, Action onRoom)
{
    private readonly Lock _gate = new();
    private Queue<Entry>? _entries;
    private int _bytes;
    private uint _finished;
    private bool _full;

    /// <summary>Stanzas finished since the start, modulo 2^32: all of them, without a gap.</summary>
    public uint Finished
    {
        get
        {
            lock (_gate)
            {
                return _finished;
            }
        }
    }

    /// <summary>Stanzas counted or being worked on since the start, modulo 2^32.</summary>
    public uint Started
    {
        get
        {
            lock (_gate)
            {
                return unchecked(_finished + (uint)(_entries?.Count(e => e.Counts) ?? 0));
            }
        }
    }

    /// <summary>True when nothing is under way.</summary>
    public bool IsIdle => _entries is not { Count: > 0 };

    /// <summary>Counts a stanza whose work is done or under way.</summary>
    /// <returns>False when the window is full now: stop reading until the room callback.</returns>
    public bool Add(ValueTask work, int bytes)
    {
        if (work.IsCompleted)
        {
            lock (_gate)
            {
                if (IsIdle)
                {
                    _finished++;
                    return true;
                }

                return Enqueue(new Entry { IsDone = true });
            }
        }

        var entry = new Entry { Bytes = bytes };
        bool room;
        lock (_gate)
        {
            _bytes += bytes;
            room = Enqueue(entry);
        }

        _ = FollowAsync(work, entry);
        return room;
    }

    /// <summary>Counts something as finished in its turn that is not a stanza, such as a durable note of acknowledgements.</summary>
    public Task WhenFinishedAsync()
    {
        lock (_gate)
        {
            if (IsIdle)
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _entries!.Enqueue(new Entry { IsDone = true, Counts = false, Reached = done });
            return done.Task;
        }
    }

    /// <summary>Lets later stanzas' counting wait for <paramref name="work"/>, which is not a stanza itself.</summary>
    public void AddUncounted(Task work)
    {
        if (work.IsCompleted)
        {
            return;
        }

        var entry = new Entry { Counts = false };
        lock (_gate)
        {
            Enqueue(entry);
        }

        _ = FollowAsync(new ValueTask(work), entry);
    }

    private bool Enqueue(Entry entry)
    {
        (_entries ??= new Queue<Entry>()).Enqueue(entry);
        _full |= _entries.Count >= maxStanzas || _bytes >= maxBytes;
        return !_full;
    }

    private async Task FollowAsync(ValueTask work, Entry entry)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whoever did the work has reported the fault and answered the sender; here only the order matters.
        }

        bool room = false;
        List<TaskCompletionSource>? reached = null;
        lock (_gate)
        {
            entry.IsDone = true;
            while (_entries!.TryPeek(out Entry? first) && first.IsDone)
            {
                _entries.Dequeue();
                _bytes -= first.Bytes;
                _finished += first.Counts ? 1u : 0u;
                if (first.Reached is { } source)
                {
                    (reached ??= []).Add(source);
                }
            }

            if (_entries.Count == 0)
            {
                _entries = null;
            }

            if (_full && (_entries?.Count ?? 0) <= maxStanzas / 2 && _bytes <= maxBytes / 2)
            {
                _full = false;
                room = true;
            }
        }

        reached?.ForEach(r => r.SetResult());
        if (room)
        {
            onRoom();
        }
    }

    private sealed class Entry
    {
        public int Bytes { get; init; }

        public bool Counts { get; init; } = true;

        public bool IsDone { get; set; }

        public TaskCompletionSource? Reached { get; init; }
    }
}
