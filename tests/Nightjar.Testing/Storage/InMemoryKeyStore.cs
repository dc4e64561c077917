using Nightjar.Server.Storage;

namespace Nightjar.Testing.Storage;

/// <summary>A key store without a file, which can be copied (as a thief would) and made to fail.</summary>
public sealed class InMemoryKeyStore : IKeyStore
{
    readonly Lock _gate = new();
    readonly Dictionary<KeyName, WrappedKey> _keys = [];
    VaultHeader? _header;

    /// <summary>While set, a rewrap fails before its commit.</summary>
    public bool FailBeforeRewrap { get; set; }

    /// <summary>While set, a rewrap is committed, but its caller learns of an error.</summary>
    public bool FailAfterRewrap { get; set; }

    /// <summary>Keys that are kept.</summary>
    public int Count => _keys.Count;

    /// <summary>The state of this moment in a store of its own.</summary>
    public InMemoryKeyStore Copy()
    {
        var copy = new InMemoryKeyStore { _header = _header };
        copy.Apply([.. _keys.Values]);
        return copy;
    }

    /// <inheritdoc/>
    public VaultHeader? ReadHeader() => _header;

    /// <inheritdoc/>
    public void Create(VaultHeader header) => _header = header;

    /// <inheritdoc/>
    public WrappedKey? Find(KeyName name)
    {
        lock (_gate)
        {
            return _keys.TryGetValue(name, out var key) ? key : null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<WrappedKey> List(KeyKind kind)
    {
        lock (_gate)
        {
            return [.. _keys.Values.Where(k => k.Name.Kind == kind)];
        }
    }

    /// <inheritdoc/>
    public void Apply(IReadOnlyList<WrappedKey> changes)
    {
        lock (_gate)
        {
            foreach (var change in changes)
            {
                if (change.Wrapped.IsEmpty)
                {
                    _keys.Remove(change.Name);
                }
                else
                {
                    _keys[change.Name] = change;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Rewrap(VaultHeader header, Func<WrappedKey, byte[]?> rewrap)
    {
        lock (_gate)
        {
            var changes = _keys.Values.Select(k => k with { Wrapped = rewrap(k) ?? [] }).ToList();
            if (FailBeforeRewrap)
            {
                throw new StorageException(StorageErrorKind.Full, "The test asked for this failure.");
            }

            Apply(changes);
            _header = header;
            if (FailAfterRewrap)
            {
                throw new StorageException(StorageErrorKind.Other, "The test asked for this failure.");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
