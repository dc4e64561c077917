using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Nightjar.Server.Diagnostics;

/// <summary>One instrument: a series for each combination of tags.</summary>
internal sealed class InstrumentSeries
{
    /// <summary>Combinations of tags kept for one instrument; further ones are counted together, so that no peer can grow this.</summary>
    private const int MaxSeries = 500;

    private static readonly KeyValuePair<string, object?>[] Overflow = [new("overflow", "true")];

    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], Series> series = new(TagComparer.Instance);
    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], Series>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> byTags;
    private readonly Instrument instrument;
    private readonly SeriesKind kind;
    private readonly double[] bounds;
    private readonly bool replaces; // A measurement is the value itself, not a change of it.

    public InstrumentSeries(Instrument instrument)
    {
        this.instrument = instrument;
        kind = KindOf(instrument);
        bounds = kind == SeriesKind.Histogram ? HistogramBounds.For(instrument) : [];
        replaces = instrument.IsObservable || instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Gauge<>);
        Name = PrometheusNames.For(instrument, kind == SeriesKind.Counter);
        byTags = series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
    }

    /// <summary>The name in Prometheus' form.</summary>
    public string Name { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!byTags.TryGetValue(tags, out var target))
        {
            target = series.Count < MaxSeries
                ? series.GetOrAdd(tags.ToArray(), static (t, self) => new Series(t, self.bounds), this)
                : series.GetOrAdd(Overflow, static (t, self) => new Series(t, self.bounds), this);
        }

        target.Record(value, replaces);
    }

    /// <summary>What is observed is reported anew each time; a combination of tags that is gone must not linger.</summary>
    public void BeforeObserving()
    {
        if (instrument.IsObservable)
        {
            series.Clear();
        }
    }

    public void WriteHeading(StringBuilder text)
    {
        if (!string.IsNullOrEmpty(instrument.Description))
        {
            text.Append("# HELP ").Append(Name).Append(' ').Append(PrometheusNames.EscapeHelp(instrument.Description)).Append('\n');
        }

        text.Append("# TYPE ").Append(Name).Append(' ').Append(kind switch
        {
            SeriesKind.Counter => "counter",
            SeriesKind.Histogram => "histogram",
            _ => "gauge",
        }).Append('\n');
    }

    public void WriteSamples(StringBuilder text)
    {
        foreach (var one in series.Values.OrderBy(s => s.Labels, StringComparer.Ordinal))
        {
            var (sum, count, buckets) = one.Read();
            if (kind != SeriesKind.Histogram)
            {
                Sample(text, Name, one.Labels, sum);
                continue;
            }

            long cumulative = 0;
            for (var i = 0; i <= bounds.Length; i++)
            {
                cumulative += buckets[i];
                var bound = i < bounds.Length ? bounds[i].ToString("R", CultureInfo.InvariantCulture) : "+Inf";
                var labels = one.Labels.Length == 0 ? $"le=\"{bound}\"" : $"{one.Labels},le=\"{bound}\"";
                Sample(text, Name + "_bucket", labels, cumulative);
            }

            Sample(text, Name + "_sum", one.Labels, sum);
            Sample(text, Name + "_count", one.Labels, count);
        }
    }

    private static void Sample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static SeriesKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().IsGenericType ? instrument.GetType().GetGenericTypeDefinition() : null;
        return type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? SeriesKind.Counter
            : type == typeof(Histogram<>) ? SeriesKind.Histogram
            : SeriesKind.Gauge;
    }

    private enum SeriesKind
    {
        Gauge,
        Counter,
        Histogram,
    }
}
