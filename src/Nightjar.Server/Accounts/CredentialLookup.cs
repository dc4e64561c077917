using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Accounts;

/// <summary>
/// What a log-in is checked against. For a name without an account it yields a challenge all the same, stable and of
/// the same shape (P13), after the same look-ups. Thread-safe.
/// </summary>
internal sealed class CredentialLookup(IStore store, FakeCredentials fakes)
{
    /// <summary>The account, or null, and the keys to challenge it with; null when the account has none for this hash.</summary>
    public async ValueTask<(AccountRecord? Record, ScramCredentials? Keys)> FindAsync(Jid bare, ScramHash hash)
    {
        string name = bare.ToString();

        // Computed for every name, so that its time tells nothing.
        ScramCredentials fake = fakes.For(name, hash);
        AccountRecord? record = await store.Accounts.FindAsync(name).ConfigureAwait(false);
        if (record is null)
        {
            return (null, fake);
        }

        AccountCredentials? credentials = await store.Accounts.GetCredentialsAsync(record.Owner).ConfigureAwait(false);
        ScramKeys? keys = credentials?.Find(hash.MechanismName());
        return (record, keys is null ? null : new ScramCredentials(hash, keys.Salt.Span, keys.Iterations, keys.StoredKey.Span, keys.ServerKey.Span));
    }
}
