using System.Collections.Concurrent;

using Nightjar.Server.Configuration;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Accounts;

/// <summary>
/// What a log-in is checked against. A name without an account gets an offer and a challenge all the same, stable and of the same
/// shape (P13), after the same look-ups. Thread-safe.
/// </summary>
internal sealed class CredentialLookup
{
    /// <summary>Accounts whose keys are kept at hand, because their devices come and go: about 4 MB when full.</summary>
    private const int MaxCached = 4_096;

    private readonly IStore _store;
    private readonly FakeCredentials _fakes;
    private readonly FastTokens _tokens;
    private readonly IReadOnlyList<ScramHash> _configured;
    private readonly OwnerId _nobody = OwnerId.New();
    private readonly ConcurrentDictionary<Jid, LoginKeys> _cache = new();

    public CredentialLookup(IStore store, SaslOptions options, FastTokens tokens, ReadOnlySpan<byte> secret)
    {
        _store = store;
        _tokens = tokens;
        _configured = [.. ScramHashes.StrongestFirst.Where(h => options.Mechanisms.Contains(h.MechanismName()))];

        // The accounts that exist here were all made with the configured hashes; an import of weaker ones adds its own profile.
        FakeProfile[] profiles = [new(_configured, options.Iterations, ScramDefaults.SaltBytes, 1)];
        _fakes = new FakeCredentials(secret, profiles);
        CommonHashes = [.. _configured.Where(h => profiles.All(p => p.Hashes.Contains(h)))];
    }

    /// <summary>What every account has: all that can be offered while nobody knows whose log-in it will be.</summary>
    public IReadOnlyList<ScramHash> CommonHashes { get; }

    /// <summary>Looks a name up.</summary>
    public async ValueTask<LoginKeys> FindAsync(Jid bare)
    {
        int revision = _tokens.Revision;
        if (_cache.TryGetValue(bare, out LoginKeys? cached) && cached.Revision == revision)
        {
            return cached;
        }

        AccountRecord? record = await _store.Accounts.FindAsync(bare.ToString()).ConfigureAwait(false);

        // Looked for in any case, so that the time tells nothing.
        AccountCredentials? credentials = await _store.Accounts.GetCredentialsAsync(record?.Owner ?? _nobody).ConfigureAwait(false);
        IReadOnlyList<ScramHash> pretended = _fakes.ProfileOf(bare.ToString()).Hashes;
        if (record is null || credentials is null)
        {
            return new LoginKeys(bare, null, null, pretended, revision);
        }

        var keys = new LoginKeys(bare, record, credentials, [.. _configured.Where(h => credentials.Find(h.MechanismName()) is not null)], revision);
        if (record.State == AccountState.Active)
        {
            if (_cache.Count >= MaxCached)
            {
                // Rare, and everything in it can be read again.
                _cache.Clear();
            }

            _cache[bare] = keys;
        }

        return keys;
    }

    /// <summary>The keys to challenge with; null when the account has none for this hash.</summary>
    public ScramCredentials? KeysFor(LoginKeys login, ScramHash hash)
    {
        // Computed for every name, so that its time tells nothing.
        ScramCredentials fake = _fakes.For(login.Bare.ToString(), hash);
        if (login.Credentials is not { } credentials)
        {
            return login.Hashes.Contains(hash) ? fake : null;
        }

        return credentials.Find(hash.MechanismName()) is { } keys
            ? new ScramCredentials(hash, keys.Salt.Span, keys.Iterations, keys.StoredKey.Span, keys.ServerKey.Span)
            : null;
    }

    /// <summary>
    /// Whether what was looked up earlier still holds: the account may be used, and its password has not changed. Asked when the
    /// client has proved itself, because it may take its time.
    /// </summary>
    public async ValueTask<bool> IsCurrentAsync(LoginKeys login)
    {
        if (login.Revision == _tokens.Revision)
        {
            return true;
        }

        LoginKeys now = await FindAsync(login.Bare).ConfigureAwait(false);
        return now.Record?.Owner == login.Record?.Owner
            && now.Record?.State == login.Record?.State
            && login.Credentials!.Keys.All(k => now.Credentials?.Find(k.Mechanism) is { } same && same.StoredKey.Span.SequenceEqual(k.StoredKey.Span));
    }
}
