using Microsoft.Extensions.Logging;
using Nightjar.Configuration;
using Nightjar.Logging;
using Nightjar.Server.Configuration;
using Nightjar.Server.Connections.Certificates;

namespace Nightjar.Hosting;

/// <summary>What SIGHUP and the passing of time renew while the server runs.</summary>
internal sealed class Reloading(LoadedConfiguration started, ConsoleLog log, CertificateStore certificates, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How often certificate files are looked at: two calls to the system each.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ILogger logger = log.CreateLogger("Nightjar.Hosting");
    private readonly Lock reloading = new();
    private ITimer? timer;

    public void Start() => timer = time.CreateTimer(_ => CheckCertificates(), null, Interval, Interval);

    /// <summary>Reads the configuration again; a broken one changes nothing.</summary>
    public void Reload()
    {
        lock (reloading)
        {
            var loaded = ConfigurationLoader.Load(started.File, ConfigurationLoader.CurrentEnvironment(), Environment.CurrentDirectory);
            foreach (var problem in loaded.Problems)
            {
                HostLog.ReloadRefused(logger, problem.ToString());
            }

            if (loaded.Problems.Count > 0)
            {
                return;
            }

            (log.Level, log.Format) = (loaded.Options.Logging.Level, loaded.Options.Logging.Format);
            foreach (var setting in ChangedSettings(started.Options, loaded.Options))
            {
                HostLog.NeedsRestart(logger, setting);
            }

            certificates.Reload();
            HostLog.Reloaded(logger);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (timer is not null)
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The top-level keys that differ, apart from what a reload applies.</summary>
    internal static IEnumerable<string> ChangedSettings(NightjarOptions before, NightjarOptions after)
    {
        var place = new SourceLocation("", 0, 0);
        var (old, renewed) = (OptionsDump.ToNodes(before, place), OptionsDump.ToNodes(after, place));
        return old.Entries.Keys.Where(key => key != "logging" && !OptionsDump.AreEqual(old.Entries[key].Value, renewed.Entries[key].Value));
    }

    private void CheckCertificates()
    {
        try
        {
            certificates.CheckForChanges();
        }
        catch (Exception e)
        {
            // On a thread of the timer: an escaping exception would end the process.
            HostLog.MaintenanceFailed(logger, e);
        }
    }
}
