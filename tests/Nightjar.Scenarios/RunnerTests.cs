using Nightjar.Scenarios.Script;
using Nightjar.Scenarios.Worlds;
using Nightjar.Testing.Clients;

namespace Nightjar.Scenarios;

/// <summary>A runner that believes everything would prove nothing.</summary>
public sealed class RunnerTests
{
    [Theory]
    [InlineData("    <message to='juliet@localhost/home' from='{any}' type='chat' id='1'><body>bye</body></message>", "line 6")]
    [InlineData("    <message to='juliet@localhost/home' from='{any}' type='chat' id='2'><body>hi</body>{any}</message>", "line 6")]
    [InlineData("    <message to='juliet@localhost/home' type='chat' id='1'><body>hi</body>{any}</message>", "from='romeo@localhost/home' of <message/> was not expected")]
    [InlineData("    <message to='juliet@localhost/home' from='{any}' type='chat' id='1'>{any}<subject>s</subject></message>", "<subject")]
    public async Task A_transcript_that_does_not_come_true_fails_where_it_does_not(string expected, string named)
    {
        var failure = await Assert.ThrowsAsync<ExpectationException>(() => PlayAsync(
            "Romeo connects",
            "Juliet connects",
            "Romeo sends:",
            "    <message to='juliet@localhost/home' type='chat' id='1'><body>hi</body></message>",
            "",
            "Juliet receives:",
            expected));
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stanza_that_no_line_asks_for_fails_the_transcript_at_its_end()
    {
        await Assert.ThrowsAsync<ExpectationException>(() => PlayAsync(
            "Romeo connects",
            "Juliet connects",
            "Romeo sends:",
            "    <message to='juliet@localhost/home' type='chat' id='1'><body>hi</body></message>"));
    }

    [Fact]
    public async Task Receives_nothing_is_false_when_something_comes()
    {
        var failure = await Assert.ThrowsAsync<ExpectationException>(() => PlayAsync(
            "Romeo connects",
            "Juliet connects",
            "Romeo sends:",
            "    <message to='juliet@localhost/home' type='headline'/>",
            "Juliet receives nothing"));
        Assert.Contains("line 5", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Romeo flies")]
    [InlineData("nobody does anything")]
    public async Task A_line_without_meaning_fails(string line) =>
        await Assert.ThrowsAsync<ExpectationException>(() => PlayAsync(line));

    [Theory]
    [InlineData("Romeo sends:")]
    [InlineData("settings: archive of")]
    [InlineData("  Romeo connects")]
    public void A_file_that_is_no_transcript_is_refused(string line) =>
        Assert.Throws<FormatException>(() => Transcript.Parse("wrong", [line]));

    [Fact]
    public async Task A_placeholder_keeps_its_first_meaning()
    {
        var failure = await Assert.ThrowsAsync<ExpectationException>(() => PlayAsync(
            "Romeo connects",
            "Romeo sends:",
            "    <message to='romeo@localhost/home' id='a' type='headline'/>",
            "    <message to='romeo@localhost/home' id='b' type='headline'/>",
            "Romeo receives:",
            "    <message from='{any}' to='{any}' id='{id}' type='headline'/>",
            "    <message from='{any}' to='{any}' id='{id}' type='headline'/>"));
        Assert.Contains("not 'b'", failure.Message, StringComparison.Ordinal);
    }

    private static async Task PlayAsync(params string[] lines)
    {
        var transcript = Transcript.Parse("made up", lines);
        await using IWorld world = await MemoryWorld.CreateAsync(transcript);
        await new Performance(transcript, world).PlayAsync();
    }
}
