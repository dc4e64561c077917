using System.Diagnostics.Metrics;

namespace Nightjar.Server.Diagnostics;

/// <summary>Makes the meters of one server, so that two servers in one process do not mix their figures. Any thread.</summary>
public sealed class MeterFactory : IMeterFactory
{
    private readonly Lock access = new();
    private readonly List<Meter> meters = [];

    /// <inheritdoc/>
    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        lock (access)
        {
            meters.Add(meter);
        }

        return meter;
    }

    /// <summary>Ends all of its meters.</summary>
    public void Dispose()
    {
        lock (access)
        {
            meters.ForEach(m => m.Dispose());
            meters.Clear();
        }
    }
}
