namespace Nightjar.Server.Storage;

/// <summary>The keys of the owners that were active last. Bounded; what falls out is zeroed. Safe for concurrent use.</summary>
sealed class OwnerKeyCache(int capacity) : IDisposable
{
    readonly Lock _gate = new();
    readonly Dictionary<OwnerId, LinkedListNode<(OwnerId Owner, OwnerKeys Keys)>> _index = [];
    readonly LinkedList<(OwnerId Owner, OwnerKeys Keys)> _recent = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _index.Count;
            }
        }
    }

    public OwnerKeys? Find(OwnerId owner)
    {
        lock (_gate)
        {
            if (!_index.TryGetValue(owner, out var node))
            {
                return null;
            }

            if (node != _recent.First)
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
            }

            return node.Value.Keys;
        }
    }

    public void Add(OwnerId owner, OwnerKeys keys)
    {
        OwnerKeys? fallen = null;
        lock (_gate)
        {
            _index.Add(owner, _recent.AddFirst((owner, keys)));
            if (_index.Count > capacity)
            {
                fallen = _recent.Last!.Value.Keys;
                _index.Remove(_recent.Last.Value.Owner);
                _recent.RemoveLast();
            }
        }

        fallen?.Dispose();
    }

    public void Remove(OwnerId owner)
    {
        OwnerKeys? keys = null;
        lock (_gate)
        {
            if (_index.Remove(owner, out var node))
            {
                keys = node.Value.Keys;
                _recent.Remove(node);
            }
        }

        keys?.Dispose();
    }

    public void Clear()
    {
        lock (_gate)
        {
            foreach (var (_, keys) in _recent)
            {
                keys.Dispose();
            }

            _recent.Clear();
            _index.Clear();
        }
    }

    public void Dispose() => Clear();
}
