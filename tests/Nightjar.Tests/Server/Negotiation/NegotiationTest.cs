using System.Text;

using Nightjar.Server.Configuration;
using Nightjar.Server.Extensibility;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Server.Negotiation;

/// <summary>What tests of the stream's beginning share: a server, and the steps that the test client does not do by itself.</summary>
public abstract class NegotiationTest : IAsyncDisposable
{
    protected const string Device = "d4565fa7-4d72-4749-b3d3-740edbf87770";

    private TestServer? _server;

    protected TestServer Server => _server!;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    protected async Task StartAsync(Func<NightjarOptions, NightjarOptions>? configure = null, params IReadOnlyList<IExtension> extensions)
    {
        NightjarOptions options = TestServer.DefaultOptions;
        _server = await TestServer.StartAsync(configure?.Invoke(options) ?? options, extensions);
        await _server.AddAccountAsync("romeo");
    }

    /// <summary>A client inside TLS that has just received the features.</summary>
    protected async Task<TestClient> SecureAsync(string? from = null)
    {
        TestClient client = Server.Connect(ListenerKind.DirectTls);
        await client.HandshakeAsync();
        await OpenAsync(client, from);
        return client;
    }

    protected static async Task<Element> OpenAsync(TestClient client, string? from = null)
    {
        string name = from is null ? "" : $" from='{from}'";
        await client.SendAsync(
            $"<stream:stream to='{client.Domain}'{name} version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");
        return await client.ExpectFeaturesAsync();
    }

    /// <summary>Logs in with SASL2 and SCRAM-SHA-256 up to the answer to the proof.</summary>
    protected static async Task<Element> LogInAsync(
        TestClient client, string inside = "", string? device = Device, string user = "romeo", string password = TestServer.Password,
        ScramHash hash = ScramHash.Sha256)
    {
        var mechanism = new ScramMechanism(hash, false);
        ScramClient scram = Scram(mechanism, user, password);
        string agent = device is null ? "" : $"<user-agent id='{device}'><software>Test</software></user-agent>";
        await client.SendAsync(
            $"<authenticate xmlns='urn:xmpp:sasl:2' mechanism='{mechanism.Name}'><initial-response>{Base64(scram.First())}</initial-response>{agent}{inside}</authenticate>");
        Element challenge = await client.ReceiveAsync();
        if (challenge.Name != "challenge")
        {
            return challenge;
        }

        Assert.Null(scram.Respond(Convert.FromBase64String(challenge.Text), out byte[] response));
        await client.SendAsync($"<response xmlns='urn:xmpp:sasl:2'>{Base64(response)}</response>");
        return await client.ReceiveAsync();
    }

    /// <summary>Logs in with a token.</summary>
    protected static async Task<Element> LogInWithTokenAsync(
        TestClient client, string token, string inside = "", string attributes = "", ChannelBindingType? binding = null, string? device = Device, string user = "romeo")
    {
        var mechanism = new HashedTokenMechanism(binding);
        var exchange = new HashedTokenClient(mechanism, client.Bindings, user, token);
        string agent = device is null ? "" : $"<user-agent id='{device}'/>";
        await client.SendAsync(
            $"<authenticate xmlns='urn:xmpp:sasl:2' mechanism='{mechanism.Name}'><initial-response>{Base64(exchange.Initial())}</initial-response>{agent}{inside}<fast xmlns='urn:xmpp:fast:0'{attributes}/></authenticate>");
        return await client.ReceiveAsync();
    }

    /// <summary>A fresh token for <see cref="Device"/>.</summary>
    protected async Task<string> GetTokenAsync(ChannelBindingType? binding = null)
    {
        TestClient client = await SecureAsync();
        Element success = await LogInAsync(client, RequestToken(binding));
        await client.ReceiveAsync("features");
        return TokenIn(success) ?? throw new ExpectationException($"no token in {success}");
    }

    protected static string RequestToken(ChannelBindingType? binding = null) =>
        $"<request-token xmlns='urn:xmpp:fast:0' mechanism='{new HashedTokenMechanism(binding).Name}'/>";

    protected static string? TokenIn(Element success) => success.Child(Namespaces.Fast, "token")?.Attribute("token");

    protected static ScramClient Scram(ScramMechanism mechanism, string user, string password) => new(mechanism, new ScramClientSettings
    {
        Username = user,
        Password = Encoding.UTF8.GetBytes(password),
        MinIterations = 1,
    });

    /// <summary>The condition of a SASL failure of either profile.</summary>
    protected static string Failure(Element element)
    {
        Assert.Equal("failure", element.Name);
        return element.Elements.First(e => e.Namespace == Namespaces.Sasl && e.Name != "text").Name;
    }

    protected static string Address(Element success)
    {
        Assert.Equal("success", success.Name);
        return success.Child(Namespaces.Sasl2, "authorization-identifier")!.Text;
    }

    protected static string Base64(string text) => Base64(Encoding.UTF8.GetBytes(text));

    protected static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);
}
