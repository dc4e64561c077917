using System.Net;
using Nightjar.Load.Client;
using Nightjar.Load.Engine;
using Nightjar.Load.Measuring;
using Nightjar.Load.Native;
using Nightjar.Load.Scenarios;
using Nightjar.Load.Servers;

namespace Nightjar.Load;

/// <summary>One invocation: accounts, then rounds of scenarios, alternating between the servers, then the report.</summary>
internal sealed class Runner
{
    const string Password = "dusk-and-dawn-4711";
    const string TestDomain = "bench.test";
    static readonly TimeSpan s_longestRun = TimeSpan.FromMinutes(15);

    readonly LoadOptions _options;
    readonly CancellationToken _stop;
    readonly string _folder = Directory.CreateTempSubdirectory("nightjar-load-").FullName;
    readonly List<Measurement> _measurements = [];

    Runner(LoadOptions options, CancellationToken stop) => (_options, _stop) = (options, stop);

    /// <summary>0, or 1 when the user stopped it or a run was invalid.</summary>
    public static int Run(LoadOptions options, CancellationToken stop)
    {
        var runner = new Runner(options, stop);
        try
        {
            return runner.Run();
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped.");
            return 1;
        }
        catch (IOException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
        finally
        {
            Directory.Delete(runner._folder, recursive: true);
        }
    }

    int Run()
    {
        var files = Libc.RaiseOpenFiles();
        if (files < _options.Connections + 100)
        {
            Console.Error.WriteLine($"Only {files} open files are allowed: --connections is too high.");
            return 1;
        }

        var serverCore = _options.Pin ? 0 : (int?)null;
        if (_options.Pin)
        {
            Libc.PinSelf(1);
        }

        var certificates = new TestCertificates(_folder, TestDomain, _options.Rsa);
        var accounts = _options.AccountsFile is { } file ? AccountsFile.Read(file) : TestAccounts();
        var servers = Servers(certificates, serverCore);
        foreach (var server in servers)
        {
            Progress($"{server.Name} {server.Version}: {accounts.Count} accounts");
            server.Prepare(accounts, _stop);
        }

        for (var round = 1; round <= _options.Rounds; round++)
        {
            foreach (var scenario in _options.Scenarios)
            {
                // Another one is first in each round: whatever drifts within a round hits them in turn.
                for (var i = 0; i < servers.Count; i++)
                {
                    Measure(servers[(i + round - 1) % servers.Count], scenario, round, accounts, _options.AuthorityFile ?? certificates.Authority);
                }
            }
        }

        Console.WriteLine(Report.Write(_options, servers, _measurements));
        return _measurements.Exists(measurement => measurement.Fault is not null) ? 1 : 0;
    }

    void Measure(IServer server, string name, int round, IReadOnlyList<Account> accounts, string authority)
    {
        var scenario = ScenarioCatalogue.Create(name);
        var loop = new EventLoop(_stop);
        using var running = server.Start(name, _stop);
        var mode = !scenario.UsesTls ? TlsMode.None : _options.DirectTls ? TlsMode.Direct : TlsMode.StartTls;
        var domain = accounts[0].Domain;
        var target = new Target(Address(), running.Port(mode), domain, mode, new TlsSettings(authority, domain), _options.Sha256 ? ScramHash.Sha256 : ScramHash.Sha1);
        Measurement result;
        try
        {
            // What one run compiled, remembered or left behind must not slow the next.
            GC.Collect();
            var run = scenario.RunAsync(new(loop, target, accounts, running.Processes, _options, server.HasTokens));
            loop.Run(run, s_longestRun);
            result = run.Result;
        }
        catch (Exception exception) when (exception is IOException or TimeoutException or FormatException)
        {
            Progress(running.Output());
            result = new() { Scenario = name, Unit = "", Value = double.NaN, Cpu = default, Fault = exception.Message };
        }
        finally
        {
            loop.CloseAll();
            loop.Dispose();
        }

        foreach (var account in accounts)
        {
            account.Forget();
        }

        result = result with { Server = server.Name, Round = round };
        _measurements.Add(result);
        Progress(Report.Line(result));
    }

    List<IServer> Servers(TestCertificates certificates, int? core)
    {
        if (_options.Attach is not null)
        {
            return [new AttachedServer(int.Parse(_options.Attach[(_options.Attach.LastIndexOf(':') + 1)..], null), _options.Pid)];
        }

        return [.. _options.Servers.Select<string, IServer>(name =>
        {
            var setting = new ServerSetting(Path.Combine(_folder, name), TestDomain, Password, certificates, core, _options.Sha256);
            return name switch
            {
                "ejabberd" => new Ejabberd(setting),
                "prosody" => new Prosody(setting),
                _ => new NightjarServer(setting, _options.NightjarFolder),
            };
        })];
    }

    // Loopback unless attached: only there do source addresses of 127.0.0.0/8 make sense.
    uint Address()
    {
        var host = _options.Attach is { } attach ? attach[..attach.LastIndexOf(':')] : "127.0.0.1";
        var address = IPAddress.Parse(host == "localhost" ? "127.0.0.1" : host);
        return IPAddress.IsLoopback(address)
            ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes())
            : throw new IOException("--attach: only servers on loopback (127.0.0.0/8) are measured.");
    }

    List<Account> TestAccounts()
    {
        var count = _options.Scenarios.Max(name => ScenarioCatalogue.Accounts(name, _options));
        return [.. Enumerable.Range(1, count).Select(i => new Account($"u{i}", TestDomain, Password))];
    }

    static void Progress(string text) => Console.Error.WriteLine($"{DateTime.Now:HH:mm:ss} {text}");
}
