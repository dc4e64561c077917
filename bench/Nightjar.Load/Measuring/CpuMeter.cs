using System.Globalization;
using Nightjar.Load.Engine;

namespace Nightjar.Load.Measuring;

/// <summary>CPU used between two moments: by the server, by this generator, and by the whole machine.</summary>
internal sealed class CpuMeter(ProcessTree server)
{
    readonly double _server = server.CpuSeconds();
    readonly double _self = new ProcessTree(Environment.ProcessId).SelfCpuSeconds();
    readonly (long Busy, long Total) _machine = Machine();
    readonly long _start = EventLoop.Now;

    public CpuUse Stop()
    {
        var (busy, total) = Machine();
        var seconds = (EventLoop.Now - _start) / 1e6;
        return new(
            seconds,
            server.CpuSeconds() - _server,
            new ProcessTree(Environment.ProcessId).SelfCpuSeconds() - _self,
            (busy - _machine.Busy) / (double)Math.Max(total - _machine.Total, 1));
    }

    static (long Busy, long Total) Machine()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        // user nice system idle iowait irq softirq steal
        return (fields.Sum() - fields[3] - fields[4], fields.Sum());
    }
}
