using System.Security.Cryptography;

using Nightjar.Server.Storage;

namespace Nightjar.Server.Accounts;

/// <summary>Secrets of the server's own that must survive a restart, kept sealed in the store.</summary>
internal static class ServerSecrets
{
    private const string Category = "server-secrets";

    /// <summary>32 random bytes under a name, made when first asked for.</summary>
    public static async Task<byte[]> GetAsync(IStore store, string name, CancellationToken cancellationToken)
    {
        if (await store.Values.GetAsync(store.ServerOwner, Category, name, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return known.ToArray();
        }

        byte[] secret = RandomNumberGenerator.GetBytes(32);
        await store.Values.SetAsync(store.ServerOwner, Category, name, secret, cancellationToken).ConfigureAwait(false);
        return secret;
    }
}
