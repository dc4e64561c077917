using System.Net;
using System.Net.Sockets;

namespace Nightjar.Interop.Servers;

/// <summary>A real server program on free loopback ports with a certificate of a test authority and a folder of its own.</summary>
internal abstract class ServerUnderTest : IAsyncDisposable
{
    /// <summary>How long a server may take to listen. Nightjar promises a second; a busy build machine is granted more.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    protected ServerUnderTest()
    {
        // Short, because a control socket in it has to fit into the 108 bytes of a Unix socket address.
        Folder = Directory.CreateTempSubdirectory("nj-").FullName;
        Authority = new TestAuthority(Folder, Domain);
        (StartTlsPort, DirectTlsPort) = FreePorts();
    }

    /// <summary>Reserved for tests by RFC 6761; no client may have to look it up, because they are given the address.</summary>
    public string Domain { get; } = "nightjar.test";

    public string Host { get; } = "127.0.0.1";

    public int StartTlsPort { get; }

    public int DirectTlsPort { get; }

    public string CaFile => Authority.CaFile;

    /// <summary>An authority that did not issue the server's certificate: a client that trusts it must refuse the server.</summary>
    public string OtherCaFile => Authority.OtherCaFile;

    public abstract string Name { get; }

    /// <summary>XEP-0388, 0386 and 0484; a server without them is only used to develop the drivers.</summary>
    public abstract bool HasFast { get; }

    /// <summary>Whether a client hears <c>system-shutdown</c> when the operator stops the server. Prosody 0.12 just closes.</summary>
    public abstract bool AnnouncesShutdown { get; }

    /// <summary>What the server printed so far.</summary>
    public string Output => Process?.Output ?? "";

    protected string Folder { get; }

    protected TestAuthority Authority { get; }

    protected ChildProcess? Process { get; set; }

    /// <summary>Starts the server that <c>NIGHTJAR_INTEROP_SERVER</c> names: <c>nightjar</c> (default) or <c>prosody</c>.</summary>
    public static async Task<ServerUnderTest> StartAsync()
    {
        ServerUnderTest server = Environment.GetEnvironmentVariable("NIGHTJAR_INTEROP_SERVER") switch
        {
            null or "" or "nightjar" => new NightjarServerProcess(),
            "prosody" => new ProsodyServer(),
            var other => throw new InvalidOperationException($"NIGHTJAR_INTEROP_SERVER={other}: nightjar or prosody is meant"),
        };
        await StartAsync(server);
        return server;
    }

    /// <summary>Starts this one; it is disposed of when it does not start.</summary>
    protected static async Task StartAsync(ServerUnderTest server)
    {
        try
        {
            await server.LaunchAsync();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds an account the way an operator does.</summary>
    public abstract Task AddAccountAsync(string localpart, string password);

    /// <summary>Ends the server and returns its exit code, or null when it had to be killed.</summary>
    public Task<int?> StopAsync() => Process is null ? Task.FromResult<int?>(null) : Process.EndAsync();

    /// <summary>Ends the server as an operator does, and starts it again with the same data on the same ports.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    /// <summary>Ends the server without any warning (SIGKILL). Any thread.</summary>
    public void Kill() => Process!.Kill();

    /// <summary>Starts it with the same data on the same ports, after it was killed or stopped.</summary>
    public async Task StartAgainAsync()
    {
        await Process!.DisposeAsync();
        await LaunchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Process is not null)
        {
            await Process.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Writes the configuration and starts the program.</summary>
    protected abstract void Launch();

    private async Task LaunchAsync()
    {
        Launch();
        await WaitUntilListeningAsync(StartTlsPort);
        await WaitUntilListeningAsync(DirectTlsPort);
    }

    /// <summary>Connects until it works. The kernel tells nobody when another process begins to listen, so this has to ask.</summary>
    private async Task WaitUntilListeningAsync(int port)
    {
        using var patience = new CancellationTokenSource(StartPatience);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return;
            }
            catch (SocketException) when (!Process!.HasExited && !patience.IsCancellationRequested)
            {
                await pause.WaitForNextTickAsync(CancellationToken.None);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                throw new InvalidOperationException($"{Name} does not listen on port {port}. It printed:\n{Output}", error);
            }
        }
    }

    /// <summary>Two ports that are free now. Both are held while the second is chosen, so that they differ.</summary>
    private static (int First, int Second) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
