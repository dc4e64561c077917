using System.Text.Json;
using Microsoft.Extensions.Logging;
using Nightjar.Logging;
using Nightjar.Server.Configuration;

namespace Nightjar.Tests.Program.Diagnostics;

public sealed class LogTests
{
    private const string Telling = "romeo@example.org/balcony from 192.0.2.7:5222 and [2001:db8::1]:5222 or ::1 wrote";

    [Theory]
    [InlineData(LogFormat.Text)]
    [InlineData(LogFormat.Json)]
    public async Task At_the_default_level_nothing_that_looks_like_a_user_or_an_address_is_written(LogFormat format)
    {
        var written = await WriteAsync(new LoggingOptions().Level, format, l => l.Log(LogLevel.Error, 0, "state", new IOException(Telling), (_, _) => Telling));

        Assert.DoesNotContain("romeo", written, StringComparison.Ordinal);
        Assert.DoesNotContain("balcony", written, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0", written, StringComparison.Ordinal);
        Assert.DoesNotContain("2001:db8", written, StringComparison.Ordinal);
        Assert.DoesNotContain("::1", written, StringComparison.Ordinal);
        Assert.Contains("[hidden] from [hidden] and [", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_debug_the_operator_sees_everything() =>
        Assert.Contains(Telling, await WriteAsync(LogLevel.Debug, LogFormat.Text, l => l.Log(LogLevel.Error, 0, "state", null, (_, _) => Telling)), StringComparison.Ordinal);

    [Theory]
    [InlineData("The certificate is valid until 2027-01-02.")]
    [InlineData("Started in 312 ms at 12:34:56.789.")]
    [InlineData("Listening took 00:00:10; see /etc/nightjar/nightjar.yml:3:5.")]
    [InlineData("   at Nightjar.Server.Sessions.Account.Run() in Account.cs:line 12")]
    public void Harmless_lines_stay_as_they_are(string line) => Assert.Equal(line, LogRedactor.Scrub(line));

    [Fact]
    public async Task Below_the_level_nothing_is_written() =>
        Assert.Empty(await WriteAsync(LogLevel.Warning, LogFormat.Text, l => l.Log(LogLevel.Information, 0, "x", null, (s, _) => s)));

    [Fact]
    public async Task An_event_is_one_line_whatever_it_contains()
    {
        var written = await WriteAsync(LogLevel.Information, LogFormat.Text, l => l.Log(LogLevel.Information, 0, "a\r\nforged \u001b[31m", null, (s, _) => s));

        Assert.Single(written.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain('\u001b', written);
    }

    [Fact]
    public async Task A_json_line_is_an_object_with_time_level_category_and_message()
    {
        var written = await WriteAsync(LogLevel.Information, LogFormat.Json, l => l.Log(LogLevel.Warning, new EventId(7), "say \"hi\"", null, (s, _) => s));

        var line = JsonDocument.Parse(written).RootElement;
        Assert.Equal(("warn", "Nightjar.Test", 7, "say \"hi\""),
            (line.GetProperty("level").GetString(), line.GetProperty("category").GetString(), line.GetProperty("event").GetInt32(), line.GetProperty("message").GetString()));
    }

    private static async Task<string> WriteAsync(LogLevel level, LogFormat format, Action<ILogger> write)
    {
        var output = new StringWriter();
        await using (var log = new ConsoleLog(output, TimeProvider.System, level, format))
        {
            write(log.CreateLogger("Nightjar.Test"));
        }

        return output.ToString();
    }
}
