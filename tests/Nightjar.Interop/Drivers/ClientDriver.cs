using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Nightjar.Interop.Servers;

namespace Nightjar.Interop.Drivers;

/// <summary>A running client behind its driver: commands in, events out (clients/README.md). One test uses it, from one thread at a time.</summary>
internal sealed class ClientDriver : IAsyncDisposable
{
    /// <summary>How long a test waits for one event: far above what any client needs on a busy machine, and below the drivers' own lifetime.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientKind _kind;
    private readonly Process _process;
    private readonly Channel<DriverEvent> _events = Channel.CreateBounded<DriverEvent>(10_000);
    private readonly List<DriverEvent> _seen = [];
    private readonly List<DriverEvent> _unclaimed = [];
    private readonly List<string> _transcript = [];
    private readonly Task _reading;
    private readonly Task _errors;

    private ClientDriver(ClientKind kind)
    {
        _kind = kind;
        _process = Process.Start(new ProcessStartInfo(kind.Interpreter, [kind.Path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _reading = ReadEventsAsync();
        _errors = ReadErrorsAsync();
    }

    /// <summary>The full JID the server gave this session; empty before log-in.</summary>
    public string FullJid { get; private set; } = "";

    /// <summary>Everything sent, observed and complained about, in order, for failure messages.</summary>
    public string Transcript
    {
        get
        {
            lock (_transcript)
            {
                return $"--- {_kind.Name} ---\n{string.Join('\n', _transcript)}\n";
            }
        }
    }

    /// <summary>Starts the client's driver; the client itself starts with the log-in.</summary>
    public static ClientDriver Start(ClientKind kind)
    {
        kind.Require();
        return new ClientDriver(kind);
    }

    /// <summary>Starts a client, logs it in over STARTTLS and waits until it is online.</summary>
    public static async Task<ClientDriver> OnlineAsync(ClientKind kind, ServerUnderTest server, Account account)
    {
        var driver = Start(kind);
        try
        {
            await driver.LoginAsync(new Login(server, account));
            await driver.ExpectOnlineAsync();
            return driver;
        }
        catch
        {
            await driver.DisposeAsync();
            throw;
        }
    }

    public Task LoginAsync(Login login) => SendAsync("login", new
    {
        jid = login.Account.Jid,
        password = login.Password,
        host = login.Server.Host,
        port = login.DirectTls ? login.Server.DirectTlsPort : login.Server.StartTlsPort,
        tls = login.DirectTls ? "direct" : "starttls",
        ca = login.CaFile,
        register = login.Register,
    });

    public async Task<DriverEvent> ExpectOnlineAsync()
    {
        var online = await ExpectAsync("online");
        FullJid = online["jid"]!;
        return online;
    }

    public Task SendMessageAsync(string to, string body) => SendAsync("send", new { to, body, id = Guid.NewGuid().ToString("N") });

    /// <summary>A round trip to the server: whatever the server did for this client before is done when this returns.</summary>
    public async Task SyncAsync()
    {
        await SendAsync("sync");
        await ExpectAsync("synced");
    }

    public async Task LogOutAsync()
    {
        await SendAsync("logout");
        await ExpectAsync("offline");
    }

    public Task SendAsync(string command, object? fields = null)
    {
        var line = JsonSerializer.Serialize(fields ?? new { });
        var separator = line.Length > 2 ? "," : "";
        line = $"{{\"command\":\"{command}\"{separator}{line[1..]}";
        Note("> " + line);
        return WriteLineAsync(line);
    }

    /// <summary>
    /// The first event of this name with these fields that no earlier call has returned, waiting for it if need be. Events
    /// may be asked for in another order than they came in: a message that waited may arrive before or after "online".
    /// </summary>
    public Task<DriverEvent> ExpectAsync(string name, params (string Field, string Value)[] fields) =>
        ExpectAsync(
            string.Join(", ", fields.Select(f => $"{f.Field}={f.Value}").Prepend(name)),
            e => e.Name == name && fields.All(f => e[f.Field] == f.Value));

    /// <summary>The next event with one of two names.</summary>
    public Task<DriverEvent> ExpectEitherAsync(string one, string other) =>
        ExpectAsync($"{one} or {other}", e => e.Name == one || e.Name == other);

    /// <summary>How many of the events read so far have this name and these fields.</summary>
    public int CountOf(string name, params (string Field, string Value)[] fields) =>
        _seen.Count(e => e.Name == name && fields.All(f => e[f.Field] == f.Value));

    /// <summary>Ends the driver and returns its exit code.</summary>
    public async Task<int> QuitAsync()
    {
        _process.StandardInput.Close();
        return await WaitForEndAsync();
    }

    /// <summary>Waits until the driver ends by itself and returns its exit code.</summary>
    public async Task<int> WaitForEndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await QuitAsync();
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            _process.Kill(entireProcessTree: true);
        }

        await Task.WhenAll(_reading, _errors);
        _process.Dispose();
    }

    private async Task<DriverEvent> ExpectAsync(string wanted, Func<DriverEvent, bool> matches)
    {
        if (_unclaimed.Find(e => matches(e)) is { } earlier)
        {
            _unclaimed.Remove(earlier);
            return earlier;
        }

        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                var observed = await _events.Reader.ReadAsync(patience.Token);
                _seen.Add(observed);
                if (matches(observed))
                {
                    return observed;
                }

                _unclaimed.Add(observed);
            }
        }
        catch (Exception error) when (error is ChannelClosedException or OperationCanceledException)
        {
            var how = error is ChannelClosedException ? "ended without" : $"waited {Patience.TotalSeconds} s for";
            throw new InvalidOperationException($"{_kind.Name} {how}: {wanted}\n{Transcript}", error);
        }
    }

    private async Task WriteLineAsync(string line)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException error)
        {
            throw new InvalidOperationException($"{_kind.Name} takes no more commands\n{Transcript}", error);
        }
    }

    private async Task ReadEventsAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Note("< " + line);
            await _events.Writer.WriteAsync(DriverEvent.Parse(line));
        }

        _events.Writer.Complete();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            Note("! " + line);
        }
    }

    private void Note(string line)
    {
        lock (_transcript)
        {
            _transcript.Add(line);
        }
    }
}
