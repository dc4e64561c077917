using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Nightjar.Server.Storage;

namespace Nightjar.Server.Accounts;

/// <summary>
/// One-time codes that give a name back after a reset (P5), presented at registration as pre-authentication token
/// (XEP-0445). Until its code is used the name cannot be registered otherwise; an expired code is replaced by another
/// reset of the same name. Only a hash of the code is kept, sealed with the server's own values. Any thread.
/// </summary>
public sealed class RegistrationCodes(IStore store, TimeProvider time)
{
    private const string Category = "registration-codes";
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz"; // Without look-alikes: it may be read out on the telephone.
    private const int CodeLength = 20; // Of 31 characters: 99 bits, beyond guessing.
    private const int StoredBytes = sizeof(long) + SHA256.HashSizeInBytes;

    /// <summary>How long a code is good: long enough to reach its owner by post, short enough to be forgotten.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Makes a code for a name; an earlier one stops working.</summary>
    public async Task<string> IssueAsync(string bareJid, CancellationToken cancellationToken = default)
    {
        var code = RandomNumberGenerator.GetString(Alphabet, CodeLength);
        var value = new byte[StoredBytes];
        BinaryPrimitives.WriteInt64BigEndian(value, (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        SHA256.HashData(Encoding.UTF8.GetBytes(code), value.AsSpan(sizeof(long)));
        await store.Values.SetAsync(store.ServerOwner, Category, bareJid, value, cancellationToken).ConfigureAwait(false);
        return code;
    }

    /// <summary>Whether the name may be registered with this code (null: without one). Compares in constant time.</summary>
    public async ValueTask<RegistrationCodeCheck> CheckAsync(string bareJid, string? code, CancellationToken cancellationToken = default)
    {
        var value = await store.Values.GetAsync(store.ServerOwner, Category, bareJid, cancellationToken).ConfigureAwait(false);
        if (value is not { Length: StoredBytes } stored)
        {
            return RegistrationCodeCheck.Free;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(code ?? ""));
        var matches = CryptographicOperations.FixedTimeEquals(hash, stored.Span[sizeof(long)..]);
        var expires = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(stored.Span));
        return matches && time.GetUtcNow() < expires ? RegistrationCodeCheck.Accepted : RegistrationCodeCheck.Held;
    }

    /// <summary>Whether a code is good for any name (XEP-0445 presents it before the name). Compares in constant time.</summary>
    public async ValueTask<bool> IsGoodAsync(string code, CancellationToken cancellationToken = default)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(code));
        var now = time.GetUtcNow();
        var isGood = false;
        foreach (var (_, value) in await store.Values.ListAsync(store.ServerOwner, Category, cancellationToken).ConfigureAwait(false))
        {
            isGood |= value.Length == StoredBytes
                && CryptographicOperations.FixedTimeEquals(hash, value.Span[sizeof(long)..])
                && now < DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(value.Span));
        }

        return isGood;
    }

    /// <summary>Forgets the code of a name, once its account exists.</summary>
    public Task ForgetAsync(string bareJid, CancellationToken cancellationToken = default) =>
        store.Values.DeleteAsync(store.ServerOwner, Category, bareJid, cancellationToken);
}
