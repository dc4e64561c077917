namespace Nightjar.Server.Connections;

/// <summary>All open connections, for the heartbeat and the stop. Thread-safe.</summary>
internal sealed class ConnectionSet
{
    private readonly Lock _gate = new();
    private Connection[] _connections = new Connection[256];
    private int _count;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public void Add(Connection connection)
    {
        lock (_gate)
        {
            if (_count == _connections.Length)
            {
                Array.Resize(ref _connections, _count * 2);
            }

            connection.SetIndex = _count;
            _connections[_count++] = connection;
        }
    }

    public void Remove(Connection connection)
    {
        lock (_gate)
        {
            int index = connection.SetIndex;
            if (index < 0)
            {
                return;
            }

            Connection last = _connections[--_count];
            _connections[index] = last;
            last.SetIndex = index;
            _connections[_count] = null!;
            connection.SetIndex = -1;
        }
    }

    /// <summary>The connections of the moment; the callback runs outside the lock.</summary>
    public void ForEach(Action<Connection> action)
    {
        Connection[] snapshot;
        lock (_gate)
        {
            snapshot = _connections.AsSpan(0, _count).ToArray();
        }

        foreach (Connection connection in snapshot)
        {
            action(connection);
        }
    }
}
