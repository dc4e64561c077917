using System.Globalization;
using System.Text;
using Nightjar.Load.Measuring;
using Nightjar.Load.Servers;

namespace Nightjar.Load;

/// <summary>Turns the measurements into Markdown.</summary>
internal static class Report
{
    /// <summary>Above this share of the machine, the processes wait for each other and the figures say little.</summary>
    const double Crowded = 0.85;

    public static string Write(LoadOptions options, IReadOnlyList<IServer> servers, IReadOnlyList<Measurement> all)
    {
        var text = new StringBuilder();
        text.Append(Invariant($"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC · {Machine()} · {string.Join(" · ", servers.Select(server => $"{server.Name} {server.Version}"))}\n\n"));
        text.Append(Invariant($"{options.Rounds} rounds, window {options.Seconds} s after {options.WarmUp} s; {(options.Pin ? "one core for the server, one for the generator" : "not pinned")}; {(options.Rsa ? "RSA-2048" : "ECDSA P-256")}, TLS 1.3 by {(options.DirectTls ? "direct TLS" : "STARTTLS")}, {(options.Sha256 ? "SCRAM-SHA-256" : "SCRAM-SHA-1")}\n\n"));
        Summary(text, options, servers, all);
        Runs(text, all);
        return text.ToString();
    }

    public static string Line(Measurement m) => Invariant(
        $"round {m.Round} {m.Scenario} {m.Server}: {m.Value:0.00} {m.Unit}, {m.AchievedRate:0}/s of {m.OfferedRate:0}/s, sent {m.Sent} delivered {m.Delivered}, p50 {m.P50:0.0} ms p99 {m.P99:0.0} ms, CPU server {Share(m.Cpu.Server, m)} generator {Share(m.Cpu.Generator, m)} machine {m.Cpu.MachineShare:P0} {Note(m)}");

    static void Summary(StringBuilder text, LoadOptions options, IReadOnlyList<IServer> servers, IReadOnlyList<Measurement> all)
    {
        text.Append($"| scenario | unit | {string.Join(" | ", servers.Select(server => server.Name))} | better peer / nightjar |\n");
        text.Append($"| --- | --- |{string.Concat(servers.Select(_ => " ---: |"))} ---: |\n");
        foreach (var scenario in options.Scenarios)
        {
            var values = servers.ToDictionary(server => server.Name, server => Valid(all, scenario, server.Name));
            var unit = all.FirstOrDefault(m => m.Scenario == scenario && m.Unit.Length > 0)?.Unit ?? "";
            text.Append($"| {scenario} | {unit} | {string.Join(" | ", servers.Select(server => Cell(values[server.Name])))} | {Ratio(values, unit)} |\n");
        }

        text.Append("\nMedian (minimum to maximum of the rounds). Server CPU is user + system time of its whole process tree.\n\n");
    }

    static void Runs(StringBuilder text, IReadOnlyList<Measurement> all)
    {
        text.Append("| scenario | round | server | value | offered/s | achieved/s | sent | delivered | p50 ms | p99 ms | server core | generator core | machine | note |\n");
        text.Append("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n");
        foreach (var m in all)
        {
            text.Append(Invariant($"| {m.Scenario} | {m.Round} | {m.Server} | {m.Value:0.00} | {m.OfferedRate:0} | {m.AchievedRate:0} | {m.Sent} | {m.Delivered} | {m.P50:0.0} | {m.P99:0.0} | {Share(m.Cpu.Server, m)} | {Share(m.Cpu.Generator, m)} | {m.Cpu.MachineShare:P0} | {Note(m)} |\n"));
        }
    }

    static double[] Valid(IReadOnlyList<Measurement> all, string scenario, string server) =>
        [.. all.Where(m => m.Scenario == scenario && m.Server == server && m.Fault is null).Select(m => m.Value).Order()];

    static string Cell(double[] values) => values.Length == 0 ? "invalid" : Invariant($"{Median(values):0.00} ({values[0]:0.00} to {values[^1]:0.00})");

    static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    static string Ratio(Dictionary<string, double[]> values, string unit)
    {
        var peers = values.Where(pair => pair.Key != "nightjar" && pair.Value.Length > 0).Select(pair => Median(pair.Value)).ToArray();
        if (peers.Length == 0 || !values.TryGetValue("nightjar", out var own) || own.Length == 0)
        {
            return "";
        }

        // Of a rate, more is better: the ratio then says how many times faster.
        var ratio = unit.Contains("/s ", StringComparison.Ordinal) ? Median(own) / peers.Max() : peers.Min() / Median(own);
        return Invariant($"{ratio:0.0}");
    }

    static string Share(double cpu, Measurement m) => m.Cpu.Seconds > 0 ? Invariant($"{cpu / m.Cpu.Seconds:P0}") : "";

    static string Note(Measurement m)
    {
        List<string> notes = [];
        if (m.Fault is { } fault)
        {
            notes.Add($"INVALID: {fault.ReplaceLineEndings(" ")}");
        }

        if (m.Remark is { } remark)
        {
            notes.Add(remark);
        }

        if (m.OfferedRate > 0 && m.AchievedRate < 0.97 * m.OfferedRate)
        {
            notes.Add("could not keep up");
        }

        if (m.OfferedRate > 0 && m.Cpu.MachineShare > Crowded)
        {
            notes.Add("machine crowded: unreliable");
        }

        return string.Join("; ", notes);
    }

    static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ", 2)[1] ?? "unknown processor";
        return $"{model}, {Environment.ProcessorCount} cores, Linux {Environment.OSVersion.Version}, .NET {Environment.Version}";
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
