using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Nightjar.Load.Measuring;
using Nightjar.Load.Native;

namespace Nightjar.Load.Servers;

/// <summary>
/// A server as a child of this process. It dies with its parent, whatever happens to that one
/// (<c>setpriv --pdeathsig</c>; start it on the main thread, whose end is what counts), and runs on the core it was given.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    const int Terminate = 15;
    const int Kill = 9;
    const int LinesKept = 40;

    readonly Process _process;
    readonly Queue<string> _output = new();

    public ChildProcess(string program, IReadOnlyList<string> arguments, int? core, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("setpriv") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        string[] pin = core is { } number ? ["taskset", "-c", number.ToString(null, null)] : [];
        foreach (var argument in (string[])["--pdeathsig", "KILL", "--", .. pin, program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new IOException($"{program} did not start");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Processes = new(_process.Id);
    }

    public ProcessTree Processes { get; }

    /// <summary>A port nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until something accepts connections on <paramref name="port"/>.</summary>
    public void WaitForPort(int port, CancellationToken stop)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            stop.ThrowIfCancellationRequested();
            if (_process.HasExited)
            {
                break;
            }

            try
            {
                using var probe = new TcpClient();
                probe.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(100);
            }
        }

        throw new IOException($"The server does not listen on port {port}. It said:\n{Output()}");
    }

    public string Output()
    {
        lock (_output)
        {
            return string.Join('\n', _output);
        }
    }

    /// <summary>Asks it to end, and after 20 s ends it and what it started, each by its number.</summary>
    public void Dispose()
    {
        var all = Processes.Processes();
        Libc.kill(_process.Id, Terminate);
        if (!_process.WaitForExit(TimeSpan.FromSeconds(20)))
        {
            all.ForEach(pid => Libc.kill(pid, Kill));
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    void Keep(string? line)
    {
        lock (_output)
        {
            if (line is not null)
            {
                _output.Enqueue(line);
            }

            if (_output.Count > LinesKept)
            {
                _output.Dequeue();
            }
        }
    }
}
