namespace Nightjar.Load.Measuring;

/// <summary>Delays in microseconds. Keeps at most two million, which is more than the longest run sends.</summary>
internal sealed class Latencies
{
    const int Most = 2_000_000;
    readonly List<int> _values = new(65_536);
    bool _sorted;

    public void Add(long microseconds)
    {
        if (_values.Count < Most)
        {
            _values.Add((int)Math.Clamp(microseconds, 0, int.MaxValue));
            _sorted = false;
        }
    }

    /// <summary>The value below which the given share (0 to 1) of all lies, in milliseconds; 0 without values.</summary>
    public double Percentile(double share)
    {
        if (_values.Count == 0)
        {
            return 0;
        }

        if (!_sorted)
        {
            _values.Sort();
            _sorted = true;
        }

        return _values[(int)(share * (_values.Count - 1))] / 1000.0;
    }
}
