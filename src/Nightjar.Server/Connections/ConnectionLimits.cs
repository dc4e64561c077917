using System.Collections.Concurrent;
using System.Net;

using Nightjar.Server.Configuration;

namespace Nightjar.Server.Connections;

/// <summary>
/// How many connections there may be, in all and per address (IPv6: per /64), with a smaller share for those that have not logged
/// in. Thread-safe.
/// </summary>
/// <param name="limits">The limits.</param>
/// <param name="noAddressLimits">True with <c>testing: no_rate_limits</c>.</param>
internal sealed class ConnectionLimits(LimitOptions limits, bool noAddressLimits)
{
    private readonly ConcurrentDictionary<UInt128, Share> _shares = new();
    private readonly Lock _gate = new();
    private int _all;
    private int _strangers;

    /// <summary>Counts a new connection, as a stranger's.</summary>
    public bool TryAdmit(IPAddress address, out string? refusal)
    {
        lock (_gate)
        {
            refusal = _all >= limits.Connections ? "connections" : _strangers >= limits.UnauthenticatedConnections ? "unauthenticated_connections" : null;
            if (refusal is not null)
            {
                return false;
            }

            Share share = _shares.GetOrAdd(NetworkOf(address), static _ => new Share());
            if (!noAddressLimits)
            {
                refusal = share.All >= limits.ConnectionsPerAddress ? "connections_per_address"
                    : share.Strangers >= limits.UnauthenticatedConnectionsPerAddress ? "unauthenticated_connections_per_address" : null;
                if (refusal is not null)
                {
                    return false;
                }
            }

            share.All++;
            share.Strangers++;
            _all++;
            _strangers++;
            return true;
        }
    }

    /// <summary>A connection has logged in.</summary>
    public void LoggedIn(IPAddress address)
    {
        lock (_gate)
        {
            _strangers--;
            if (_shares.TryGetValue(NetworkOf(address), out Share? share))
            {
                share.Strangers--;
            }
        }
    }

    /// <summary>A connection has ended.</summary>
    public void Release(IPAddress address, bool wasStranger)
    {
        lock (_gate)
        {
            _all--;
            _strangers -= wasStranger ? 1 : 0;
            UInt128 network = NetworkOf(address);
            if (_shares.TryGetValue(network, out Share? share))
            {
                share.Strangers -= wasStranger ? 1 : 0;
                if (--share.All == 0)
                {
                    _shares.TryRemove(network, out _);
                }
            }
        }
    }

    private static UInt128 NetworkOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        UInt128 value = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return length == 4 ? value : value >> 64 << 64 | 1;
    }

    private sealed class Share
    {
        public int All { get; set; }

        public int Strangers { get; set; }
    }
}
