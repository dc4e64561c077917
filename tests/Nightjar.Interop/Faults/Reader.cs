using System.Globalization;
using Nightjar.Interop.Servers;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Interop.Faults;

/// <summary>
/// Receives and acknowledges with stream management, and knows for which of its acknowledgements the server has confirmed that
/// they are on disk: it sends a ping behind each, and once the server counts the ping, the acknowledgement is kept.
/// </summary>
internal sealed class Reader : IAsyncDisposable
{
    private readonly TestClient _client;
    private readonly List<string> _received = [];
    private readonly Queue<(int Sent, int Received)> _unconfirmed = [];
    private int _sent = 1; // the initial presence
    private int _settled;

    private Reader(TestClient client) => _client = client;

    /// <summary>Bodies in the order they came.</summary>
    public IReadOnlyList<string> Received => _received;

    /// <summary>Bodies whose acknowledgement the server has confirmed.</summary>
    public IEnumerable<string> Settled => _received.Take(_settled);

    public static async Task<Reader> LogInAsync(NightjarServerProcess server)
    {
        var client = await server.ConnectAsync("The reader");
        await client.LogInAsync("reads", Account.Password);
        await client.EnableManagementAsync();
        await client.SendAsync("<presence/>");
        return new Reader(client);
    }

    /// <summary>Reads until a message with this body has come, acknowledges nothing, and returns all that came.</summary>
    public async Task<IReadOnlyList<string>> ReadUntilAsync(string body)
    {
        while (!_received.Contains(body))
        {
            Take(await _client.ReceiveAsync(body));
        }

        return [.. _received];
    }

    /// <summary>Reads until the server is gone, acknowledging after every so many messages; <paramref name="onReceived"/> is called for each.</summary>
    public async Task ReadAsync(int every, Action onReceived)
    {
        await AcknowledgeAsync();
        for (var since = 0; await _client.NextAsync("a message") is { Kind: not StreamItemKind.Ended } item;)
        {
            if (item.Element is { } element && Take(element))
            {
                onReceived();
                if (++since >= every)
                {
                    since = 0;
                    await AcknowledgeAsync();
                }
            }
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private Task AcknowledgeAsync()
    {
        _unconfirmed.Enqueue((++_sent, _received.Count));
        return _client.SendAsync(
            $"<a xmlns='urn:xmpp:sm:3' h='{_client.StanzasReceived}'/>"
            + $"<iq type='get' id='p{_sent}' to='{_client.Domain}'><ping xmlns='urn:xmpp:ping'/></iq><r xmlns='urn:xmpp:sm:3'/>");
    }

    /// <returns>True for a message.</returns>
    private bool Take(Element element)
    {
        if (element.Is("urn:xmpp:sm:3", "a"))
        {
            var counted = int.Parse(element.Attribute("h")!, CultureInfo.InvariantCulture);
            while (_unconfirmed.TryPeek(out var waiting) && waiting.Sent <= counted)
            {
                _settled = _unconfirmed.Dequeue().Received;
            }
        }

        if (element.Name != "message")
        {
            return false;
        }

        _received.Add(element.Child("jabber:client", "body")!.Text);
        return true;
    }
}
