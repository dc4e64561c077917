using System.Net;
using System.Net.Sockets;
using Nightjar.Server.Configuration;
using Nightjar.Server.Diagnostics;

namespace Nightjar.Hosting;

/// <summary>The meters of this process and, when configured, the endpoint that serves what they measure.</summary>
internal sealed class MetricsHost : IAsyncDisposable
{
    private MetricsCollector? collector;
    private MetricsEndpoint? endpoint;

    /// <summary>Makes the meters, also when nobody reads them: then measuring costs next to nothing.</summary>
    public MeterFactory Meters { get; } = new();

    /// <summary>Where the figures are; null when they are off.</summary>
    public string? Address => endpoint is null ? null : $"http://{endpoint.EndPoint}/metrics";

    /// <exception cref="StartFailure">The port cannot be opened.</exception>
    public void Start(MetricsOptions options, TimeProvider time)
    {
        if (!options.Enabled)
        {
            return;
        }

        collector = new MetricsCollector(Meters);
        ProcessMetrics.Publish(Meters, time);
        try
        {
            endpoint = MetricsEndpoint.Start(new IPEndPoint(options.Address, options.Port), collector);
        }
        catch (SocketException e)
        {
            throw new StartFailure($"Metrics cannot be served on {options.Address} port {options.Port}: {e.Message}. Choose another `metrics.port`.", cause: e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (endpoint is not null)
        {
            await endpoint.DisposeAsync().ConfigureAwait(false);
        }

        collector?.Dispose();
        Meters.Dispose();
    }
}
