using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// Challenges for accounts that do not exist: the same answer for the same name every time, of the same shape and cost as a real
/// one, so that a log-in attempt does not tell who has an account here. Everything is derived from the name by HMAC with a
/// server secret; the keys have no known password. Immutable and safe for concurrent use.
/// </summary>
public sealed class FakeCredentials
{
    const int MinSecretBytes = 16; // 128 bits: with the secret one could recognise fake salts
    const int MaxSaltBytes = 32; // one block of HMAC-SHA-256

    readonly byte[] _secret;
    readonly FakeProfile[] _profiles;
    readonly long _totalWeight;

    /// <summary>Fake credentials under a secret (at least 16 bytes, copied) that must survive restarts, or the answers change.</summary>
    /// <param name="secret">The server secret.</param>
    /// <param name="profiles">The kinds of account that really exist here, as a distribution; one with all hashes and the
    /// defaults when omitted. Keep their order when weights change, so that few names change their kind.</param>
    /// <exception cref="ArgumentException">The secret is too short or a profile is out of range.</exception>
    public FakeCredentials(ReadOnlySpan<byte> secret, IReadOnlyList<FakeProfile>? profiles = null)
    {
        if (secret.Length < MinSecretBytes) throw new ArgumentException("at least 16 bytes", nameof(secret));
        _secret = secret.ToArray();
        _profiles = profiles is null
            ? [new FakeProfile(ScramHashes.StrongestFirst, ScramDefaults.Iterations, ScramDefaults.SaltBytes, 1)]
            : [.. profiles];
        var valid = _profiles.Length > 0 && _profiles.All(profile => profile is
            { Hashes.Count: > 0, Iterations: > 0, SaltBytes: > 0 and <= MaxSaltBytes, Weight: > 0 });
        if (!valid) throw new ArgumentException("a profile is out of range", nameof(profiles));
        _totalWeight = _profiles.Sum(profile => (long)profile.Weight);
    }

    /// <summary>The kind of account that a prepared bare JID without an account pretends to be.</summary>
    public FakeProfile ProfileOf(string bareJid)
    {
        Span<byte> digest = stackalloc byte[32];
        Derive("profile", bareJid, digest);
        var point = (long)((UInt128)BinaryPrimitives.ReadUInt64BigEndian(digest) * (ulong)_totalWeight >> 64);
        foreach (var profile in _profiles)
        {
            if (point < profile.Weight) return profile;
            point -= profile.Weight;
        }

        return _profiles[^1];
    }

    /// <summary>
    /// The credentials a prepared bare JID without an account pretends to have for a hash. No password fits them. A caller that
    /// makes them for every name, before it knows whether the account exists, spends the same time on both.
    /// </summary>
    public ScramCredentials For(string bareJid, ScramHash hash)
    {
        var profile = ProfileOf(bareJid);
        var name = hash.MechanismName();
        Span<byte> salt = stackalloc byte[32];
        Span<byte> keys = stackalloc byte[2 * ScramHashes.MaxBytes];
        Derive($"{name} salt", bareJid, salt);
        for (var at = 0; at < keys.Length; at += 32) Derive($"{name} key {at}", bareJid, keys.Slice(at, 32));
        var size = hash.Bytes();
        var credentials = new ScramCredentials(hash, salt[..profile.SaltBytes], profile.Iterations, keys[..size], keys.Slice(ScramHashes.MaxBytes, size));
        CryptographicOperations.ZeroMemory(keys);
        return credentials;
    }

    void Derive(string purpose, string bareJid, Span<byte> destination) =>
        HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"nightjar fake {purpose}\0{bareJid}"), destination);
}
