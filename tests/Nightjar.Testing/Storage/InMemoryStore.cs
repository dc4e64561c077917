using Nightjar.Server.Storage;

namespace Nightjar.Testing.Storage;

/// <summary>
/// A store without files. Every write takes effect at once; its task completes at once too, unless
/// <see cref="HoldCommits"/> was called. Meets the same contract tests as the real store, except for surviving a restart.
/// </summary>
public sealed class InMemoryStore : IStore
{
    readonly MemoryData _data = new();

    /// <summary>An empty store.</summary>
    public InMemoryStore()
    {
        Accounts = new InMemoryAccounts(_data);
        Rosters = new InMemoryRosters(_data);
        Values = new InMemoryValues(_data);
        Archive = new InMemoryArchive(_data);
    }

    /// <inheritdoc/>
    public OwnerId ServerOwner => _data.ServerOwner;

    /// <inheritdoc/>
    public IAccountStore Accounts { get; }

    /// <inheritdoc/>
    public IRosterStore Rosters { get; }

    /// <inheritdoc/>
    public IKeyValueStore Values { get; }

    /// <inheritdoc/>
    public IArchiveStore Archive { get; }

    /// <summary>While set, every write fails with this kind and changes nothing.</summary>
    public StorageErrorKind? FailWritesWith
    {
        get => _data.FailWritesWith;
        set => _data.FailWritesWith = value;
    }

    /// <summary>From now on no write completes, as if the disk were slow, until <see cref="ReleaseCommits"/>.</summary>
    public void HoldCommits() => _data.Hold();

    /// <summary>Completes all held writes, in order, and ends holding.</summary>
    public void ReleaseCommits() => _data.Release();

    /// <inheritdoc/>
    public Task FlushAsync() => _data.Commit();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _data.Release();
        return ValueTask.CompletedTask;
    }
}
