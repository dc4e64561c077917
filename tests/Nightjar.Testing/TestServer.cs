using System.Collections.Concurrent;
using System.Net;
using Nightjar.Server;
using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Server.Connections;
using Nightjar.Server.Extensibility;
using Nightjar.Server.Storage;
using Nightjar.Testing.Clients;
using Nightjar.Testing.Memory;
using Nightjar.Testing.Storage;

namespace Nightjar.Testing;

/// <summary>
/// The whole server between the listeners and the store, without network, files or passing time. Disposing it fails the test if
/// the server has reported a fault. Any thread.
/// </summary>
public sealed class TestServer : IAsyncDisposable
{
    /// <summary>The password of every account that <see cref="AddAccountAsync"/> makes, unless the test wants another.</summary>
    public const string Password = "r0m30myr0m30";

    /// <summary>As much as a socket and a small network hold: a test of a slow reader fills it quickly.</summary>
    public const int DefaultWindow = 256 * 1024;

    /// <summary>Far more than a loaded machine needs; reached only when something hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly Dictionary<(string, SaslOptions), AccountCredentials> s_credentials = [];

    private readonly NightjarOptions _options;
    private readonly IReadOnlyList<IExtension> _extensions;
    private readonly List<TestClient> _clients = [];
    private readonly ConcurrentQueue<Exception> _loopFaults = new();
    private readonly MemoryLoop _loop;

    private TestServer(NightjarOptions options, IReadOnlyList<IExtension> extensions, IStore store)
    {
        _options = options;
        _extensions = extensions;
        Store = store;
        _loop = new MemoryLoop(_loopFaults.Enqueue);
        Server = Create();
    }

    /// <summary>What a test server runs with: the domain <c>localhost</c> with everything at its default, and few rounds of PBKDF2.</summary>
    public static NightjarOptions DefaultOptions { get; } = new()
    {
        Listeners = [],
        IoThreads = 1,
        Sasl = new SaslOptions { Iterations = 4096 },
    };

    /// <summary>The server of the moment; another one after <see cref="RestartAsync"/>.</summary>
    public NightjarServer Server { get; private set; }

    /// <summary>What it keeps.</summary>
    public IStore Store { get; }

    /// <summary><see cref="Store"/>, when it is the one in memory.</summary>
    public InMemoryStore Memory => (InMemoryStore)Store;

    /// <summary>Its time.</summary>
    public TestClock Clock { get; } = new();

    /// <summary>What it has logged.</summary>
    public LogCollector Log { get; } = new();

    /// <summary>Set by a test that provokes faults on purpose: then disposing does not fail.</summary>
    public bool FaultsAreExpected { get; set; }

    /// <summary>Its first domain.</summary>
    public string Domain => _options.Domains[0].Name;

    /// <summary>Starts a server.</summary>
    /// <param name="options">Configuration; <see cref="DefaultOptions"/> when null. Start from those with <c>with</c>.</param>
    /// <param name="extensions">None when null.</param>
    /// <param name="store">An empty one in memory when null; the caller keeps it.</param>
    public static async Task<TestServer> StartAsync(
        NightjarOptions? options = null, IReadOnlyList<IExtension>? extensions = null, IStore? store = null)
    {
        var server = new TestServer(options ?? DefaultOptions, extensions ?? [], store ?? new InMemoryStore());
        await server.Server.StartAsync(CancellationToken.None).ConfigureAwait(false);
        return server;
    }

    /// <summary>Adds an account.</summary>
    /// <param name="account">A local part of the first domain, or a bare address.</param>
    /// <param name="password">The password.</param>
    public async Task<AccountRecord> AddAccountAsync(string account, string password = Password)
    {
        AccountCredentials credentials;
        lock (s_credentials)
        {
            if (!s_credentials.TryGetValue((password, _options.Sasl), out credentials!))
            {
                credentials = PasswordHashing.Derive(password, _options.Sasl) ?? throw new ArgumentException("not a password", nameof(password));
                s_credentials.Add((password, _options.Sasl), credentials);
            }
        }

        AccountCreation creation = await Store.Accounts.CreateAsync(AddressOf(account), new NewAccount
        {
            Credentials = credentials,
            Origin = AccountOrigin.Operator,
            Created = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime),
        }).ConfigureAwait(false);
        return creation.Record ?? throw new InvalidOperationException($"{account}: {creation.Outcome}");
    }

    /// <summary>A client that has connected and not said anything yet.</summary>
    /// <param name="kind">The kind of listener; for direct TLS call <see cref="TestClient.HandshakeAsync"/> first.</param>
    /// <param name="domain">The domain it will ask for; the first one when null.</param>
    /// <param name="window">Bytes the server can send before the client has to read.</param>
    /// <param name="address">Its address; one for all when null.</param>
    /// <param name="isPlaintext">On a listener without TLS, of the <c>testing:</c> section.</param>
    /// <exception cref="InvalidOperationException">A limit refused the connection.</exception>
    public TestClient Connect(
        ListenerKind kind = ListenerKind.StartTls, string? domain = null, int window = DefaultWindow, IPAddress? address = null, bool isPlaintext = false)
    {
        var carrier = new MemoryCarrier(_loop, window, address ?? IPAddress.Loopback);
        carrier.Owner = Server.Admit(carrier, kind, isPlaintext, _loop.ReceiveBuffer)
            ?? throw new InvalidOperationException("The connection was refused.");
        carrier.Owner.OnOpened();
        var client = new TestClient(new MemoryTransport(carrier), domain ?? Domain);
        lock (_clients)
        {
            _clients.Add(client);
        }

        return client;
    }

    /// <summary>A client that is logged in and bound; the account is made where it is missing.</summary>
    /// <param name="account">A local part of the first domain, or a bare address.</param>
    /// <param name="resource">The resource; of the server's choice when null.</param>
    /// <param name="password">The password.</param>
    /// <param name="window">Bytes the server can send before the client has to read.</param>
    public async Task<TestClient> LogInAsync(string account, string? resource = null, string password = Password, int window = DefaultWindow)
    {
        string bare = AddressOf(account);
        if (await Store.Accounts.FindAsync(bare).ConfigureAwait(false) is null)
        {
            await AddAccountAsync(bare, password).ConfigureAwait(false);
        }

        string[] parts = bare.Split('@', 2);
        TestClient client = Connect(domain: parts[1], window: window);
        client.Name = parts[0];
        await client.LogInAsync(parts[0], password, resource).ConfigureAwait(false);
        return client;
    }

    /// <summary>Leaves a client to itself: its connection stays open, and nothing here holds it any more.</summary>
    public void Forget(TestClient client)
    {
        lock (_clients)
        {
            _clients.Remove(client);
        }
    }

    /// <summary>Completes when the server has nothing left to do: everything that clients have sent is dealt with.</summary>
    public async Task IdleAsync()
    {
        // Work that waits for another thread comes back to the loop, and the other way round: until both rest.
        for (int round = 0; round < 3; round++)
        {
            await _loop.WhenIdleAsync().WaitAsync(Patience).ConfigureAwait(false);
            await Server.Services.Background.WhenIdleAsync().WaitAsync(Patience).ConfigureAwait(false);
            await Task.Run(static () => { }).ConfigureAwait(false);
        }

        await _loop.WhenIdleAsync().WaitAsync(Patience).ConfigureAwait(false);
    }

    /// <summary>Lets time pass, and waits until the server has done what it causes.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        await IdleAsync().ConfigureAwait(false);
        Clock.Advance(by);
        await IdleAsync().ConfigureAwait(false);
    }

    /// <summary>Stops the server as an operator does, and starts another one over the same store.</summary>
    public async Task RestartAsync()
    {
        await StopAsync().ConfigureAwait(false);
        Server = Create();
        await Server.StartAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Fails if the server has reported a fault.</summary>
    /// <exception cref="ExpectationException">It has.</exception>
    public void ThrowOnFaults()
    {
        string faults = string.Join('\n', Log.Faults.Select(f => $"{f.Message} {f.Exception}").Concat(_loopFaults.Select(f => f.ToString())));
        if (faults.Length > 0 && !FaultsAreExpected)
        {
            throw new ExpectationException("The server reported a fault: " + faults);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        TestClient[] clients;
        lock (_clients)
        {
            clients = [.. _clients];
        }

        foreach (TestClient client in clients)
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }

        (Store as InMemoryStore)?.ReleaseCommits();
        await IdleAsync().ConfigureAwait(false);
        await StopAsync().ConfigureAwait(false);
        _loop.Dispose();
        ThrowOnFaults();
    }

    private NightjarServer Create() => new(_options, Store, new TestCertificates(), Log, Clock, _extensions);

    private async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        Task stop = Server.StopAsync(TimeSpan.FromSeconds(5));
        while (!stop.IsCompleted && !patience.IsCancellationRequested)
        {
            // The stop waits for connections with a timer of the test's clock.
            Clock.Advance(TimeSpan.FromMilliseconds(20));
            await _loop.WhenIdleAsync().ConfigureAwait(false);
        }

        await stop.WaitAsync(patience.Token).ConfigureAwait(false);
        await Server.DisposeAsync().ConfigureAwait(false);
    }

    private string AddressOf(string account) => account.Contains('@', StringComparison.Ordinal) ? account : $"{account}@{Domain}";
}
