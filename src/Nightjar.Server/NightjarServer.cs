using System.Net;
using System.Security.Cryptography;

using Microsoft.Extensions.Logging;

using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Server.Connections;
using Nightjar.Server.Connections.Certificates;
using Nightjar.Server.Diagnostics;
using Nightjar.Server.Extensibility;
using Nightjar.Server.Negotiation;
using Nightjar.Server.Routing;
using Nightjar.Server.Sessions;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server;

/// <summary>
/// The server: everything between the listeners and the store, put together. Start it once, stop it once. Thread-safe.
/// </summary>
public sealed class NightjarServer : IAsyncDisposable
{
    /// <summary>Addresses kept parsed: those of some thousand active people and whom they write to; about 2 MB when full.</summary>
    private const int CachedAddresses = 16_384;

    private readonly NightjarOptions _options;
    private readonly ICertificateSource _certificates;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly AccountServices _services;
    private readonly SessionTable _sessions = new();
    private readonly ConnectionSet _connections = new();
    private readonly ConnectionClock _clock = new();
    private readonly ConnectionLimits _limits;
    private readonly TlsContexts _tls = new();
    private readonly List<IoLoop> _loops = [];
    private readonly List<Listener> _listeners = [];
    private readonly LoginThrottle _throttle;
    private readonly FastTokens _tokens;
    private NegotiationServices _negotiation = null!;
    private readonly ConnectionMetrics? _metrics;
    private Heartbeat? _heartbeat;
    private int _nextLoop;

    /// <summary>Puts a server together; nothing listens yet.</summary>
    public NightjarServer(
        NightjarOptions options,
        IStore store,
        ICertificateSource certificates,
        ILoggerFactory loggers,
        TimeProvider time,
        IReadOnlyList<IExtension> extensions,
        System.Diagnostics.Metrics.IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        _options = options;
        _certificates = certificates;
        _log = loggers.CreateLogger("Nightjar.Server");
        _time = time;
        _limits = new ConnectionLimits(options.Limits, options.Testing.NoRateLimits);
        _throttle = new LoginThrottle(options.Limits.Login, time, options.Testing.NoRateLimits);
        _tokens = new FastTokens(store, options.Sasl, time);
        var set = new ExtensionSet(extensions);
        _services = new AccountServices
        {
            Options = options,
            Store = store,
            Router = new StanzaRouter(),
            Time = time,
            StartedAt = time.GetUtcNow(),
            Extensions = set,
            SelfService = new AccountSelfService(store, options, time, _tokens),
            Hooks = new AccountHooks(set),
            Iqs = new IqHandlers([.. CoreIqs.All, .. set.Contributions<IqContribution>()]),
            Background = new BackgroundWork((fault, what) => Log.BackgroundFault(_log, what, fault)),
            OnFault = fault => Log.Fault(_log, fault),
            OnStorageFault = fault => Log.StorageFault(_log, fault.Message),
        };
        _services.Accounts = new AccountRegistry(_services);
        _services.SelfService.Administration.Ending = EndAsync;
        _metrics = meters is null ? null : new ConnectionMetrics(meters, () => _connections.Count, () => _services.Accounts.Count);
        foreach (DomainOptions domain in options.Domains)
        {
            var host = new DomainHost(domain, _services);
            _services.Router.AddHost(host.Domain, host);
        }
    }

    /// <summary>What extensions and commands work with.</summary>
    public AccountServices Services => _services;

    /// <summary>Connections of the moment.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>What listens where; filled by <see cref="StartAsync"/>.</summary>
    public IReadOnlyList<BoundListener> Listeners => [.. _listeners.Select(l => new BoundListener(
        l.EndPoint, l.Policy.IsDirectTls ? ListenerKind.DirectTls : ListenerKind.StartTls, l.Policy.MayAuthenticateInClear))];

    /// <summary>Opens the listeners.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">An address cannot be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        OpenSslProbe.Check();
        LoadCertificates();
        _certificates.Changed += LoadCertificates;
        _negotiation = await CreateNegotiationAsync(cancellationToken).ConfigureAwait(false);

        int threads = _options.IoThreads > 0 ? _options.IoThreads : Math.Clamp(Environment.ProcessorCount / 2, 1, 16);
        for (int i = 0; i < threads; i++)
        {
            _loops.Add(new IoLoop($"nightjar-io-{i}", fault => Log.Fault(_log, fault)));
        }

        foreach (ListenerOptions listener in _options.Listeners)
        {
            Listen(listener.Address, listener.Port, new ListenerPolicy(
                _tls, listener.Kind == ListenerKind.StartTls, listener.Kind == ListenerKind.DirectTls, false)
            {
                HandshakeTimeout = _options.Limits.HandshakeTimeout,
            });
        }

        foreach (PlaintextListenerOptions listener in _options.Testing.PlaintextListeners)
        {
            Listen(listener.Address, listener.Port, new ListenerPolicy(_tls, false, false, true));
        }

        _loops.ForEach(l => l.Start());
        _listeners.ForEach(l => l.Start());
        _heartbeat = new Heartbeat(_time, OnHeartbeat);
    }

    /// <summary>
    /// Stops accepting, tells every client <c>system-shutdown</c>, waits for queues to drain, at most
    /// <paramref name="grace"/>, then cuts what is left.
    /// </summary>
    public async Task StopAsync(TimeSpan grace)
    {
        _certificates.Changed -= LoadCertificates;
        _listeners.ForEach(l => l.Stop());
        _connections.ForEach(c => c.End(EndReason.ServerShutdown, new Xmpp.Streams.StreamError(Xmpp.Streams.StreamErrorCondition.SystemShutdown)));
        long deadline = _time.GetTimestamp();
        while (_connections.Count > 0 && _time.GetElapsedTime(deadline) < grace)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), _time).ConfigureAwait(false);
        }

        _sessions.Expire(_ => true, s => s.End(EndReason.ServerShutdown, null));
        await _services.Background.WhenIdleAsync().ConfigureAwait(false);
        await _services.Store.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Takes a client that comes from no listener. The caller sets the carrier's owner to the result and reports it opened.
    /// Null: a limit refused it.
    /// </summary>
    /// <param name="carrier">What carries its bytes.</param>
    /// <param name="kind">How it begins.</param>
    /// <param name="isPlaintext">As on a listener of the <c>testing:</c> section.</param>
    /// <param name="receiveBuffer">Shared by the carriers of one reading thread.</param>
    internal Connection? Admit(Carrier carrier, ListenerKind kind, bool isPlaintext, byte[] receiveBuffer) =>
        _limits.TryAdmit(carrier.RemoteAddress, out _)
            ? Attach(
                carrier,
                new ListenerPolicy(_tls, !isPlaintext && kind == ListenerKind.StartTls, !isPlaintext && kind == ListenerKind.DirectTls, isPlaintext)
                {
                    HandshakeTimeout = _options.Limits.HandshakeTimeout,
                },
                receiveBuffer)
            : null;

    /// <summary>An account is being suspended or removed: its contacts hear of a removal, its sessions end, its tokens die.</summary>
    public async Task EndAsync(AccountEnding ending, CancellationToken cancellationToken)
    {
        await _tokens.RevokeAsync(ending.Account.Owner, cancellationToken).ConfigureAwait(false);
        Account account = _services.Accounts.Get(Jid.Parse(ending.Account.BareJid));
        if (ending.IsRemoval)
        {
            await account.PrepareRemovalAsync().ConfigureAwait(false);
        }

        account.EndSessions(
            EndReason.AccountChanged,
            new Xmpp.Streams.StreamError(
                Xmpp.Streams.StreamErrorCondition.NotAuthorized, ending.IsRemoval ? "The account was removed." : "The account was suspended."),
            ending.Spared);
        if (ending.IsRemoval)
        {
            await account.EndSubscriptionsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            _services.Accounts.Drop(account);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_heartbeat is not null)
        {
            await _heartbeat.DisposeAsync().ConfigureAwait(false);
        }

        _loops.ForEach(l => l.Dispose());
        _listeners.ForEach(l => l.Dispose());
        _tls.Dispose();
    }

    private void Listen(IPAddress address, int port, ListenerPolicy policy) =>
        _listeners.Add(new Listener(new IPEndPoint(address, port), policy, _loops[_listeners.Count % _loops.Count], Accept));

    private void Accept(Listener listener, int fd, IPAddress address)
    {
        if (!_limits.TryAdmit(address, out string? refusal))
        {
            Log.Refused(_log, refusal!);
            _ = Connections.Native.LibC.Close(fd);
            return;
        }

        IoLoop loop = _loops[(int)((uint)Interlocked.Increment(ref _nextLoop) % (uint)_loops.Count)];
        SocketCarrier.Open(loop, fd, address, carrier => Attach(carrier, listener.Policy, loop.ReceiveBuffer));
    }

    /// <summary>Makes the connection of an admitted carrier, with a client's stream on it.</summary>
    private Connection Attach(Carrier carrier, ListenerPolicy policy, byte[] receiveBuffer)
    {
        var connection = new Connection(
            carrier, _negotiation.LimitsBeforeLogin, _options.Limits.SendQueueBytes, receiveBuffer, policy, _clock)
        {
            Released = Released,
            Trusted = c => _limits.LoggedIn(c.RemoteAddress),
        };
        connection.Attach(new ClientStream(connection, _negotiation, _clock.Seconds));
        _connections.Add(connection);
        return connection;
    }

    private void Released(Connection connection)
    {
        _connections.Remove(connection);
        _metrics?.Ended(connection.EndedBecause);
        _limits.Release(connection.RemoteAddress, connection.CountsAsStranger);
    }

    private void OnHeartbeat(long beat)
    {
        _clock.Advance();
        int now = _clock.Seconds;
        _connections.ForEach(c => c.OnHeartbeat(now));
        _listeners.ForEach(l => l.Heartbeat());
        TimeSpan timeout = _options.StreamManagement.ResumptionTimeout;
        _sessions.Expire(s => _time.GetElapsedTime(s.DetachedAt) > timeout, s => s.End(EndReason.ConnectionLost, null));
        if (beat % 60 == 0)
        {
            _services.Accounts.RetireIdle();
            _throttle.Sweep();
        }
    }

    private void LoadCertificates()
    {
        foreach (DomainOptions domain in _options.Domains)
        {
            ServerCertificate certificate = _certificates.ForDomain(domain.Name);
            _tls.Set(Jid.Parse(domain.Name).Domain, new TlsContext(
                certificate.Leaf.RawData, [.. certificate.Intermediates.Select(c => c.RawData)], certificate.PrivateKey));
        }
    }

    private async Task<NegotiationServices> CreateNegotiationAsync(CancellationToken cancellationToken)
    {
        byte[] secret = await ServerSecrets.GetAsync(_services.Store, "fake-credentials", cancellationToken).ConfigureAwait(false);
        var lookup = new CredentialLookup(_services.Store, _options.Sasl, _tokens, secret);
        CryptographicOperations.ZeroMemory(secret);
        var bind2 = new Bind2(
            await ServerSecrets.GetAsync(_services.Store, "device-resources", cancellationToken).ConfigureAwait(false),
            _services.Extensions.Contributions<InlineBindContribution>());
        var login = new ScramLogin(_options.Sasl, lookup, _throttle);
        return new NegotiationServices(_services)
        {
            Sessions = new SessionServices
            {
                Limits = _options.Limits,
                ManagementLimits = _options.StreamManagement,
                Jids = new JidCache(CachedAddresses),
                Sessions = _sessions,
                Nonzas = new NonzaHandlers(
                    [new(Namespaces.Sm, StreamManagementFeature.OnNonza), .. _services.Extensions.Contributions<NonzaContribution>().Select(c => c.Pair)]),
                Dispatcher = new StanzaDispatcher(_services),
            },
            Credentials = lookup,
            Features =
            [
                new StartTls(),
                new Sasl2(login, _options.Sasl.Fast ? new FastLogin(lookup, _tokens) : null, bind2, new PasswordUpgrade(_options.Sasl, lookup, _services.SelfService)),
                new Negotiation.Sasl(login),
                new ChannelBindingList(),
                new Registration(_services.SelfService, new RegistrationCodes(_services.Store, _time)),
                new RegistrationCodeFeature(),
                new Bind(),
                new LegacySession(),
                new StreamManagementFeature(),
                new StreamLimits(),
                .. _services.Extensions.Contributions<StreamFeatureContribution>().Select(c => new ContributedFeature(c)),
                new RosterFeature(Namespaces.RosterVersioning, "ver"),
                new RosterFeature(Namespaces.PreApproval, "sub"),
            ],
        };
    }
}

/// <summary>A listener that is open.</summary>
/// <param name="EndPoint">Where.</param>
/// <param name="Kind">How it begins.</param>
/// <param name="IsPlaintext">It is one of the <c>testing:</c> section, without TLS.</param>
public sealed record BoundListener(IPEndPoint EndPoint, ListenerKind Kind, bool IsPlaintext)
{
    /// <summary>Address and port, and how it is protected, for the start message.</summary>
    public override string ToString() =>
        $"{EndPoint} ({(IsPlaintext ? "NO TLS" : Kind == ListenerKind.DirectTls ? "direct TLS" : "STARTTLS")})";
}
