using System.Globalization;
using System.Text;
using Nightjar.Interop.Servers;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Interop.Faults;

/// <summary>Sends numbered messages with stream management and knows which of them the server acknowledged.</summary>
internal sealed class Writer : IAsyncDisposable
{
    /// <summary>Messages under way at once: more than a commit holds, less than the server's window for one client.</summary>
    private const int Window = 200;

    private readonly TestClient _client;
    private readonly string _round;
    private readonly string _to;
    private readonly List<string> _sent = [];
    private int _acknowledged;

    private Writer(TestClient client, string round, string domain) => (_client, _round, _to) = (client, round, $"reads@{domain}");

    /// <summary>Bodies of the messages the server acknowledged.</summary>
    public IEnumerable<string> Acknowledged => _sent.Take(_acknowledged);

    public static async Task<Writer> LogInAsync(NightjarServerProcess server, string round)
    {
        var client = await server.ConnectAsync("The writer");
        await client.LogInAsync("writes", Account.Password);
        await client.EnableManagementAsync();
        return new Writer(client, round, server.Domain);
    }

    /// <summary>Sends one message and returns its body.</summary>
    public async Task<string> SendMarkerAsync()
    {
        await _client.SendAsync(Next());
        return _sent[^1];
    }

    /// <summary>Sends in batches until the server is gone; calls <paramref name="onAcknowledged"/> for each message acknowledged.</summary>
    public async Task WriteAsync(int batch, Action onAcknowledged)
    {
        while (true)
        {
            var text = new StringBuilder();
            for (var i = 0; i < batch && _sent.Count - _acknowledged < Window; i++)
            {
                text.Append(Next());
            }

            await _client.SendAsync(text.Append("<r xmlns='urn:xmpp:sm:3'/>").ToString());
            var item = await _client.NextAsync("an acknowledgement");
            if (item.Kind == StreamItemKind.Ended)
            {
                return;
            }

            Assert.True(item.Element?.Is("urn:xmpp:sm:3", "a") == true, $"The writer received {item}");
            var handled = int.Parse(item.Element!.Attribute("h")!, CultureInfo.InvariantCulture);
            for (; _acknowledged < handled; _acknowledged++)
            {
                onAcknowledged();
            }
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private string Next()
    {
        _sent.Add($"{_round}/{_sent.Count}");
        return $"<message to='{_to}' type='chat' id='{_sent.Count}'><body>{_sent[^1]}</body></message>";
    }
}
