namespace Nightjar.Server.Diagnostics;

/// <summary>The figures of one instrument for one combination of tags.</summary>
internal sealed class Series(KeyValuePair<string, object?>[] tags, double[] bounds)
{
    private readonly Lock access = new();
    private readonly long[] buckets = bounds.Length == 0 ? [] : new long[bounds.Length + 1];
    private double sum;
    private long count;

    /// <summary>The tags as Prometheus writes them, without the braces.</summary>
    public string Labels { get; } = PrometheusNames.Labels(tags);

    public void Record(double value, bool replaces)
    {
        lock (access)
        {
            sum = replaces ? value : sum + value;
            count++;
            if (buckets.Length > 0)
            {
                var index = Array.BinarySearch(bounds, value); // Bounds are inclusive: an exact hit belongs below.
                buckets[index < 0 ? ~index : index]++;
            }
        }
    }

    public (double Sum, long Count, long[] Buckets) Read()
    {
        lock (access)
        {
            return (sum, count, [.. buckets]);
        }
    }
}
