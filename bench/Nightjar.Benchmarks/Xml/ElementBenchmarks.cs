using System.Buffers;
using BenchmarkDotNet.Attributes;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Benchmarks.Xml;

/// <summary>The slow path: trees, and writing them.</summary>
[MemoryDiagnoser]
public class ElementBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(8_192);
    private readonly Element _parsed = Element.Parse(SampleStanzas.Chat);
    private readonly Element _made = Element.Parse(SampleStanzas.Chat).With(("from", "romeo@montague.example/balcony"));

    /// <summary>Validate and build.</summary>
    [Benchmark]
    public Element Parse() => Element.Parse(SampleStanzas.Chat);

    /// <summary>Raw bytes reused.</summary>
    [Benchmark]
    public int WriteParsed() => Write(_parsed);

    /// <summary>Start tag anew, children raw.</summary>
    [Benchmark]
    public int WriteMade() => Write(_made);

    private int Write(Element element)
    {
        _output.ResetWrittenCount();
        new XmlStreamWriter(_output).Element(element);
        return _output.WrittenCount;
    }
}
