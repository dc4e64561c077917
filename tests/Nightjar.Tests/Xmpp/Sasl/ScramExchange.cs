using System.Text;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Tests.Xmpp.Sasl;

/// <summary>Runs a client against a server, with a hand on each of the four messages on its way.</summary>
static class ScramExchange
{
    public static readonly byte[] Pencil = "pencil"u8.ToArray();

    public static readonly ChannelBindings Channel = new() { ServerEndPoint = "certificate hash"u8.ToArray(), Exporter = () => "exported key"u8.ToArray() };

    public static SaslOffer FullOffer { get; } =
        new(ScramMechanism.All.Select(mechanism => mechanism.Name), ["tls-server-end-point", "tls-exporter"]);

    public static SaslOffer PlainOffer { get; } = new(["SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512"]);

    /// <summary>The first failure of either side; null when both succeeded.</summary>
    public static SaslFailure? Run(ScramServer server, ScramClient client, Func<string, ScramCredentials> credentialsOf, Func<int, byte[], byte[]>? onTheWay = null)
    {
        onTheWay ??= (_, message) => message;
        var failure = server.ParseFirst(onTheWay(0, client.First()), out var first);
        if (failure is not null) return failure;
        failure = server.Challenge(credentialsOf(first!.Username), $"{first.Username}@localhost", out var challenge);
        if (failure is not null) return failure;
        failure = client.Respond(onTheWay(1, challenge), out var final);
        if (failure is not null) return failure;
        failure = server.Finish(onTheWay(2, final), out var outcome);
        return failure ?? client.Verify(onTheWay(3, outcome));
    }

    public static string Text(byte[] message) => Encoding.UTF8.GetString(message);

    public static byte[] Bytes(string message) => Encoding.UTF8.GetBytes(message);
}
