using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Nightjar.Server.Diagnostics;

/// <summary>
/// Adds up what the meters named <c>Nightjar.*</c> measure and writes it in the text format of Prometheus (0.0.4).
/// Measuring takes a short lock for each series and allocates nothing once the series exists. Any thread.
/// </summary>
public sealed class MetricsCollector : IDisposable
{
    /// <summary>The meters that are listened to begin like this.</summary>
    public const string MeterPrefix = "Nightjar.";

    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<Instrument, InstrumentSeries> instruments = [];
    private readonly Lock writing = new();

    /// <summary>Listens from now on, also to instruments that already exist.</summary>
    /// <param name="meters">The factory whose meters count: those of one server.</param>
    public MetricsCollector(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Meter.Name.StartsWith(MeterPrefix, StringComparison.Ordinal))
            {
                l.EnableMeasurementEvents(instrument, instruments.GetOrAdd(instrument, static i => new InstrumentSeries(i)));
            }
        };
        listener.SetMeasurementEventCallback<byte>(static (_, value, tags, series) => Record(series, value, tags));
        listener.SetMeasurementEventCallback<short>(static (_, value, tags, series) => Record(series, value, tags));
        listener.SetMeasurementEventCallback<int>(static (_, value, tags, series) => Record(series, value, tags));
        listener.SetMeasurementEventCallback<long>(static (_, value, tags, series) => Record(series, value, tags));
        listener.SetMeasurementEventCallback<float>(static (_, value, tags, series) => Record(series, value, tags));
        listener.SetMeasurementEventCallback<double>(static (_, value, tags, series) => Record(series, value, tags));
        listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, series) => Record(series, (double)value, tags));
        listener.Start();
    }

    /// <summary>All figures as of now; instruments in the order of their names.</summary>
    public string Write()
    {
        lock (writing)
        {
            foreach (var series in instruments.Values)
            {
                series.BeforeObserving();
            }

            listener.RecordObservableInstruments();
            var text = new StringBuilder();
            // Two instruments may share a name (one meter for each connection kind, say): one heading for both.
            foreach (var group in instruments.Values.GroupBy(s => s.Name).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                group.First().WriteHeading(text);
                foreach (var series in group)
                {
                    series.WriteSamples(text);
                }
            }

            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private static void Record(object? series, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((InstrumentSeries)series!).Record(value, tags);
}
