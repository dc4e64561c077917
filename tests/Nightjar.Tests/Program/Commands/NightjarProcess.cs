using System.Diagnostics;

namespace Nightjar.Tests.Program.Commands;

/// <summary>The built program with a folder of its own. Whatever it started is ended with it.</summary>
internal sealed class NightjarProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // A busy build machine; quiet ones need one.

    public NightjarProcess(string configuration = "")
    {
        Write($"listeners:\n  - {{port: 0}}\nstorage: {{data_folder: data}}\nsasl: {{mechanisms: [SCRAM-SHA-256], iterations: 4096}}\n{configuration}");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("nightjar-test-").FullName;

    public string ConfigurationFile => Path.Combine(Folder, "nightjar.yml");

    public Process? Server { get; private set; }

    /// <summary>What the server said when it listened.</summary>
    public string Banner { get; private set; } = "";

    public void Write(string configuration) => File.WriteAllText(ConfigurationFile, configuration);

    /// <summary>Starts the server and waits for its banner.</summary>
    public async Task StartAsync()
    {
        Server?.Dispose();
        Banner = "";
        Server = Launch("run");
        Server.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience);
        while (!Banner.Contains("nightjar check", StringComparison.Ordinal))
        {
            var line = await Server.StandardOutput.ReadLineAsync(patience.Token);
            Assert.True(line is not null, "The server ended at once.");
            Banner += line + "\n";
        }
    }

    /// <summary>Asks the server to stop and waits; returns its exit code.</summary>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        using var kill = Process.Start("kill", ["-" + signal, Server!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(Patience);
        await Server.WaitForExitAsync(patience.Token);
        return Server.ExitCode;
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(string arguments, string input = "")
    {
        using var process = Launch(arguments.Split(' '));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await error);
    }

    public void Dispose()
    {
        if (Server is { HasExited: false })
        {
            Server.Kill();
            Server.WaitForExit();
        }

        Server?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private Process Launch(params string[] arguments) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "nightjar"), [.. arguments, "--config", ConfigurationFile])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        })!;
}
