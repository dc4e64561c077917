using Nightjar.Load.Client;
using Nightjar.Load.Engine;
using Nightjar.Load.Measuring;

namespace Nightjar.Load.Scenarios;

/// <summary>
/// Pairs of people write to each other at a total rate, each message at a random moment (Poisson), pairs and
/// directions in turn; latency counts from the moment a message was due. Result: server CPU per message delivered,
/// between two moments of the steady state. In a closed loop: messages per second.
/// </summary>
internal sealed class ChatScenario(ChatOptions variant) : IScenario
{
    const int SetUpConcurrency = 16;

    /// <summary>The same arrivals for every server and round.</summary>
    const int Seed = 20_261;

    readonly ChatLedger _ledger = new();
    readonly Random _random = new(Seed);
    readonly List<ChatClient> _senders = [];
    readonly List<ChatClient> _all = [];
    bool _sending = true;
    int _turn;
    int _nextPair;

    public string Name => variant.Name;

    public bool UsesTls => variant.Tls;

    public async Task<Measurement> RunAsync(ScenarioContext context)
    {
        var options = context.Options;
        var pairs = Math.Min(options.Pairs, context.Accounts.Count / 2);
        var rate = variant.Carbons ? options.CarbonsRate : options.Rate;
        var login = new Login(context.Loop, context.Target);
        await Task.WhenAll(Enumerable.Range(0, SetUpConcurrency).Select(_ => ConnectPairsAsync(context, login, pairs)));
        await context.Loop.DelayAsync(TimeSpan.FromSeconds(1));

        if (options.ClosedLoop > 0)
        {
            StartClosedLoop(options.ClosedLoop);
        }
        else
        {
            var meanGap = 1e6 / rate;
            ScheduleNext(context.Loop, EventLoop.Now, meanGap);
        }

        await context.Loop.DelayAsync(TimeSpan.FromSeconds(options.WarmUp));
        var before = _ledger.Delivered;
        var cpu = new CpuMeter(context.Server);
        _ledger.Measuring = true;
        await context.Loop.DelayAsync(TimeSpan.FromSeconds(options.Seconds));
        var used = cpu.Stop();
        var delivered = _ledger.Delivered - before;
        _ledger.Measuring = false;
        _sending = false;
        await DrainAsync(context.Loop);
        return Result(options, used, delivered, rate);
    }

    Measurement Result(LoadOptions options, CpuUse used, long delivered, int rate)
    {
        var closed = options.ClosedLoop > 0;
        return new()
        {
            Scenario = Name,
            Unit = closed ? "messages/s (closed loop)" : "µs/message",
            Value = closed ? delivered / used.Seconds : used.Server / Math.Max(delivered, 1) * 1e6,
            Cpu = used,
            OfferedRate = closed ? 0 : rate,
            AchievedRate = delivered / used.Seconds,
            Sent = _ledger.Sent,
            Delivered = _ledger.Delivered,
            P50 = _ledger.Latencies.Percentile(0.5),
            P99 = _ledger.Latencies.Percentile(0.99),
            Fault = Fault(),
            Remark = $"{_ledger.Received / (double)Math.Max(_ledger.Sent, 1):0.##} deliveries/message"
                + (closed ? $", {used.Server / Math.Max(delivered, 1) * 1e6:0.0} µs/message" : ""),
        };
    }

    string? Fault()
    {
        var expected = (long)_ledger.Sent * variant.Copies;
        return _ledger.Fault
            ?? (_ledger.Delivered != _ledger.Sent || _ledger.Received != expected
                ? $"sent {_ledger.Sent}, delivered {_ledger.Delivered}, received with copies {_ledger.Received} of {expected}"
                : variant.StreamManagement && _all.Any(client => client.Acknowledged != client.Sent)
                    ? "not everything sent was acknowledged"
                    : null);
    }

    async Task ConnectPairsAsync(ScenarioContext context, Login login, int pairs)
    {
        while (_nextPair < pairs)
        {
            var pair = _nextPair++;
            var (first, second) = (context.Accounts[2 * pair], context.Accounts[2 * pair + 1]);
            await ConnectAccountAsync(context, login, first, second, 0);
            await ConnectAccountAsync(context, login, second, first, 2);
        }
    }

    async Task ConnectAccountAsync(ScenarioContext context, Login login, Account own, Account other, int number)
    {
        for (var resource = 0; resource < variant.Resources; resource++)
        {
            var connection = await login.FullAsync(own, resource == 0 ? "first" : "second");
            var client = new ChatClient(connection, variant, _ledger, context.Options.AckEvery) { Number = number + resource };
            client.TalkTo(context.Options.ToBare ? other.Jid : $"{other.Jid}/first");
            await client.SetUpAsync();
            _all.Add(client);
            if (resource == 0)
            {
                _senders.Add(client);
            }
        }
    }

    void ScheduleNext(EventLoop loop, long last, double meanGap)
    {
        var due = last + (long)(-Math.Log(1 - _random.NextDouble()) * meanGap);
        loop.At(due, () =>
        {
            if (_sending)
            {
                _senders[_turn++ % _senders.Count].SendMessage(due);
                ScheduleNext(loop, due, meanGap);
            }
        });
    }

    // What arrives is answered by the device it was addressed to, so that each account keeps its window in flight.
    void StartClosedLoop(int window)
    {
        foreach (var sender in _senders)
        {
            sender.OnAddressed = () =>
            {
                if (_sending)
                {
                    sender.SendMessage(EventLoop.Now);
                }
            };
            for (var i = 0; i < window; i++)
            {
                sender.SendMessage(EventLoop.Now);
            }
        }
    }

    async Task DrainAsync(EventLoop loop)
    {
        var limit = EventLoop.Now + 10_000_000;
        while (_ledger.Received < (long)_ledger.Sent * variant.Copies && _ledger.Fault is null && EventLoop.Now < limit)
        {
            await loop.DelayAsync(TimeSpan.FromMilliseconds(10));
        }

        if (variant.StreamManagement)
        {
            _all.ForEach(client => client.AskForAck());
            while (_all.Any(client => client.Acknowledged != client.Sent) && EventLoop.Now < limit)
            {
                await loop.DelayAsync(TimeSpan.FromMilliseconds(10));
            }
        }

        _all.ForEach(client => client.Stop());
    }
}
