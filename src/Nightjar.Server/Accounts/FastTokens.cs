using System.Collections.Concurrent;

using Nightjar.Server.Configuration;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Accounts;

/// <summary>
/// The tokens of all devices (XEP-0484), kept sealed with their account and named by the device's own id. A token dies when it
/// expires, when a later one is used, on request, and with the password. Thread-safe.
/// </summary>
internal sealed class FastTokens(IStore store, SaslOptions options, TimeProvider time)
{
    private const string Category = "fast";

    /// <summary>Devices of one account with a token: beyond it, the one that expires first asks for the password again.</summary>
    private const int MaxDevices = 50;

    /// <summary>Longest device id: a UUID has 36 characters, some clients write others.</summary>
    private const int MaxDeviceId = 128;

    /// <summary>Devices whose tokens are kept at hand: a reconnecting device was here lately; about 4 MB when full.</summary>
    private const int MaxCached = 16_384;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<(OwnerId Owner, string Device), FastDevice> _cache = new();
    private readonly int[] _revocations = new int[1024];
    private int _revision;

    /// <summary>
    /// Changes whenever any account's password, state or existence does: what was read before may no longer hold.
    /// </summary>
    public int Revision => Volatile.Read(ref _revision);

    /// <summary>Something changed that a log-in rests on, but no token dies.</summary>
    public void Revise() => Interlocked.Increment(ref _revision);

    /// <summary>Whether a device's id is one that tokens can be named by.</summary>
    public static bool IsDeviceId(string? id) => id is { Length: > 0 and <= MaxDeviceId };

    /// <summary>A number that changes when the account's tokens are revoked; read it before what a new token rests on is checked.</summary>
    public int RevocationOf(OwnerId owner) => Volatile.Read(ref Revocation(owner));

    /// <summary>The tokens of a device.</summary>
    public async ValueTask<FastDevice> FindAsync(OwnerId owner, string device)
    {
        if (_cache.TryGetValue((owner, device), out FastDevice? cached))
        {
            return cached;
        }

        int revocation = RevocationOf(owner);
        FastDevice known = await store.Values.GetAsync(owner, Category, device).ConfigureAwait(false) is { } bytes
            ? FastDevice.FromBytes(bytes)
            : FastDevice.Empty;
        Remember(owner, device, known, revocation);
        return known;
    }

    /// <summary>
    /// Checks a proof against the newer token, then against the current one. Null when neither fits; otherwise which, expired or not. For a
    /// device without tokens it does the same work.
    /// </summary>
    public static FastToken? Verify(FastDevice device, HashedTokenServer exchange, ChannelBindingType? binding, uint? count)
    {
        bool next = Fits(device.Next, exchange, binding, count);
        bool current = Fits(device.Current, exchange, binding, count);
        return next ? device.Next : current ? device.Current : null;
    }

    /// <summary>Whether a token's time is over.</summary>
    public bool HasExpired(FastToken token) => time.GetUtcNow() >= token.Expires;

    /// <summary>Whether a token should be replaced soon: more than half of its life is over.</summary>
    public bool IsDue(FastToken token) => token.Expires - time.GetUtcNow() < options.FastTokenLifetime / 2;

    /// <summary>A new token for a mechanism; nothing is stored yet.</summary>
    public FastToken Create(ChannelBindingType? binding) => new(
        HashedToken.Create(), binding, DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + options.FastTokenLifetime).ToUnixTimeSeconds()), 0);

    /// <summary>
    /// Stores what became of a device's tokens; completes when it is on disk. Nothing is stored when the account's tokens
    /// were revoked since <paramref name="revocation"/> was read.
    /// </summary>
    /// <returns>False when they were.</returns>
    public async ValueTask<bool> StoreAsync(OwnerId owner, string device, FastDevice before, FastDevice after, int revocation)
    {
        if (before == after)
        {
            return revocation == RevocationOf(owner);
        }

        if (before == FastDevice.Empty)
        {
            await MakeRoomAsync(owner).ConfigureAwait(false);
        }

        if (!Remember(owner, device, after, revocation))
        {
            return false;
        }

        await (after == FastDevice.Empty
            ? store.Values.DeleteAsync(owner, Category, device)
            : store.Values.SetAsync(owner, Category, device, after.ToBytes())).ConfigureAwait(false);
        if (revocation == RevocationOf(owner))
        {
            return true;
        }

        _cache.TryRemove((owner, device), out _);
        await store.Values.DeleteAsync(owner, Category, device).ConfigureAwait(false);
        return false;
    }

    /// <summary>All tokens of an account die; completes when that is on disk.</summary>
    public async Task RevokeAsync(OwnerId owner, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            Revocation(owner)++;
            _revision++;
            foreach ((OwnerId Owner, string Device) key in _cache.Keys)
            {
                if (key.Owner == owner)
                {
                    _cache.TryRemove(key, out _);
                }
            }
        }

        IReadOnlyList<StoredValue> all = await store.Values.ListAsync(owner, Category, cancellationToken).ConfigureAwait(false);
        if (all.Count > 0)
        {
            await store.Values.WriteAsync([.. all.Select(v => new ValueWrite(owner, Category, v.Key, null))], cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool Fits(FastToken? token, HashedTokenServer exchange, ChannelBindingType? binding, uint? count)
    {
        bool proven = exchange.Verify(token?.Secret);
        return proven && token!.Binding == binding && (count is null || count > token.Count);
    }

    private async ValueTask MakeRoomAsync(OwnerId owner)
    {
        IReadOnlyList<StoredValue> all = await store.Values.ListAsync(owner, Category).ConfigureAwait(false);
        if (all.Count < MaxDevices)
        {
            return;
        }

        string first = all.MinBy(v => FastDevice.FromBytes(v.Value).Expires).Key;
        _cache.TryRemove((owner, first), out _);
        await store.Values.DeleteAsync(owner, Category, first).ConfigureAwait(false);
    }

    private bool Remember(OwnerId owner, string device, FastDevice tokens, int revocation)
    {
        lock (_gate)
        {
            if (revocation != RevocationOf(owner))
            {
                return false;
            }

            if (_cache.Count >= MaxCached)
            {
                // Rare, and everything in it can be read again.
                _cache.Clear();
            }

            _cache[(owner, device)] = tokens;
            return true;
        }
    }

    // Accounts share numbers: at worst a token that is being issued to somebody else at that moment is not.
    private ref int Revocation(OwnerId owner) => ref _revocations[(int)(owner.Value % (uint)_revocations.Length)];
}
