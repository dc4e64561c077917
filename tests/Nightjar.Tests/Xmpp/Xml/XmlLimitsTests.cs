using System.Text;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Xml;

public sealed class XmlLimitsTests
{
    private static readonly XmlLimits s_small = XmlLimits.BeforeLogin;

    public static TheoryData<string, string> Breaches => new()
    {
        { "depth", string.Concat(Enumerable.Repeat("<a>", s_small.MaxDepth + 1)) },
        { "attributes", "<a" + string.Concat(Enumerable.Range(0, s_small.MaxAttributes + 1).Select(i => $" a{i}=''")) },
        { "namespaces", "<a>" + string.Concat(Enumerable.Repeat("<b xmlns='u'>", 4)) + string.Concat(Enumerable.Range(0, 29).Select(i => i % 10 == 0 ? $"</b><b xmlns:p{i}='u'>" : $"</b><b xmlns='v{i}'>")) },
        { "elements", "<a>" + string.Concat(Enumerable.Repeat("<b/>", s_small.MaxElements)) },
        { "name", "<" + new string('n', s_small.MaxNameBytes + 1) },
        { "attribute name", "<a " + new string('n', s_small.MaxNameBytes + 1) },
        { "bytes of text", "<a>" + new string('t', s_small.MaxElementBytes) },
        { "bytes of a value", "<a b='" + new string('t', s_small.MaxElementBytes) },
        { "bytes in a tag", "<a " + new string(' ', s_small.MaxElementBytes) },
        { "bytes of digits", "<a>&#" + new string('0', s_small.MaxElementBytes) },
        { "bytes of CDATA", "<a><![CDATA[" + new string(']', s_small.MaxElementBytes) },
        { "bytes in an end tag", "<a></a" + new string(' ', s_small.MaxElementBytes) },
    };

    [Theory]
    [MemberData(nameof(Breaches))]
    public void Each_limit_ends_the_stream_with_policy_violation_and_without_an_end_of_the_element(string what, string text)
    {
        foreach (var length in (int[])[1, 700, int.MaxValue])
        {
            var reader = new XmlStreamReader(s_small);
            Wire.Read(Encoding.UTF8.GetBytes(Wire.Header + text), reader, _ => length);
            Assert.True(reader.Error?.ConditionName == "policy-violation", $"{what} in pieces of {length}: {reader.Error}");
        }
    }

    [Fact]
    public void Prefixes_in_scope_are_bounded_whatever_the_other_limits_are()
    {
        var text = "<a" + string.Concat(Enumerable.Range(0, XmlLimits.MaxPrefixesInScope + 1).Select(i => $" xmlns:p{i}='u'")) + "/>";
        Assert.Equal("policy-violation", Wire.ConditionOf(text));
    }

    [Fact]
    public void An_element_of_exactly_the_limit_passes_and_one_byte_more_does_not()
    {
        var exact = "<a>" + new string('t', s_small.MaxElementBytes - 7) + "</a>";
        Assert.Equal("none", Wire.ConditionOf(exact, s_small));
        Assert.Equal("policy-violation", Wire.ConditionOf(exact.Replace("<a>", "<a >", StringComparison.Ordinal), s_small));
        var reader = new XmlStreamReader(s_small);
        Assert.Equal(2, Wire.Read(Encoding.UTF8.GetBytes(Wire.Header + exact), reader, _ => 1).Count);
    }

    [Fact]
    public void The_header_obeys_the_limits_too()
    {
        Assert.Contains("policy-violation", Wire.Read("<s " + new string(' ', 9_000), s_small)[0], StringComparison.Ordinal);
        var attributes = string.Concat(Enumerable.Range(0, 17).Select(i => $" a{i}=''"));
        Assert.Contains("policy-violation", Wire.Read($"<s{attributes}>", s_small)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Raised_limits_hold_from_the_next_element_on()
    {
        var reader = new XmlStreamReader(s_small);
        reader.Read(Encoding.UTF8.GetBytes(Wire.Header), out _);
        reader.Limits = XmlLimits.Client;
        Assert.Equal(XmlReadStatus.Element, reader.Read(Encoding.UTF8.GetBytes($"<a>{new string('t', 20_000)}</a>"), out _));
    }

    [Fact]
    public void A_trickle_of_the_largest_stanza_takes_time_in_proportion_to_its_size()
    {
        // 256 KiB in single bytes: were anything rescanned, this would be 3 * 10^10 steps and the run would hang here.
        var reader = new XmlStreamReader(XmlLimits.Client);
        var bytes = Encoding.UTF8.GetBytes($"{Wire.Header}<a b='{new string('v', 120_000)}'>{new string('t', 60_000)}<![CDATA[{new string(']', 60_000)}]]></a>");
        Assert.Equal(2, Wire.Read(bytes, reader, _ => 1).Count);
    }

    [Fact]
    public void A_stanza_that_never_ends_holds_no_more_memory_than_the_limit_allows()
    {
        var piece = new byte[1000];
        piece.AsSpan().Fill((byte)'t');
        var reader = new XmlStreamReader(XmlLimits.Client);
        reader.Read(Encoding.UTF8.GetBytes(Wire.Header), out _);
        reader.Read("<a>"u8, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fed = 0;
        while (reader.Read(piece, out _) == XmlReadStatus.NeedMoreData)
        {
            fed += piece.Length;
        }

        Assert.InRange(fed, XmlLimits.Client.MaxElementBytes - 2 * piece.Length, XmlLimits.Client.MaxElementBytes);
        // Doubling: all arrays together are at most twice the last, and the pool rounds that up to a power of two.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * XmlLimits.Client.MaxElementBytes);
    }

    [Fact]
    public void Many_prefixed_attributes_with_one_name_do_not_make_a_stanza_dear()
    {
        // 30 namespaces of 2 KiB that differ only in a reference at their end, used by 30 attributes with one local name.
        var head = "<a" + string.Concat(Enumerable.Range(0, 30).Select(i => $" xmlns:p{i}='{new string('u', 2_000)}&#{100 + i};'")) + ">";
        var tag = "<b" + string.Concat(Enumerable.Range(0, 30).Select(i => $" p{i}:x=''")) + "/>";
        var bytes = Encoding.UTF8.GetBytes(Wire.Header + head + string.Concat(Enumerable.Repeat(tag, 600)) + "</a>");
        var reader = new XmlStreamReader(XmlLimits.Client);
        var events = 0;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var rest = bytes.AsSpan(); reader.Read(rest, out var consumed) is not XmlReadStatus.NeedMoreData; rest = rest[consumed..])
        {
            Assert.Null(reader.Error);
            events++;
        }

        Assert.Equal(2, events);
        // Comparing the namespaces as strings would allocate 500 MB here.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 200_000);
    }
}
