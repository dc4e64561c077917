using Nightjar.Load.Client;
using Nightjar.Load.Engine;
using Nightjar.Load.Measuring;

namespace Nightjar.Load.Scenarios;

/// <summary>
/// Clients connect at a fixed rate, log in (SCRAM, resource binding; no roster, no presence) and leave. Result:
/// server CPU per log-in, leaving included. With <paramref name="fast"/>: TLS resumption and a FAST token where the
/// server has them, its full log-in where not.
/// </summary>
internal sealed class LoginScenario(string name, bool tls, bool fast) : IScenario
{
    readonly Latencies _latencies = new();
    int _running;
    int _done;
    Exception? _failure;

    public string Name => name;

    public bool UsesTls => tls;

    public async Task<Measurement> RunAsync(ScenarioContext context)
    {
        var rate = tls ? context.Options.LoginTlsRate : context.Options.LoginRate;
        var accounts = context.Accounts.Take(LoadOptions.LoginAccounts).ToArray();
        var login = new Login(context.Loop, context.Target);
        var useToken = fast && context.HasTokens;
        // At least every account once: the generator derives the keys of an account when it first meets it.
        await PhaseAsync(context.Loop, login, accounts, useToken, rate, Math.Max(context.Options.WarmUp * rate, accounts.Length), measured: false);

        var (resumed, tokens, before) = (login.SessionsResumed, login.TokensUsed, _done);
        var cpu = new CpuMeter(context.Server);
        var count = context.Options.Seconds * rate;
        await PhaseAsync(context.Loop, login, accounts, useToken, rate, count, measured: true);
        var used = cpu.Stop();
        resumed = login.SessionsResumed - resumed;
        tokens = login.TokensUsed - tokens;
        return new()
        {
            Scenario = Name,
            Unit = "ms/log-in",
            Value = used.Server / count * 1000,
            Cpu = used,
            OfferedRate = rate,
            AchievedRate = count / used.Seconds,
            Sent = count,
            Delivered = _done - before,
            P50 = _latencies.Percentile(0.5),
            P99 = _latencies.Percentile(0.99),
            Fault = _failure?.Message ?? (useToken && Math.Min(resumed, tokens) < count * 0.99 ? $"only {resumed} TLS sessions resumed and {tokens} tokens used" : null),
            Remark = fast && !useToken ? "full log-in" : null,
        };
    }

    async Task PhaseAsync(EventLoop loop, Login login, Account[] accounts, bool useToken, int rate, int count, bool measured)
    {
        var start = EventLoop.Now;
        for (var i = 0; i < count && _failure is null; i++)
        {
            var due = start + i * 1_000_000L / rate;
            await loop.DelayAsync(TimeSpan.FromMicroseconds(Math.Max(due - EventLoop.Now, 0)));
            // Counted and its failure kept inside; the phase ends when the last one has.
            _ = OneAsync(login, accounts[i % accounts.Length], useToken, measured ? due : null);
        }

        while (_running > 0 && _failure is null)
        {
            await loop.DelayAsync(TimeSpan.FromMilliseconds(1));
        }
    }

    async Task OneAsync(Login login, Account account, bool useToken, long? due)
    {
        _running++;
        try
        {
            var connection = useToken ? await login.FastAsync(account) : await login.FullAsync(account);
            if (due is { } time)
            {
                _latencies.Add(EventLoop.Now - time);
            }

            await connection.CloseAsync();
            _done++;
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            _failure ??= exception;
        }

        _running--;
    }
}
