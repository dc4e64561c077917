using System.Diagnostics.Metrics;

namespace Nightjar.Server.Diagnostics;

/// <summary>What the process itself uses. Read only when somebody asks for the figures.</summary>
public static class ProcessMetrics
{
    /// <summary>Publishes the instruments; they live as long as the factory.</summary>
    /// <param name="meters">Makes the meter.</param>
    /// <param name="time">The clock, for the time since start.</param>
    public static void Publish(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create(new MeterOptions("Nightjar.Process"));
        var start = time.GetTimestamp();
        meter.CreateObservableGauge("nightjar.process.uptime", () => time.GetElapsedTime(start).TotalSeconds, "s", "Time since the start.");
        meter.CreateObservableCounter("nightjar.process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "Processor time used.");
        meter.CreateObservableGauge("nightjar.process.memory", () => Environment.WorkingSet, "By", "Memory resident in RAM.");
        meter.CreateObservableGauge("nightjar.process.heap", () => GC.GetTotalMemory(false), "By", "Managed heap in use.");
        meter.CreateObservableCounter("nightjar.process.gc.pause", () => GC.GetTotalPauseDuration().TotalSeconds, "s", "Time stopped for garbage collection.");
        meter.CreateObservableGauge("nightjar.process.threads", () => ThreadPool.ThreadCount, "{thread}", "Threads of the pool.");
        meter.CreateObservableGauge("nightjar.process.pending", () => ThreadPool.PendingWorkItemCount, "{item}", "Work waiting for a thread of the pool.");
    }
}
