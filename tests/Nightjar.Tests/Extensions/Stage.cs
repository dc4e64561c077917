using Nightjar.Hosting;
using Nightjar.Server.Configuration;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Extensions;

/// <summary>A server with everything the program comes with.</summary>
internal static class Stage
{
    public static Task<TestServer> StartAsync(Func<DomainOptions, DomainOptions>? change = null)
    {
        var domain = new DomainOptions { Name = "localhost" };
        return TestServer.StartAsync(TestServer.DefaultOptions with { Domains = [change?.Invoke(domain) ?? domain] }, Composition.Extensions());
    }

    /// <summary>Sends an IQ to the account itself and takes the answer.</summary>
    public static async Task<Element> AskAsync(this TestClient client, string type, string payload, string? to = null)
    {
        await client.SendAsync($"<iq type='{type}' id='ask'{(to is null ? "" : $" to='{to}'")}>{payload}</iq>");
        return await client.ReceiveAsync();
    }

    /// <summary>Sends an IQ and expects an answer with this content, or <c>error</c> with type and condition.</summary>
    public static async Task AskAsync(this TestClient client, string type, string payload, string answer, string? to)
    {
        await client.SendAsync($"<iq type='{type}' id='ask'{(to is null ? "" : $" to='{to}'")}>{payload}</iq>");
        string from = to is null ? "" : $" from='{to}'";
        await client.ExpectAsync($"<iq type='result' id='ask'{from} to='{client.Jid}'>{answer}</iq>");
    }

    public static async Task IsRefusedAsync(this TestClient client, string type, string payload, string errorType, string condition, string? to = null)
    {
        await client.SendAsync($"<iq type='{type}' id='ask'{(to is null ? "" : $" to='{to}'")}>{payload}</iq>");
        string from = to is null ? "" : $" from='{to}'";
        await client.ExpectAsync(
            $"<iq type='error' id='ask'{from} to='{client.Jid}'><error type='{errorType}'><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{{any}}</error></iq>");
    }

    /// <summary>Makes both subscribe to each other; what they receive on the way is forgotten.</summary>
    public static async Task BefriendAsync(this TestServer server, TestClient one, TestClient other)
    {
        foreach ((TestClient asks, TestClient grants) in ((TestClient, TestClient)[])[(one, other), (other, one)])
        {
            await asks.SendAsync($"<presence to='{grants.Jid!.Bare}' type='subscribe'/>");
            await server.IdleAsync();
            await grants.SendAsync($"<presence to='{asks.Jid!.Bare}' type='subscribed'/>");
            await server.IdleAsync();
        }

        foreach (TestClient client in (TestClient[])[one, other])
        {
            await client.PeekAsync();
            client.Drop(e => e.Name is "presence" or "iq");
        }
    }

    /// <summary>Sends initial presence; what presence comes of it is forgotten.</summary>
    public static async Task BecomeAvailableAsync(this TestClient client, int priority = 0)
    {
        await client.SendAsync($"<presence><priority>{priority}</priority></presence>");
        await client.PeekAsync();
        client.Drop(e => e.Name == "presence");
    }
}
