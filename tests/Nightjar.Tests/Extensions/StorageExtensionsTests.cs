using Nightjar.Testing;
using Nightjar.Testing.Clients;

namespace Nightjar.Tests.Extensions;

/// <summary>XEP-0049 and XEP-0054.</summary>
public sealed class StorageExtensionsTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private TestClient _romeo = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await Stage.StartAsync();
        _romeo = await _server.LogInAsync("romeo", "orchard");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Private_data_comes_back_as_it_was_stored_also_after_a_restart()
    {
        const string Kept = "<query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'><defaultnick>Hamlet</defaultnick></exodus></query>";
        await _romeo.AskAsync("set", Kept, "", null);
        await _romeo.AskAsync("get", "<query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'/></query>", Kept, null);
        await _server.RestartAsync();
        _romeo = await _server.LogInAsync("romeo", "orchard");
        await _romeo.AskAsync("get", "<query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'/></query>", Kept, "romeo@localhost");
    }

    [Fact]
    public async Task A_question_sent_behind_a_change_is_answered_after_it()
    {
        await _romeo.SendAsync(
            """
            <iq type='set' id='1'><query xmlns='jabber:iq:private'><a xmlns='urn:a'>1</a></query></iq>
            <iq type='set' id='2'><query xmlns='jabber:iq:private'><a xmlns='urn:a'>2</a><b xmlns='urn:b'>x</b></query></iq>
            <iq type='get' id='3'><query xmlns='jabber:iq:private'><a xmlns='urn:a'/></query></iq>
            """);
        await _romeo.ExpectAsync("<iq type='result' id='1' to='romeo@localhost/orchard'/>");
        await _romeo.ExpectAsync("<iq type='result' id='2' to='romeo@localhost/orchard'/>");
        await _romeo.ExpectAsync("<iq type='result' id='3' to='romeo@localhost/orchard'><query xmlns='jabber:iq:private'><a xmlns='urn:a'>2</a></query></iq>");
    }

    [Fact]
    public async Task What_was_never_stored_comes_back_empty() =>
        await _romeo.AskAsync(
            "get", "<query xmlns='jabber:iq:private'><x xmlns='urn:x'/></query>", "<query xmlns='jabber:iq:private'><x xmlns='urn:x'/></query>", null);

    [Theory]
    [InlineData("get", "", "bad-request")]
    [InlineData("get", "<a xmlns='urn:a'/><b xmlns='urn:b'/>", "bad-request")]
    [InlineData("get", "<a/>", "bad-request")]
    [InlineData("set", "", "not-acceptable")]
    [InlineData("set", "<a/>", "not-acceptable")]
    [InlineData("set", "<a xmlns='urn:a'/><b/>", "not-acceptable")]
    public async Task Private_data_needs_a_namespace_of_its_own(string type, string content, string condition) =>
        await _romeo.IsRefusedAsync(type, $"<query xmlns='jabber:iq:private'>{content}</query>", "modify", condition);

    [Theory]
    [InlineData("get")]
    [InlineData("set")]
    public async Task Private_data_of_somebody_else_is_forbidden(string type)
    {
        await _server.AddAccountAsync("hamlet");
        await _romeo.IsRefusedAsync(type, "<query xmlns='jabber:iq:private'><a xmlns='urn:a'/></query>", "auth", "forbidden", "hamlet@localhost");
    }

    [Fact]
    public async Task Private_elements_are_limited_in_number()
    {
        string many = string.Concat(Enumerable.Range(0, 64).Select(i => $"<a xmlns='urn:{i}'>x</a>"));
        await _romeo.AskAsync("set", $"<query xmlns='jabber:iq:private'>{many}</query>", "", null);
        await _romeo.IsRefusedAsync("set", "<query xmlns='jabber:iq:private'><a xmlns='urn:more'>x</a></query>", "cancel", "resource-constraint");
        await _romeo.AskAsync("set", "<query xmlns='jabber:iq:private'><a xmlns='urn:3'/></query>", "", null);
        await _romeo.AskAsync("set", "<query xmlns='jabber:iq:private'><a xmlns='urn:more'>x</a></query>", "", null);
    }

    [Fact]
    public async Task A_vcard_can_be_read_by_everybody_and_written_by_its_owner()
    {
        const string Card = "<vCard xmlns='vcard-temp'><FN>Romeo</FN><PHOTO><TYPE>image/png</TYPE><BINVAL>AAAA</BINVAL></PHOTO></vCard>";
        TestClient juliet = await _server.LogInAsync("juliet", "balcony");
        await _romeo.AskAsync("set", Card, "", null);
        await _romeo.AskAsync("get", "<vCard xmlns='vcard-temp'/>", Card, null);
        await juliet.AskAsync("get", "<vCard xmlns='vcard-temp'/>", Card, "romeo@localhost");
        await juliet.IsRefusedAsync("set", Card, "auth", "forbidden", "romeo@localhost");
    }

    [Fact]
    public async Task Without_a_vcard_the_owner_is_told_and_others_cannot_tell_whether_the_account_exists()
    {
        await _server.AddAccountAsync("juliet");
        await _romeo.IsRefusedAsync("get", "<vCard xmlns='vcard-temp'/>", "cancel", "item-not-found");
        await _romeo.IsRefusedAsync("get", "<vCard xmlns='vcard-temp'/>", "cancel", "service-unavailable", "juliet@localhost");
        await _romeo.IsRefusedAsync("get", "<vCard xmlns='vcard-temp'/>", "cancel", "service-unavailable", "nobody@localhost");
    }
}
