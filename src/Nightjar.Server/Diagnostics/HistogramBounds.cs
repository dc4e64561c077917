using System.Diagnostics.Metrics;

namespace Nightjar.Server.Diagnostics;

/// <summary>The upper bounds of a histogram's buckets, ascending.</summary>
internal static class HistogramBounds
{
    // From a hundred microseconds, which is a quick commit, to the longest wait anybody sits through.
    private static readonly double[] Seconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    // Batches, queue lengths, bytes: powers of four up to a mebi.
    private static readonly double[] Amounts = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576];

    /// <summary>What the instrument advises, otherwise what suits its unit.</summary>
    public static double[] For(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } b } => [.. b],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } b } => [.. b],
        Histogram<int> { Advice.HistogramBucketBoundaries: { Count: > 0 } b } => [.. b],
        { Unit: "s" } => Seconds,
        _ => Amounts,
    };
}
