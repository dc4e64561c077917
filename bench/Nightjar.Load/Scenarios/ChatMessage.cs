using System.Globalization;
using System.Text;

namespace Nightjar.Load.Scenarios;

/// <summary>
/// The message of the chat scenarios, about 350 bytes as a client sends it: id, language, body, chat state and a
/// request for a receipt (which nobody answers: one message stays one message). Serial number and time of sending
/// stand in the body; both are written into the finished bytes.
/// </summary>
internal sealed class ChatMessage
{
    const int Length = 350;
    const int SerialDigits = 8;
    const int TimeDigits = 16;
    static readonly byte[] s_mark = "#nj:"u8.ToArray();
    const string AckRequest = "<r xmlns='urn:xmpp:sm:3'/>";

    readonly byte[] _bytes;
    readonly int _end;
    readonly int _id;
    readonly int _body;

    public ChatMessage(string to)
    {
        var zeros = new string('0', SerialDigits);
        var head = $"<message type='chat' to='{to}' id='4f1c9a07-{zeros}' xml:lang='en'><body>#nj:{zeros}{new string('0', TimeDigits)} ";
        const string tail = "</body><active xmlns='http://jabber.org/protocol/chatstates'/><request xmlns='urn:xmpp:receipts'/></message>";
        var text = new StringBuilder();
        while (head.Length + text.Length + tail.Length < Length)
        {
            text.Append("the nightjar calls at dusk, and we listen; "[text.Length % 43]);
        }

        var message = head + text + tail;
        _end = message.Length;
        _id = head.IndexOf(zeros, StringComparison.Ordinal);
        _body = head.IndexOf("#nj:", StringComparison.Ordinal) + s_mark.Length;
        _bytes = Encoding.ASCII.GetBytes(message + AckRequest);
    }

    /// <summary>The bytes to send, valid until the next call.</summary>
    public ReadOnlySpan<byte> Stamp(uint serial, long time, bool withAckRequest)
    {
        Write(serial, _bytes.AsSpan(_id, SerialDigits));
        Write(serial, _bytes.AsSpan(_body, SerialDigits));
        Write((ulong)time, _bytes.AsSpan(_body + SerialDigits, TimeDigits));
        return _bytes.AsSpan(0, withAckRequest ? _bytes.Length : _end);
    }

    /// <summary>Finds the stamp in a received message, wherever a carbon may have wrapped it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> element, out uint serial, out long time)
    {
        serial = 0;
        time = 0;
        var at = element.IndexOf(s_mark);
        return at >= 0
            && uint.TryParse(element.Slice(at + s_mark.Length, SerialDigits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out serial)
            && long.TryParse(element.Slice(at + s_mark.Length + SerialDigits, TimeDigits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out time);
    }

    static void Write(ulong value, Span<byte> digits) =>
        value.TryFormat(digits, out _, digits.Length == SerialDigits ? "x8" : "x16", CultureInfo.InvariantCulture);
}
