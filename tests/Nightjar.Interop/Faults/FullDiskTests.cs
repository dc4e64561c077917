using System.Globalization;
using Nightjar.Interop.Servers;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Interop.Faults;

/// <summary>The disk runs full under the real program: whoever sends is told, nobody else notices, nothing is damaged.</summary>
public sealed class FullDiskTests
{
    /// <summary>Room for an empty server and some dozens of messages.</summary>
    private const int SmallKibibytes = 3 * 1024;

    private const int LargeKibibytes = 64 * 1024;

    /// <summary>Far more than the small disk holds.</summary>
    private const int Messages = 1000;

    private static readonly string Padding = new('x', 8000);

    [Fact]
    public async Task Senders_are_told_that_the_disk_is_full_and_what_was_accepted_is_there_when_there_is_room_again()
    {
        await using var disk = await SmallDisk.MountAsync(SmallKibibytes);
        await using var server = await NightjarServerProcess.StartNightjarAsync(Path.Combine(disk.Folder, "data"));
        await server.AddAccountAsync("writes", Account.Password);
        await server.AddAccountAsync("reads", Account.Password);
        await using var writer = await server.ConnectAsync("The writer");
        await writer.LogInAsync("writes", Account.Password);
        await writer.EnableManagementAsync();

        var refused = await FillAsync(writer);
        Assert.InRange(refused.Count, 1, Messages - 1);
        await PingAsync(writer);
        Assert.Contains("no room", server.Output, StringComparison.Ordinal);

        await disk.ResizeAsync(LargeKibibytes);
        await writer.SendAsync(Message(Messages));
        await ExpectOnlyAsync(server, Enumerable.Range(0, Messages + 1).Except(refused));

        Assert.Equal(0, await server.StopAsync());
        await server.StartAgainAsync();
        await using var afterwards = await server.ConnectAsync("The writer");
        await afterwards.LogInAsync("writes", Account.Password);
        await afterwards.SendAsync(Message(Messages + 1));
        await ExpectOnlyAsync(server, [Messages + 1]);
    }

    /// <summary>Sends until the server has handled everything; returns the numbers that came back as errors.</summary>
    private static async Task<HashSet<int>> FillAsync(TestClient writer)
    {
        var refused = new HashSet<int>();
        for (var (sent, handled) = (0, 0); handled < Messages;)
        {
            if (sent < Messages)
            {
                await writer.SendAsync(Message(sent++));
            }

            await writer.SendAsync("<r xmlns='urn:xmpp:sm:3'/>");
            Element element;
            while (!(element = await writer.ReceiveAsync("an acknowledgement")).Is("urn:xmpp:sm:3", "a"))
            {
                if (element.Name == "message")
                {
                    Assert.Equal("error", element.Attribute("type"));
                    Assert.Equal("wait", element.Child("jabber:client", "error")!.Attribute("type"));
                    refused.Add(int.Parse(element.Attribute("id")!, CultureInfo.InvariantCulture));
                }
            }

            handled = int.Parse(element.Attribute("h")!, CultureInfo.InvariantCulture);
        }

        return refused;
    }

    /// <summary>Logs the reader in, waits for the last of these messages, and holds that it received these in order and nothing else.</summary>
    private static async Task ExpectOnlyAsync(NightjarServerProcess server, IEnumerable<int> numbers)
    {
        int[] expected = [.. numbers];
        await using var reader = await server.ConnectAsync("The reader");
        await reader.LogInAsync("reads", Account.Password);
        await reader.SendAsync("<presence/>");
        var received = new List<int>();
        while (received.Count == 0 || received[^1] != expected[^1])
        {
            var element = await reader.ReceiveAsync("a message");
            if (element.Name == "message")
            {
                received.Add(int.Parse(element.Attribute("id")!, CultureInfo.InvariantCulture));
            }
        }

        Assert.Equal(expected, received);
        await PingAsync(reader);
        await reader.CloseAsync();
    }

    private static async Task PingAsync(TestClient client)
    {
        await client.SendAsync($"<iq type='get' id='there' to='{client.Domain}'><ping xmlns='urn:xmpp:ping'/></iq>");
        Element element;
        do
        {
            element = await client.ReceiveAsync("the answer to a ping");
        }
        while (element.Attribute("id") != "there");

        Assert.Equal("result", element.Attribute("type"));
    }

    private static string Message(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"<message to='reads@nightjar.test' type='chat' id='{number}'><body>{Padding}</body></message>");
}
