using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Nightjar.Interop.Servers;

/// <summary>A program started by the tests, its output kept for the transcript, ended by its own process id.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    /// <summary>How much output is kept: enough for every failure seen so far, little enough to print.</summary>
    private const int OutputLimit = 64 * 1024;

    /// <summary>How long a program may take to end after SIGTERM. Nightjar's own grace period is 10 s.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(15);

    private const int SigTerm = 15;

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    public ChildProcess(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
    }

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Runs a program to its end; throws with its output when it fails or takes longer than <paramref name="limit"/>.</summary>
    public static async Task RunAsync(string program, IReadOnlyList<string> arguments, string? input, TimeSpan limit)
    {
        var (code, output) = await TryRunAsync(program, arguments, input, limit);
        if (code != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{output}");
        }
    }

    /// <summary>Runs a program to its end; the code is null when it took longer than <paramref name="limit"/> and was killed.</summary>
    public static async Task<(int? Code, string Output)> TryRunAsync(
        string program, IReadOnlyList<string> arguments, string? input, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(limit);
        int? code = null;
        try
        {
            await process.WaitForExitAsync(patience.Token);
            code = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        return (code, await output + await errors);
    }

    /// <summary>SIGKILL, as by a power cut: the program gets no chance to tidy up. Returns at once.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGTERM, and SIGKILL when that does not help in time. Returns the exit code, or null after SIGKILL.</summary>
    public async Task<int?> EndAsync()
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, SigTerm);
        }

        using var patience = new CancellationTokenSource(EndPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            if (line is not null && _output.Length < OutputLimit)
            {
                _output.AppendLine(line);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
