using BenchmarkDotNet.Attributes;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Benchmarks.Addressing;

/// <summary>Addresses as they stand in stanzas. A hit of the cache is what a routed message pays, twice.</summary>
[MemoryDiagnoser]
public class JidBenchmarks
{
    private static readonly byte[] Bare = "juliet@capulet.example"u8.ToArray();
    private static readonly byte[] Full = "juliet@capulet.example/balcony.3f2a9c"u8.ToArray();
    private static readonly byte[] UpperCase = "Juliet@Capulet.Example/balcony.3f2a9c"u8.ToArray();
    private static readonly byte[] Unicode = "jüliet@cäpulet.example/bälcony"u8.ToArray();
    private static readonly byte[] Invalid = "juli et@capulet.example"u8.ToArray();

    private readonly JidCache _cache = new(1024);
    private readonly Jid _left = Jid.Parse("juliet@capulet.example/balcony");
    private readonly Jid _right = Jid.Parse("juliet@capulet.example/balcony");

    /// <summary>Aim: under 30 ns, nothing allocated.</summary>
    [Benchmark]
    public Jid? CacheHitBare() => _cache.GetOrParse(Bare);

    /// <summary>Aim: under 30 ns, nothing allocated.</summary>
    [Benchmark]
    public Jid? CacheHitFull() => _cache.GetOrParse(Full);

    /// <summary>The entry keeps the raw bytes.</summary>
    [Benchmark]
    public Jid? CacheHitNotNormalised() => _cache.GetOrParse(UpperCase);

    /// <summary>One object and one array.</summary>
    [Benchmark]
    public bool ParseFull() => Jid.TryParse(Full, out _);

    /// <summary>PRECIS and IDNA.</summary>
    [Benchmark]
    public bool ParseUnicode() => Jid.TryParse(Unicode, out _);

    /// <summary>Nothing allocated.</summary>
    [Benchmark]
    public bool Refuse() => Jid.TryParse(Invalid, out _);

    /// <summary>Two objects, equal bytes.</summary>
    [Benchmark]
    public bool Equal() => _left.Equals(_right);
}
