using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Nightjar.Checks;

/// <summary>Asks the resolvers of the system over UDP, one after the other.</summary>
/// <param name="resolvers">Their addresses.</param>
/// <param name="timeout">How long each may take.</param>
internal sealed class SystemDnsLookup(IReadOnlyList<IPEndPoint> resolvers, TimeSpan timeout) : IDnsLookup
{
    private const int MaxMessageBytes = 1500; // One datagram without extensions has 512; some resolvers send more all the same.
    private const int MaxDatagrams = 8; // Forged or late answers that are passed over before giving up.

    /// <summary>Reads the resolvers from <c>/etc/resolv.conf</c>; the local one when there is no such file, as resolv.conf(5) says.</summary>
    public static SystemDnsLookup FromSystem(string file = "/etc/resolv.conf")
    {
        var resolvers = new List<IPEndPoint>();
        if (File.Exists(file))
        {
            foreach (var words in File.ReadLines(file).Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            {
                if (words is ["nameserver", var text, ..] && IPAddress.TryParse(text, out var address))
                {
                    resolvers.Add(new IPEndPoint(address, 53));
                }
            }
        }

        return new(resolvers.Count > 0 ? resolvers : [new IPEndPoint(IPAddress.Loopback, 53)], TimeSpan.FromSeconds(3));
    }

    public async Task<DnsAnswer> LookupAsync(string name, DnsRecordType type, CancellationToken cancellationToken)
    {
        // A random id (and the system's random port) so that nobody off the path can answer in the resolver's place.
        if (DnsMessage.Query((ushort)RandomNumberGenerator.GetInt32(65536), name, type) is not { } query)
        {
            return new DnsAnswer($"{name} is not a name that can be asked for");
        }

        var answer = new DnsAnswer("no resolver answered");
        foreach (var resolver in resolvers)
        {
            answer = await AskAsync(resolver, query, type, cancellationToken).ConfigureAwait(false);
            if (answer.Error is null)
            {
                break;
            }
        }

        return answer;
    }

    private async Task<DnsAnswer> AskAsync(IPEndPoint resolver, byte[] query, DnsRecordType type, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            using var socket = new Socket(resolver.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(resolver, limit.Token).ConfigureAwait(false); // Takes answers from there only.
            await socket.SendAsync(query, limit.Token).ConfigureAwait(false);
            var buffer = new byte[MaxMessageBytes];
            for (var i = 0; i < MaxDatagrams; i++)
            {
                var length = await socket.ReceiveAsync(buffer, limit.Token).ConfigureAwait(false);
                if (DnsMessage.Parse(buffer.AsSpan(0, length), query, type) is { } answer)
                {
                    return answer;
                }
            }

            return new DnsAnswer("the resolver sent nothing but answers to other questions");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DnsAnswer("the resolver did not answer in time");
        }
        catch (SocketException e)
        {
            return new DnsAnswer($"the resolver cannot be reached: {e.Message}");
        }
    }
}
