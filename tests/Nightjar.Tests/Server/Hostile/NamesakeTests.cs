using Nightjar.Hosting;
using Nightjar.Server.Configuration;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Tests.Extensions;

namespace Nightjar.Tests.Server.Hostile;

/// <summary>An account is its whole address: the same name on another domain of this very server is a stranger (CVE-2020-8086).</summary>
public sealed class NamesakeTests
{
    private const string Bookmarks = "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'><conference jid='hall@muc.one.example'/></storage></query>";

    private static readonly DomainOptions s_domain = new() { Name = "one.example" };

    [Fact]
    public async Task The_password_of_a_namesake_opens_nothing()
    {
        await using TestServer server = await StartAsync();
        await server.AddAccountAsync("romeo@one.example", "the password of one");
        await server.AddAccountAsync("romeo@two.example", "the password of two");
        TestClient mallory = server.Connect(domain: "two.example");

        ExpectationException refusal = await Assert.ThrowsAsync<ExpectationException>(() => mallory.NegotiateAsync("romeo", "the password of one"));

        Assert.Contains("not-authorized", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_exists_on_another_domain_only_does_not_log_in()
    {
        await using TestServer server = await StartAsync();
        await server.AddAccountAsync("romeo@one.example");
        TestClient mallory = server.Connect(domain: "two.example");

        ExpectationException refusal = await Assert.ThrowsAsync<ExpectationException>(() => mallory.NegotiateAsync("romeo", TestServer.Password));

        Assert.Contains("not-authorized", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_keeps_a_namesake_neither_reads_nor_changes()
    {
        await using TestServer server = await StartAsync();
        TestClient romeo = await server.LogInAsync("romeo@one.example", "home");
        TestClient namesake = await server.LogInAsync("romeo@two.example", "home");
        await romeo.AskAsync("set", Bookmarks, "", to: null);

        await namesake.IsRefusedAsync("set", Bookmarks, "auth", "forbidden", "romeo@one.example");
        await namesake.AskAsync(
            "get",
            "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query>",
            "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query>",
            to: null);
        await romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_namesake_cannot_speak_for_one()
    {
        await using TestServer server = await StartAsync();
        TestClient juliet = await server.LogInAsync("juliet@one.example", "home");
        TestClient namesake = await server.LogInAsync("romeo@two.example", "home");
        await namesake.SendAsync("<message from='romeo@one.example' to='juliet@one.example/home' type='headline'><body>It is me</body></message>");

        await namesake.ExpectStreamErrorAsync("invalid-from");
        await juliet.ExpectNothingAsync();
    }

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(
        TestServer.DefaultOptions with { Domains = [s_domain, s_domain with { Name = "two.example" }] }, Composition.Extensions());
}
