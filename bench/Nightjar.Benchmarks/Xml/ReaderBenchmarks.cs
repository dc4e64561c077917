using BenchmarkDotNet.Attributes;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Benchmarks.Xml;

/// <summary>Frames about 16 KiB of stanzas that arrived in one read: MB/s = bytes / time.</summary>
[MemoryDiagnoser]
public class ReaderBenchmarks : IDisposable
{
    private byte[] _input = [];
    private XmlStreamReader _reader = null!;

    /// <summary>Which stanza.</summary>
    [Params("chat", "omemo")]
    public string Stanza { get; set; } = "chat";

    /// <summary>Fills the input.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var stanza = Stanza == "chat" ? SampleStanzas.Chat : SampleStanzas.Omemo;
        _input = [.. Enumerable.Repeat(stanza, 16_384 / stanza.Length).SelectMany(static bytes => bytes)];
        _reader = new XmlStreamReader(XmlLimits.Client);
        _reader.Read(SampleStanzas.Header, out _);
        Console.WriteLine($"// {Stanza}: {stanza.Length} bytes each, {_input.Length} in all");
    }

    /// <summary>Whole stanzas, in place.</summary>
    [Benchmark(Baseline = true)]
    public int Whole() => Read(_input);

    /// <summary>The same bytes in pieces of 100, so that nearly every stanza is collected.</summary>
    [Benchmark]
    public int Pieces()
    {
        var count = 0;
        for (var start = 0; start < _input.Length; start += 100)
        {
            count += Read(_input.AsSpan(start, Math.Min(100, _input.Length - start)));
        }

        return count;
    }

    /// <summary>Whole stanzas, and a walk over the children of each.</summary>
    [Benchmark]
    public int WholeAndChildren()
    {
        var count = 0;
        var rest = _input.AsSpan();
        while (_reader.Read(rest, out var consumed, out var frame) == XmlReadStatus.Element)
        {
            rest = rest[consumed..];
            foreach (var child in frame.Children)
            {
                count += child.LocalName.Length;
            }
        }

        return count;
    }

    /// <summary>Gives the reader's memory back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _reader.Dispose();
        GC.SuppressFinalize(this);
    }

    private int Read(ReadOnlySpan<byte> rest)
    {
        var count = 0;
        while (_reader.Read(rest, out var consumed, out _) == XmlReadStatus.Element)
        {
            rest = rest[consumed..];
            count++;
        }

        return count;
    }
}
