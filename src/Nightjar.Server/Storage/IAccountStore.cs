namespace Nightjar.Server.Storage;

/// <summary>Accounts: who may log in. Names are stored as a keyed hash beside a sealed copy (P19).</summary>
public interface IAccountStore
{
    /// <summary>The account with this name, or null.</summary>
    ValueTask<AccountRecord?> FindAsync(string bareJid, CancellationToken cancellationToken = default);

    /// <summary>The account with this id, or null.</summary>
    ValueTask<AccountRecord?> GetAsync(OwnerId owner, CancellationToken cancellationToken = default);

    /// <summary>Creates one account, unless its name is taken or reserved.</summary>
    Task<AccountCreation> CreateAsync(string bareJid, NewAccount account, CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates many accounts in few commits; one result for each, in order. After a failure the accounts of earlier
    /// commits exist; calling again with the same list reports them as taken.
    /// </summary>
    Task<IReadOnlyList<AccountCreation>> CreateManyAsync(
        IReadOnlyList<(string BareJid, NewAccount Account)> accounts, CancellationToken cancellationToken = default);

    /// <summary>What a log-in is checked against; null for an unknown owner.</summary>
    ValueTask<AccountCredentials?> GetCredentialsAsync(OwnerId owner, CancellationToken cancellationToken = default);

    /// <summary>Replaces all credentials. Fails with <see cref="StorageErrorKind.NoSuchOwner"/> for an unknown owner.</summary>
    Task SetCredentialsAsync(OwnerId owner, AccountCredentials credentials, CancellationToken cancellationToken = default);

    /// <summary>Changes the state. Fails with <see cref="StorageErrorKind.NoSuchOwner"/> for an unknown owner.</summary>
    Task SetStateAsync(OwnerId owner, AccountState state, CancellationToken cancellationToken = default);

    /// <summary>
    /// Notes that the account was in use on that day (UTC; nothing finer is kept, P9). Never goes back; free of cost when the
    /// day is noted already; nothing happens for an unknown owner.
    /// </summary>
    Task TouchAsync(OwnerId owner, DateOnly day, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes the account and all it owns: its keys are destroyed before this completes, so that nothing is readable
    /// any more; rows follow in the background, in bounded pieces, also across a restart. With
    /// <paramref name="reserveName"/> a keyed hash of the name stays, so that nobody can take it over (P8).
    /// False when there was no such account.
    /// </summary>
    Task<bool> DeleteAsync(OwnerId owner, bool reserveName, CancellationToken cancellationToken = default);

    /// <summary>Rows and bytes by kind, for <c>account show</c>; bytes as stored, sealing and padding included.</summary>
    ValueTask<IReadOnlyList<StoredSize>> SizesAsync(OwnerId owner, CancellationToken cancellationToken = default);

    /// <summary>Accounts of one domain (in any state).</summary>
    ValueTask<long> CountAsync(string domain, CancellationToken cancellationToken = default);
}
