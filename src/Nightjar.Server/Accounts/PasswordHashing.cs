using System.Security.Cryptography;
using Nightjar.Server.Configuration;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Accounts;

/// <summary>Turns a password into what is stored of it: one set of keys for each configured mechanism.</summary>
public static class PasswordHashing
{
    /// <summary>
    /// Derives the credentials; null when the password is empty or not allowed by RFC 8265 §4. Takes about 10 ms of
    /// processor time with the default settings: never call it on an I/O thread.
    /// </summary>
    public static AccountCredentials? Derive(string password, SaslOptions options)
    {
        var bytes = SaslPassword.Prepare(password, OpaqueString);
        if (bytes is null)
        {
            return null;
        }

        try
        {
            return new AccountCredentials([.. ScramHashes.StrongestFirst
                .Where(hash => options.Mechanisms.Contains(hash.MechanismName()))
                .Select(hash => ToKeys(ScramSecrets.DeriveSalted(hash, bytes, options.Iterations)))]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    internal static ScramKeys ToKeys(ScramCredentials credentials) => new()
    {
        Mechanism = credentials.Hash.MechanismName(),
        Iterations = credentials.Iterations,
        Salt = credentials.Salt,
        StoredKey = credentials.StoredKey,
        ServerKey = credentials.ServerKey,
    };

    private static string? OpaqueString(string password) =>
        Precis.TryEnforce(PrecisProfile.OpaqueString, password, out var result, out _) ? result : null;
}
