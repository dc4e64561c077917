using System.Diagnostics.Metrics;

namespace Nightjar.Storage.Sqlite;

/// <summary>What an operator sees of the writer: <c>nightjar.storage.*</c>.</summary>
sealed class StoreMetrics : IDisposable
{
    readonly Meter? _meter;
    readonly Histogram<int>? _writes;
    readonly Histogram<double>? _duration;
    readonly Counter<long>? _failures;

    public StoreMetrics(IMeterFactory? factory, Func<int> queueLength, Func<long> queueBytes)
    {
        if (factory is null)
        {
            return;
        }

        _meter = factory.Create(new MeterOptions("Nightjar.Storage"));
        _meter.CreateObservableGauge("nightjar.storage.queue.length", queueLength, "{write}", "Writes that wait for their commit.");
        _meter.CreateObservableGauge("nightjar.storage.queue.size", queueBytes, "By", "Bytes that wait for their commit.");
        _writes = _meter.CreateHistogram<int>("nightjar.storage.commit.writes", "{write}", "Writes that shared a commit.");
        _duration = _meter.CreateHistogram<double>("nightjar.storage.commit.duration", "s", "Time from the first row of a commit to its end on disk.");
        _failures = _meter.CreateCounter<long>("nightjar.storage.commit.failures", "{commit}", "Commits that failed.");
    }

    public void Committed(int writes, TimeSpan duration)
    {
        _writes?.Record(writes);
        _duration?.Record(duration.TotalSeconds);
    }

    public void Failed(string kind) => _failures?.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Dispose() => _meter?.Dispose();
}
