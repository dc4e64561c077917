using System.Security.Cryptography;
using Nightjar.Server.Connections;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Testing.Memory;

/// <summary>TLS without cryptography: both sides see the same binding data, which differs between connections.</summary>
internal sealed class MemoryTls : ITlsInfo
{
    private static readonly byte[] s_endpoint = SHA256.HashData("the certificate of the test server"u8);
    private readonly byte[] _exported = RandomNumberGenerator.GetBytes(32);

    public byte[] EndpointBinding => s_endpoint;

    public bool IsTls13 => true;

    public bool WasResumed => false;

    /// <summary>The client's view of the same.</summary>
    public ChannelBindings ClientBindings => new() { ServerEndPoint = s_endpoint, Exporter = () => _exported };

    public byte[] ExportChannelBinding() => _exported;
}
