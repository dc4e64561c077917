using Nightjar.Load.Client;
using Nightjar.Load.Engine;
using Nightjar.Load.Measuring;

namespace Nightjar.Load.Scenarios;

/// <summary>
/// Many clients log in, send their presence and fall silent. Result: memory (PSS) of the server above what it had
/// when empty (a hundred log-ins after its start), per connection, each after the same time of quiet. Nobody is told to
/// collect garbage.
/// </summary>
internal sealed class IdleScenario(string name, bool tls) : IScenario
{
    /// <summary>Log-ins under way at once: enough to keep a core busy, few enough for every server's backlog.</summary>
    const int Concurrency = 32;

    readonly List<Connection> _connections = [];
    int _next;
    Exception? _failure;

    public string Name => name;

    public bool UsesTls => tls;

    public async Task<Measurement> RunAsync(ScenarioContext context)
    {
        var count = Math.Min(context.Options.Connections, context.Accounts.Count);
        var login = new Login(context.Loop, context.Target);
        await WarmUpAsync(login, context.Accounts);
        await context.Loop.DelayAsync(TimeSpan.FromSeconds(context.Options.Settle));
        var empty = context.Server.PssBytes();
        var cpu = new CpuMeter(context.Server);
        await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => ConnectSomeAsync(login, context.Accounts, count)));
        var used = cpu.Stop();
        await context.Loop.DelayAsync(TimeSpan.FromSeconds(context.Options.Settle));
        var alive = _connections.Count(connection => connection.EndReason is null);
        var full = context.Server.PssBytes();
        return new()
        {
            Scenario = Name,
            Unit = "KiB/connection",
            Value = (full - empty) / 1024.0 / count,
            Cpu = used,
            AchievedRate = count / used.Seconds,
            Sent = count,
            Delivered = alive,
            Fault = _failure?.Message ?? (alive < count ? $"{count - alive} connections lost" : null),
            Remark = $"empty {empty / 1048576.0:0.0} MiB, full {full / 1048576.0:0.0} MiB",
        };
    }

    // Code loaded and compiled at the first log-ins is not a property of connections, for any of the servers.
    static async Task WarmUpAsync(Login login, IReadOnlyList<Account> accounts)
    {
        foreach (var account in accounts.Take(100))
        {
            var connection = await login.FullAsync(account);
            await connection.CloseAsync();
        }
    }

    async Task ConnectSomeAsync(Login login, IReadOnlyList<Account> accounts, int count)
    {
        try
        {
            while (_next < count && _failure is null)
            {
                var connection = await login.FullAsync(accounts[_next++]);
                connection.Handler = Deaf.Instance;
                connection.Send("<presence/>");
                _connections.Add(connection);
            }
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            _failure ??= exception;
        }
    }

    /// <summary>Reads and forgets: a client's own presence comes back to it, and pings may.</summary>
    sealed class Deaf : IElementHandler
    {
        public static readonly Deaf Instance = new();

        public void OnElement(Connection connection, ReadOnlySpan<byte> element)
        {
            if (element.StartsWith("<iq"u8) && Xml.Attribute(System.Text.Encoding.UTF8.GetString(element), "id") is { } id)
            {
                connection.Send($"<iq type='result' id='{id}'/>");
            }
            else if (element.StartsWith("<r "u8) || element.StartsWith("<r/"u8))
            {
                connection.Send("<a xmlns='urn:xmpp:sm:3' h='0'/>");
            }
        }

        public void OnClosed(Connection connection)
        {
        }
    }
}
