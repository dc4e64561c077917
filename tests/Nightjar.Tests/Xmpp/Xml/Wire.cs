using System.Text;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Xml;

/// <summary>Feeds a reader and writes down what it says, so that tests compare plain strings.</summary>
internal static class Wire
{
    public const string Header =
        "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='example.org' version='1.0'>";

    public static List<string> Read(ReadOnlySpan<byte> bytes, XmlStreamReader reader, Func<int, int> pieceLength)
    {
        var events = new List<string>();
        for (var start = 0; start < bytes.Length;)
        {
            var piece = bytes.Slice(start, Math.Min(pieceLength(start), bytes.Length - start));
            start += piece.Length;
            while (true)
            {
                var status = reader.Read(piece, out var consumed, out var frame);
                piece = piece[consumed..];
                switch (status)
                {
                    case XmlReadStatus.NeedMoreData:
                        Assert.True(piece.IsEmpty);
                        break;
                    case XmlReadStatus.Element:
                        events.Add(Describe(frame));
                        continue;
                    case XmlReadStatus.Error:
                        Assert.Equal(XmlReadStatus.Error, reader.Read(piece, out _));
                        events.Add("error " + reader.Error!.ConditionName + ": " + reader.Error.Text);
                        return events;
                    case XmlReadStatus.StreamOpened:
                        events.Add("open " + reader.StreamHeader);
                        continue;
                    default:
                        events.Add("closed");
                        continue;
                }

                break;
            }
        }

        return events;
    }

    public static List<string> Read(string text, XmlLimits? limits = null) =>
        Read(Encoding.UTF8.GetBytes(text), new XmlStreamReader(limits ?? XmlLimits.Client), _ => int.MaxValue);

    /// <summary>What a client stream answers to this, after the header.</summary>
    public static string After(string text, XmlLimits? limits = null) =>
        string.Join('|', Read(Header + text, limits).Skip(1));

    /// <summary>The condition of the error this text provokes inside a client stream, or "none".</summary>
    public static string ConditionOf(string text, XmlLimits? limits = null) => ConditionOf(Encoding.UTF8.GetBytes(text), limits);

    public static string ConditionOf(byte[] text, XmlLimits? limits = null)
    {
        var reader = new XmlStreamReader(limits ?? XmlLimits.Client);
        Read([.. Encoding.UTF8.GetBytes(Header), .. text], reader, _ => int.MaxValue);
        return reader.Error?.ConditionName ?? "none";
    }

    public static string Describe(XmlFrame frame)
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(frame.Bytes));
        text.Append($" {{{frame.Namespace}}}{Encoding.UTF8.GetString(frame.LocalName)}");
        text.Append($" {frame.HeadLength} {frame.ContentEnd} {frame.IsEmptyElement} {frame.IsPortable}");
        foreach (var attribute in frame.Attributes)
        {
            text.Append($" {attribute}");
        }

        return text.ToString();
    }
}
