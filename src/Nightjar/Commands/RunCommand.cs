using System.CommandLine;
using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Nightjar.Configuration;
using Nightjar.Control;
using Nightjar.Hosting;
using Nightjar.Logging;
using Nightjar.Server;
using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Server.Connections.Certificates;
using Nightjar.Server.Storage;

namespace Nightjar.Commands;

/// <summary><c>nightjar run</c>: the server, from start to stop.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Run the server (also without naming a command). SIGTERM stops it, SIGHUP reloads certificates and logging.");
        command.Does(RunAsync);
        return command;
    }

    public static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var configuration = CommonOptions.LoadConfiguration(arguments);
        if (RuntimeChecks.Fault() is { } fault)
        {
            throw new StartFailure(fault, ExitCodes.Configuration);
        }

        var logging = configuration.Options.Logging;
        await using var log = new ConsoleLog(Console.Error, TimeProvider.System, logging.Level, logging.Format);
        try
        {
            return await RunAsync(configuration, log, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            throw new StartFailure(e.Message, cause: e);
        }
    }

    private static async Task<int> RunAsync(LoadedConfiguration configuration, ConsoleLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = IPv6Loopback.LeaveOutWhereMissing(configuration.Options);
        var logger = log.CreateLogger("Nightjar.Hosting");
        foreach (var warning in Banner.TestingWarnings(options.Testing))
        {
            HostLog.Testing(logger, warning);
        }

        await using var metrics = new MetricsHost();
        metrics.Start(options.Metrics, time);
        var isFirstStart = !File.Exists(options.Storage.DatabaseFile);
        // Both read files and compute; neither needs the other.
        var certificatesReady = Task.Run(() => Certificates(options, time, log.CreateLogger("Nightjar.Certificates")), cancellationToken);
        await using var store = await Composition.OpenStoreAsync(options, metrics.Meters, cancellationToken).ConfigureAwait(false);
        var certificates = await certificatesReady.ConfigureAwait(false);

        var accounts = new AccountAdministration(store, options, time);
        await using var server = new NightjarServer(options, store, certificates, log, time, Composition.Extensions(), metrics.Meters);
        accounts.Ending = (ending, token) => server.EndAsync(ending, token);
        await StartAsync(server, cancellationToken).ConfigureAwait(false);
        await using var control = ControlServer.TryStart(
            ControlSocket.PathOf(options.Storage), new ControlHandler(accounts), log.CreateLogger("Nightjar.Control"));
        await using var reloading = new Reloading(configuration, log, certificates, time);
        reloading.Start();
        using var signals = new Signals(reloading.Reload);

        await Console.Out.WriteAsync(Banner.Write(
            configuration, server.Listeners.Select(l => l.ToString()), certificates.DevelopmentAuthorityFile, metrics.Address, isFirstStart)).ConfigureAwait(false);
        HostLog.Started(logger, (long)(DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds);

        await signals.Stop.WaitAsync(cancellationToken).ConfigureAwait(false);
        HostLog.Stopping(logger, options.ShutdownGrace);
        await server.StopAsync(options.ShutdownGrace).ConfigureAwait(false);
        HostLog.Stopped(logger);
        return ExitCodes.Success;
    }

    private static CertificateStore Certificates(NightjarOptions options, TimeProvider time, ILogger logger) =>
        CertificateStore.TryOpen(options, time, logger, out var problems)
            ?? throw new StartFailure(string.Join('\n', problems.Select(p => $"{p.Message} {p.Fix}")), ExitCodes.Configuration);

    private static async Task StartAsync(NightjarServer server, CancellationToken cancellationToken)
    {
        try
        {
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new StartFailure($"A port cannot be opened: {e.Message}. `nightjar check` says which and why.", cause: e);
        }
    }
}
