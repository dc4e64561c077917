using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;

using Nightjar.Server.Configuration;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Accounts;

/// <summary>
/// Limits on failed log-ins. Guessing slows down per account and per network; what is locked is the pair of both, so
/// that a stranger cannot lock the owner out. Keeps keyed hashes only, bounded in number. Thread-safe.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="time">The clock.</param>
/// <param name="off">True with <c>testing: no_rate_limits</c>.</param>
internal sealed class LoginThrottle(LoginLimitOptions options, TimeProvider time, bool off)
{
    /// <summary>Most counters kept; beyond it the oldest half goes. About 10 MB.</summary>
    private const int MaxCounters = 100_000;

    private readonly ConcurrentDictionary<UInt128, Counter> _counters = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>
    /// Before a challenge is sent. Waits where guessing has been noticed; that long the stream reads nothing.
    /// </summary>
    /// <returns>Null to go on; otherwise the failure to answer with.</returns>
    public async ValueTask<SaslFailure?> AdmitAsync(IPAddress address, Jid account)
    {
        if (off || _counters.IsEmpty)
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        if (Find(Key("pair", address, account)) is { } pair && pair.IsLocked(now, options))
        {
            return new SaslFailure(SaslCondition.TemporaryAuthFailure, "locked");
        }

        bool slow = IsSlow(Key("network", address, null), now) || IsSlow(Key("account", null, account), now);
        if (slow && options.Delay > TimeSpan.Zero)
        {
            await Task.Delay(options.Delay, time).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>A log-in failed. <paramref name="account"/> is null when it did not come as far as a name.</summary>
    public void Failed(IPAddress address, Jid? account)
    {
        if (off)
        {
            return;
        }

        DateTimeOffset now = time.GetUtcNow();
        Count(Key("network", address, null), now);
        if (account is not null)
        {
            Count(Key("account", null, account), now);
            Count(Key("pair", address, account), now);
        }
    }

    /// <summary>A log-in succeeded: what this network did to this account is forgotten.</summary>
    public void Succeeded(IPAddress address, Jid account)
    {
        if (!off && !_counters.IsEmpty)
        {
            _counters.TryRemove(Key("pair", address, account), out _);
        }
    }

    /// <summary>Forgets what no longer counts; from the heartbeat.</summary>
    public void Sweep()
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach ((UInt128 key, Counter counter) in _counters)
        {
            if (counter.IsOver(now, options))
            {
                _counters.TryRemove(key, out _);
            }
        }
    }

    private Counter? Find(UInt128 key) => _counters.GetValueOrDefault(key);

    private bool IsSlow(UInt128 key, DateTimeOffset now) => Find(key) is { } counter && counter.IsSlow(now, options);

    private void Count(UInt128 key, DateTimeOffset now)
    {
        if (_counters.Count >= MaxCounters)
        {
            foreach ((UInt128 old, _) in _counters.OrderBy(c => c.Value.Last).Take(MaxCounters / 2))
            {
                _counters.TryRemove(old, out _);
            }
        }

        _counters.GetOrAdd(key, static _ => new Counter()).Add(now, options);
    }

    private UInt128 Key(string kind, IPAddress? address, Jid? account)
    {
        string text = $"{kind}|{(address is null ? "" : Convert.ToHexString(NetworkOf(address)))}|{account}";
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>IPv4: the address. IPv6: its /64, which is what one customer has.</summary>
    private static byte[] NetworkOf(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? bytes : bytes[..8];
    }

    private sealed class Counter
    {
        private readonly Lock _gate = new();
        private DateTimeOffset _windowStart;
        private int _inWindow;
        private int _total;

        public DateTimeOffset Last { get; private set; }

        public void Add(DateTimeOffset now, LoginLimitOptions options)
        {
            lock (_gate)
            {
                if (now - _windowStart > options.Window)
                {
                    _windowStart = now;
                    _inWindow = 0;
                }

                _total = now - Last > options.Lock ? 1 : _total + 1;
                _inWindow++;
                Last = now;
            }
        }

        public bool IsSlow(DateTimeOffset now, LoginLimitOptions options) => _inWindow >= options.Failures && now - _windowStart <= options.Window;

        public bool IsLocked(DateTimeOffset now, LoginLimitOptions options) => _total >= options.FailuresBeforeLock && now - Last <= options.Lock;

        public bool IsOver(DateTimeOffset now, LoginLimitOptions options) => now - Last > options.Lock;
    }
}
