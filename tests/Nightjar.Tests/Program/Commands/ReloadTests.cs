using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Nightjar.Hosting;
using Nightjar.Server.Configuration;

namespace Nightjar.Tests.Program.Commands;

public sealed class ReloadTests
{
    [Fact]
    public async Task Sighup_reloads_and_a_broken_configuration_changes_nothing()
    {
        using var program = new NightjarProcess();
        await program.StartAsync();
        var lines = Channel.CreateUnbounded<string>();
        program.Server!.ErrorDataReceived += (_, e) => lines.Writer.TryWrite(e.Data ?? "");

        await HangUpAsync(program);
        await WaitAsync(lines, "Reloaded");
        File.AppendAllText(program.ConfigurationFile, "\nnonsense: 1\n");
        await HangUpAsync(program);
        await WaitAsync(lines, "The configuration was not reloaded");

        Assert.Equal(0, await program.StopAsync());
    }

    [Fact]
    public void Settings_that_need_a_restart_are_named_and_logging_is_not_among_them() =>
        Assert.Equal(["io_threads", "limits"], Reloading.ChangedSettings(
            new NightjarOptions(),
            new NightjarOptions { IoThreads = 2, Limits = new() { Connections = 5 }, Logging = new() { Format = LogFormat.Json } }));

    private static async Task HangUpAsync(NightjarProcess program)
    {
        using var kill = Process.Start("kill", ["-HUP", program.Server!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task WaitAsync(Channel<string> lines, string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!(await lines.Reader.ReadAsync(patience.Token)).Contains(text, StringComparison.Ordinal))
        {
        }
    }
}
