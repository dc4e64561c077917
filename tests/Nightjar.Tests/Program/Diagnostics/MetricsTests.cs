using System.Diagnostics.Metrics;
using System.Net;
using Nightjar.Server.Diagnostics;

namespace Nightjar.Tests.Program.Diagnostics;

public sealed class MetricsTests : IDisposable
{
    private readonly MeterFactory meters = new();

    [Fact]
    public void Counters_gauges_and_histograms_are_written_in_the_text_format()
    {
        using var collector = new MetricsCollector(meters);
        var meter = meters.Create(new MeterOptions("Nightjar.Test"));
        var counter = meter.CreateCounter<long>("nightjar.stanzas", "{stanza}", "Stanzas\nreceived.");
        var sessions = meter.CreateUpDownCounter<int>("nightjar.sessions");
        meter.CreateObservableGauge("nightjar.memory", () => 42L, "By");
        var time = meter.CreateHistogram("nightjar.login", "s", "Log-in.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        counter.Add(2, new KeyValuePair<string, object?>("kind", "message"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "message"));
        counter.Add(1, new KeyValuePair<string, object?>("kind", "a\"b"));
        sessions.Add(5);
        sessions.Add(-2);
        time.Record(0.1);
        time.Record(0.5);
        time.Record(7);

        Assert.Equal("""
            # HELP nightjar_login_seconds Log-in.
            # TYPE nightjar_login_seconds histogram
            nightjar_login_seconds_bucket{le="0.1"} 1
            nightjar_login_seconds_bucket{le="1"} 2
            nightjar_login_seconds_bucket{le="+Inf"} 3
            nightjar_login_seconds_sum 7.6
            nightjar_login_seconds_count 3
            # TYPE nightjar_memory_bytes gauge
            nightjar_memory_bytes 42
            # TYPE nightjar_sessions gauge
            nightjar_sessions 3
            # HELP nightjar_stanzas_total Stanzas\nreceived.
            # TYPE nightjar_stanzas_total counter
            nightjar_stanzas_total{kind="a\"b"} 1
            nightjar_stanzas_total{kind="message"} 5

            """.Replace("a\"b", "a\\\"b", StringComparison.Ordinal), collector.Write());
    }

    [Fact]
    public void Tags_without_end_are_counted_together()
    {
        using var collector = new MetricsCollector(meters);
        var counter = meters.Create(new MeterOptions("Nightjar.Test")).CreateCounter<int>("n");
        for (var i = 0; i < 2000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("peer", i));
        }

        Assert.Contains("n_total{overflow=\"true\"} 1500\n", collector.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_servers_meters_do_not_count()
    {
        using var collector = new MetricsCollector(meters);
        using var others = new MeterFactory();
        others.Create(new MeterOptions("Nightjar.Test")).CreateCounter<int>("n").Add(1);

        Assert.Empty(collector.Write());
    }

    [Theory]
    [InlineData("GET", "/metrics", null, HttpStatusCode.OK)]
    [InlineData("GET", "/", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "/metrics", null, HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/metrics", "rebound.example", HttpStatusCode.Forbidden)]
    public async Task The_endpoint_answers_only_what_it_is_for(string method, string path, string? host, HttpStatusCode expected)
    {
        using var collector = new MetricsCollector(meters);
        ProcessMetrics.Publish(meters, TimeProvider.System);
        await using var endpoint = MetricsEndpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), collector);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), $"http://{endpoint.EndPoint}{path}");
        request.Headers.Host = host;

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.OK)
        {
            Assert.Contains("nightjar_process_memory_bytes ", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_address_that_others_can_reach_is_refused()
    {
        using var collector = new MetricsCollector(meters);

        Assert.Throws<ArgumentException>(() => MetricsEndpoint.Start(new IPEndPoint(IPAddress.Any, 0), collector));
    }

    public void Dispose() => meters.Dispose();
}
