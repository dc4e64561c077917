using System.Security.Cryptography;

namespace Nightjar.Server.Storage;

/// <summary>
/// The day keys: one for each day, shared by all owners. Without it nobody's messages of that day open again, also not from a backup
/// of the data (P7). Safe for concurrent use.
/// </summary>
sealed class VaultDays(IKeyStore store, Lock loading, Func<KeyWrap> wrap)
{
    const int Cached = 32; // retention of a month at most is in memory; older days are read again

    readonly Lock _gate = new();
    readonly SortedDictionary<int, byte[]> _keys = [];

    /// <summary>The key of a day; null when it does not exist and is not wanted anew.</summary>
    public byte[]? Find(int day, bool create)
    {
        lock (_gate)
        {
            if (_keys.TryGetValue(day, out var cached))
            {
                return cached;
            }
        }

        // Loading excludes a renewal of the epoch, so that a wrapped key and the key that wraps it belong together.
        lock (loading)
        lock (_gate)
        {
            if (_keys.TryGetValue(day, out var key))
            {
                return key;
            }

            var name = new KeyName(KeyKind.Day, (UInt128)day);
            if (store.Find(name) is { } wrapped)
            {
                var memory = wrap().Unwrap(wrapped);
                key = memory.ToArray();
                CryptographicOperations.ZeroMemory(memory.Span);
            }
            else if (create)
            {
                key = RandomNumberGenerator.GetBytes(OwnerKeys.KeySize);
                store.Apply([wrap().Wrap(name, 0, key)]);
            }
            else
            {
                return null;
            }

            if (_keys.Count == Cached)
            {
                _keys.Remove(_keys.First().Key); // not zeroed: another thread may be using it at this moment
            }

            _keys.Add(day, key);
            return key;
        }
    }

    /// <summary>Destroys the keys of all days before <paramref name="day"/>; returns how many there were.</summary>
    public int DestroyBefore(int day)
    {
        lock (loading)
        lock (_gate)
        {
            var doomed = store.List(KeyKind.Day).Where(k => k.Name.Id < (UInt128)day)
                .Select(k => k with { Wrapped = default }).ToList();
            if (doomed.Count > 0)
            {
                store.Apply(doomed);
            }

            foreach (var old in _keys.Keys.TakeWhile(k => k < day).ToList())
            {
                CryptographicOperations.ZeroMemory(_keys[old]);
                _keys.Remove(old);
            }

            return doomed.Count;
        }
    }

    public void Zero()
    {
        lock (_gate)
        {
            foreach (var key in _keys.Values)
            {
                CryptographicOperations.ZeroMemory(key);
            }

            _keys.Clear();
        }
    }
}
