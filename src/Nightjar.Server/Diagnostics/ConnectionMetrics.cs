using System.Diagnostics.Metrics;

namespace Nightjar.Server.Diagnostics;

/// <summary>Connections in numbers: how many there are, and why each of them ended. No addresses. Thread-safe.</summary>
internal sealed class ConnectionMetrics
{
    private readonly Counter<long> _ended;

    /// <param name="meters">Makes the meter.</param>
    /// <param name="connections">Counts the open connections.</param>
    /// <param name="accounts">Counts the accounts in memory.</param>
    public ConnectionMetrics(IMeterFactory meters, Func<int> connections, Func<int> accounts)
    {
        Meter meter = meters.Create(new MeterOptions("Nightjar.Connections"));
        _ended = meter.CreateCounter<long>("nightjar.connections.ended", "{connection}", "Connections that ended, by reason.");
        meter.CreateObservableGauge("nightjar.connections.open", connections, "{connection}", "Open connections.");
        meter.CreateObservableGauge("nightjar.accounts.loaded", accounts, "{account}", "Accounts in memory.");
    }

    public void Ended(EndReason reason) => _ended.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
}
