using System.Collections.Concurrent;
using System.Text;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Testing.Clients;

/// <content>From connecting to being bound, in single steps and as a whole.</content>
public sealed partial class TestClient
{
    /// <summary>Keys by password: one password for all accounts makes PBKDF2 run once in a test process.</summary>
    private static readonly ConcurrentDictionary<string, ScramClientKeys> s_keys = new();

    /// <summary>The start tag of a client's stream.</summary>
    public string StreamHeader =>
        $"<?xml version='1.0'?><stream:stream to='{Domain}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    /// <summary>What the client's side can bind to the channel.</summary>
    public ChannelBindings Bindings => _transport.Bindings;

    /// <summary>Opens the stream (anew) and waits for the server's header and features.</summary>
    public async Task<Element> OpenStreamAsync()
    {
        await SendAsync(StreamHeader).ConfigureAwait(false);
        return await ExpectFeaturesAsync().ConfigureAwait(false);
    }

    /// <summary>The server's header, then its features.</summary>
    public async Task<Element> ExpectFeaturesAsync()
    {
        await ExpectHeaderAsync().ConfigureAwait(false);
        Features = await ReceiveAsync("stream features").ConfigureAwait(false);
        return Features.Is(Namespaces.Streams, "features")
            ? Features
            : throw new ExpectationException($"{Name} expected stream features\n received: {Features}");
    }

    /// <summary>The server's header.</summary>
    public async Task ExpectHeaderAsync()
    {
        StreamItem header = await NextAsync("a stream header").ConfigureAwait(false);
        if (header.Kind != StreamItemKind.Opened)
        {
            throw new ExpectationException($"{Name} expected a stream header\n received: {header}");
        }

        Header = header.Element;
    }

    /// <summary>Upgrades with STARTTLS and opens the stream anew; its features are returned.</summary>
    public async Task<Element> StartTlsAsync()
    {
        await SendAsync("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>").ConfigureAwait(false);
        await ExpectAsync("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>").ConfigureAwait(false);
        await HandshakeAsync().ConfigureAwait(false);
        return await OpenStreamAsync().ConfigureAwait(false);
    }

    /// <summary>TLS alone: after <c>proceed</c>, or at once for direct TLS.</summary>
    public async Task HandshakeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        if (!await _transport.StartTlsAsync(Domain, patience.Token).ConfigureAwait(false))
        {
            throw new ExpectationException($"{Name} could not agree on TLS");
        }

        _reader.Reset();
    }

    /// <summary>Logs in with classic SASL, by the first mechanism on offer unless one is named, and opens the stream anew.</summary>
    /// <returns>The features after the log-in.</returns>
    public async Task<Element> AuthenticateAsync(string localpart, string password, string? mechanism = null)
    {
        SaslOffer offer = ReadOffer();
        mechanism ??= offer.Mechanisms[0];
        ScramMechanism scram = ScramMechanism.TryParse(mechanism, out ScramMechanism parsed) ? parsed : throw new ArgumentException(mechanism);
        var client = new ScramClient(scram, new ScramClientSettings
        {
            Username = localpart,
            Password = Encoding.UTF8.GetBytes(password),
            Keys = s_keys.GetValueOrDefault(password + scram.Hash),
            Bindings = _transport.Bindings,
            Offer = offer.ChannelBindings.Count > 0 ? offer : null,
            MinIterations = 1,
        });
        await SendAsync($"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='{mechanism}'>{Convert.ToBase64String(client.First())}</auth>").ConfigureAwait(false);
        Element challenge = await ExpectAsync("<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{any}</challenge>").ConfigureAwait(false);
        Require(client.Respond(Convert.FromBase64String(challenge.Text), out byte[] response));
        await SendAsync($"<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{Convert.ToBase64String(response)}</response>").ConfigureAwait(false);
        Element success = await ExpectAsync("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{any}</success>").ConfigureAwait(false);
        Require(client.Verify(Convert.FromBase64String(success.Text)));
        s_keys[password + scram.Hash] = client.Keys!;
        Jid = Jid.TryCreate(localpart, Domain, null);
        _reader.Reset();
        return await OpenStreamAsync().ConfigureAwait(false);
    }

    /// <summary>Binds a resource, one of the server's choice when none is named.</summary>
    public async Task<Jid> BindAsync(string? resource = null)
    {
        string wish = resource is null ? "" : new Element(Namespaces.Bind, "resource", resource).ToString();
        await SendAsync($"<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>{wish}</bind></iq>").ConfigureAwait(false);
        Element result = await ExpectAsync(
            "<iq type='result' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>{any}</jid></bind></iq>").ConfigureAwait(false);
        return Jid = Jid.Parse(result.FirstChild!.FirstChild!.Text);
    }

    /// <summary>Everything from the open connection to a bound resource; STARTTLS where it is offered.</summary>
    public async Task<Jid> LogInAsync(string localpart, string password, string? resource = null)
    {
        await NegotiateAsync(localpart, password).ConfigureAwait(false);
        return await BindAsync(resource).ConfigureAwait(false);
    }

    /// <summary>Everything from the open connection to the features after log-in; nothing is bound.</summary>
    public async Task<Element> NegotiateAsync(string localpart, string password)
    {
        Element features = await OpenStreamAsync().ConfigureAwait(false);
        if (features.Child(Namespaces.Tls, "starttls") is not null)
        {
            await StartTlsAsync().ConfigureAwait(false);
        }

        return await AuthenticateAsync(localpart, password).ConfigureAwait(false);
    }

    /// <summary>Enables stream management.</summary>
    /// <returns>The id to resume with, or null.</returns>
    public async Task<string?> EnableManagementAsync()
    {
        await SendAsync("<enable xmlns='urn:xmpp:sm:3' resume='true'/>").ConfigureAwait(false);
        Element enabled = await ReceiveAsync("<enabled/>").ConfigureAwait(false);
        ResetCount();
        return enabled.Is(Namespaces.Sm, "enabled") ? enabled.Attribute("id") : throw new ExpectationException($"{Name} received: {enabled}");
    }

    private SaslOffer ReadOffer()
    {
        Element? mechanisms = Features?.Child(Namespaces.Sasl, "mechanisms");
        return mechanisms is null
            ? throw new ExpectationException($"{Name} was not offered to log in: {Features}")
            : new SaslOffer(
                mechanisms.Elements.Where(m => m.Is(Namespaces.Sasl, "mechanism")).Select(m => m.Text),
                Features!.Child("urn:xmpp:sasl-cb:0", "sasl-channel-binding")?.Elements.Select(b => b.Attribute("type")!));
    }

    private void Require(SaslFailure? failure)
    {
        if (failure is not null)
        {
            throw new ExpectationException($"{Name} does not trust the server: {failure}");
        }
    }
}
