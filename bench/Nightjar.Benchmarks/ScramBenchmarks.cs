using BenchmarkDotNet.Attributes;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Benchmarks;

/// <summary>The server's cost of a log-in with stored keys, TLS aside. Aim: about 4 µs for SCRAM-SHA-256.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class ScramBenchmarks
{
    static readonly SaslOffer Offer = new(ScramMechanism.All.Select(mechanism => mechanism.Name), ["tls-server-end-point", "tls-exporter"]);
    static readonly ChannelBindings Channel = new() { ServerEndPoint = new byte[32] };
    static readonly ScramServerSettings Settings = new() { NonceSource = () => "3rfcNHYJY1ZVvWVs7j3rfcNHYJ", DowngradeProtection = DowngradeProtection.Current };

    readonly HashedTokenMechanism _tokenMechanism = new(ChannelBindingType.TlsServerEndPoint);
    readonly string _token = HashedToken.Create();
    ScramMechanism _mechanism;
    ScramCredentials _credentials = null!;
    byte[] _clientFirst = [];
    byte[] _clientFinal = [];
    byte[] _tokenMessage = [];

    /// <summary>The mechanism.</summary>
    [Params("SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512", "SCRAM-SHA-256-PLUS")]
    public string Mechanism { get; set; } = "";

    /// <summary>Derives keys once and records what a client sends.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        ScramMechanism.TryParse(Mechanism, out _mechanism);
        _credentials = ScramSecrets.DeriveSalted(_mechanism.Hash, "pencil"u8);
        var client = new ScramClient(_mechanism, new ScramClientSettings { Username = "user", Password = "pencil"u8.ToArray(), Bindings = Channel, Offer = Offer });
        _clientFirst = client.First();
        var server = new ScramServer(_mechanism, Offer, Channel, Settings);
        server.ParseFirst(_clientFirst, out _);
        server.Challenge(_credentials, "user@localhost", out var challenge);
        client.Respond(challenge, out _clientFinal);
        _tokenMessage = new HashedTokenClient(_tokenMechanism, Channel, "user", _token).Initial();
    }

    /// <summary>Both steps of a SCRAM log-in that succeeds.</summary>
    [Benchmark]
    public byte[] ScramLogIn()
    {
        var server = new ScramServer(_mechanism, Offer, Channel, Settings);
        server.ParseFirst(_clientFirst, out _);
        server.Challenge(_credentials, "user@localhost", out _);
        return server.Finish(_clientFinal, out var outcome) is null ? outcome : throw new InvalidOperationException("the log-in failed");
    }

    /// <summary>A FAST log-in that succeeds with the first token tried.</summary>
    [Benchmark]
    public byte[] TokenLogIn()
    {
        var server = new HashedTokenServer(_tokenMechanism, Channel);
        server.Parse(_tokenMessage, out _);
        return server.Verify(_token) ? server.Success(_token) : throw new InvalidOperationException("the log-in failed");
    }
}
