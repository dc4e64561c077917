using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;

using Nightjar.Server.Configuration;

namespace Nightjar.Server.Accounts;

/// <summary>
/// How many accounts one address and one network may register (P16). Keeps hashes under a key that changes every day, in memory
/// only and bounded in number, so that nobody can learn later who registered from where (P20). Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="off">True with <c>testing: no_rate_limits</c>.</param>
public sealed class RegistrationLimits(TimeProvider time, bool off)
{
    /// <summary>Most counters kept (about 10 MB); beyond it nobody registers, because that many networks at once are an attack.</summary>
    private const int MaxCounters = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, Counter> _counters = [];
    private byte[] _key = [];
    private DateOnly _day;

    /// <summary>Counts a registration before it is carried out; false when it is one too many.</summary>
    public bool TryTake(string domain, IPAddress address, RegistrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (off)
        {
            return true;
        }

        lock (_gate)
        {
            DateTimeOffset now = Today();
            Counter? near = Find(domain, address, network: false);
            Counter? wide = Find(domain, address, network: true);
            if (near is null || wide is null || near.Count >= options.PerAddressPerDay || wide.Count >= options.PerNetworkPerDay
                || (near.Count > 0 && now - near.Last < options.Interval))
            {
                return false;
            }

            (near.Before, near.Last) = (near.Last, now);
            near.Count++;
            wide.Count++;
            return true;
        }
    }

    /// <summary>The registration did not happen, through no fault of the limits: it does not count.</summary>
    public void GiveBack(string domain, IPAddress address)
    {
        if (off)
        {
            return;
        }

        lock (_gate)
        {
            Today();
            if (Find(domain, address, network: false) is { Count: > 0 } near && Find(domain, address, network: true) is { Count: > 0 } wide)
            {
                near.Last = near.Before;
                near.Count--;
                wide.Count--;
            }
        }
    }

    private DateTimeOffset Today()
    {
        DateTimeOffset now = time.GetUtcNow();
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        if (day != _day)
        {
            _day = day;
            _key = RandomNumberGenerator.GetBytes(32);
            _counters.Clear();
        }

        return now;
    }

    private Counter? Find(string domain, IPAddress address, bool network)
    {
        UInt128 key = Key(domain, address, network);
        if (!_counters.TryGetValue(key, out Counter? counter) && _counters.Count < MaxCounters)
        {
            _counters[key] = counter = new Counter();
        }

        return counter;
    }

    // One customer has one IPv4 address or an IPv6 /64; who rents a range has a /24 or a /48.
    private UInt128 Key(string domain, IPAddress address, bool network)
    {
        byte[] bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        int kept = bytes.Length == 4 ? (network ? 3 : 4) : network ? 6 : 8;
        byte[] text = [network ? (byte)1 : (byte)0, (byte)bytes.Length, .. bytes.AsSpan(0, kept), .. Encoding.UTF8.GetBytes(domain)];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, text, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private sealed class Counter
    {
        public int Count { get; set; }

        public DateTimeOffset Last { get; set; }

        public DateTimeOffset Before { get; set; }
    }
}
