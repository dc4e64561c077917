using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Nightjar.Checks;

namespace Nightjar.Tests.Program.Checks;

/// <summary>A resolver on loopback that answers every query with the same records.</summary>
internal sealed class FakeResolver : IAsyncDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    /// <param name="answer">From query to answer; null: no answer at all.</param>
    public FakeResolver(Func<byte[], byte[]?> answer)
    {
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        serving = ServeAsync(answer);
    }

    public SystemDnsLookup Lookup(TimeSpan timeout) => new([(IPEndPoint)socket.LocalEndPoint!], timeout);

    /// <summary>A good answer with records that point to the name of the question.</summary>
    public static byte[] Answer(byte[] query, params (DnsRecordType Type, byte[] Data)[] records)
    {
        var answer = new List<byte>(query);
        answer[2] = 0x81;
        answer[3] = 0x80;
        answer[7] = (byte)records.Length;
        foreach (var (type, data) in records)
        {
            answer.AddRange([0xC0, 12, 0, (byte)type, 0, 1, 0, 0, 0, 60, 0, (byte)data.Length, .. data]);
        }

        return [.. answer];
    }

    public static byte[] Service(ushort priority, ushort port, string target)
    {
        var data = new byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(data, priority);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(4), port);
        return [.. data, .. target.Split('.').SelectMany(l => Encoding.ASCII.GetBytes(l).Prepend((byte)l.Length)), 0];
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        socket.Dispose();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync(Func<byte[], byte[]?> answer)
    {
        var buffer = new byte[1500];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), stop.Token);
                if (answer(buffer[..received.ReceivedBytes]) is { } bytes)
                {
                    await socket.SendToAsync(bytes, received.RemoteEndPoint, stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
