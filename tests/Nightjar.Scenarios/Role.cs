using System.Xml.Linq;
using Nightjar.Scenarios.Script;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Scenarios;

/// <summary>An actor with the connection of the moment.</summary>
internal sealed class Role(Actor actor)
{
    private TestClient? _client;

    public Actor Actor => actor;

    public TestClient Client
    {
        get => _client ?? throw new InvalidOperationException($"{actor.Name} is not connected.");
        set => _client = value;
    }

    public bool IsConnected => _client is not null;

    /// <summary>Logged in with a resource: can be asked to prove that nothing waits.</summary>
    public bool IsBound { get; set; }

    public string ResumptionKey => $"{actor.Localpart}-{actor.Resource}-sm";

    public async Task LogInAsync(string? resource = null)
    {
        await Client.LogInAsync(actor.Localpart, TestServer.Password, resource ?? actor.Resource);
        IsBound = true;
    }

    /// <summary>Sends initial presence and skips whatever presence comes of it; messages stay.</summary>
    public async Task BecomeAvailableAsync()
    {
        await Client.SendAsync("<presence/>");
        await Client.WaitForAsync(IsOwnPresence);
        Client.Drop(static e => e.Name == "presence");
    }

    public async Task<string?> EnableManagementAsync()
    {
        Client.Skips = IsNoise;
        string? id = await Client.EnableManagementAsync();
        Client.Skips = null;
        return id;
    }

    /// <summary>Asks until the server has handled so many: only that proves that what is kept is on disk (XEP-0198).</summary>
    public async Task WaitUntilHandledAsync(string count)
    {
        string handled;
        Client.Skips = IsRequest;
        do
        {
            await Client.SendAsync("<r xmlns='urn:xmpp:sm:3'/>");
            handled = (await Client.ExpectAsync("<a xmlns='urn:xmpp:sm:3' h='{any}'/>")).Attribute("h")!;
        }
        while (handled != count);
        Client.Skips = null;
    }

    public async Task ReceiveAsync(string block, bool presenceMatters)
    {
        foreach (XElement expected in XmlPattern.ParseAll(block))
        {
            Client.Skips = Noise(presenceMatters, expected);
            await Client.ExpectAsync(expected.ToString(SaveOptions.DisableFormatting));
        }

        Client.Skips = null;
    }

    public async Task ReceiveUnorderedAsync(string block, bool presenceMatters)
    {
        IReadOnlyList<XElement> expected = XmlPattern.ParseAll(block);
        Client.Skips = Noise(presenceMatters, [.. expected]);
        await Client.ExpectUnorderedAsync([.. expected.Select(e => e.ToString(SaveOptions.DisableFormatting))]);
        Client.Skips = null;
    }

    public async Task ReceiveNothingAsync(bool presenceMatters)
    {
        Client.Skips = Noise(presenceMatters);
        await Client.ExpectNothingAsync();
        Client.Skips = null;
    }

    public async Task ReceiveStreamErrorAsync(string condition)
    {
        Client.Skips = static i => i.Kind == StreamItemKind.Opened || i.Element is { Name: "features" } || IsNoise(i);
        await Client.ExpectStreamErrorAsync(condition);
        Client.Skips = null;
    }

    private bool IsOwnPresence(Element element) => element.Name == "presence" && element.Attribute("from") == Client.Jid?.ToString();

    /// <summary>What is skipped where none of it is expected.</summary>
    private static Func<StreamItem, bool> Noise(bool presenceMatters, params XElement[] expected)
    {
        bool skipsPresence = !presenceMatters && !expected.Any(e => e.Name.LocalName == "presence");
        bool skipsRequests = !expected.Any(e => e.Name.LocalName == "r");
        return i => (skipsPresence && IsComingOrGoing(i)) || (skipsRequests && IsRequest(i));
    }

    /// <summary>Who comes and goes says nothing in a transcript about something else.</summary>
    private static bool IsComingOrGoing(StreamItem item) =>
        item.Element is { Name: "presence", Namespace: Namespaces.Client } presence && presence.Attribute("type") is null or "unavailable";

    /// <summary>When the server asks for an acknowledgement depends on what is on its way at the moment.</summary>
    private static bool IsRequest(StreamItem item) => item.Element is { Name: "r", Namespace: Namespaces.Sm };
}
