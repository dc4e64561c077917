using System.Buffers.Text;
using System.Text;
using Nightjar.Load.Engine;

namespace Nightjar.Load.Scenarios;

/// <summary>One device in the chat scenarios.</summary>
internal sealed class ChatClient(Connection connection, ChatOptions variant, ChatLedger ledger, int ackEvery) : IElementHandler
{
    ChatMessage? _message;
    TaskCompletionSource? _result;
    bool _over;
    uint _received;
    uint _sent;

    /// <summary>Which of the pair's connections this is: 0 and 1 the first account's resources, 2 and 3 the second's.</summary>
    public required int Number { get; init; }

    /// <summary>Called when a message addressed to this device has arrived (closed loop).</summary>
    public Action? OnAddressed { get; set; }

    /// <summary>What the server has acknowledged (XEP-0198).</summary>
    public uint Acknowledged { get; private set; }

    public uint Sent => _sent;

    bool IsFirstResource => Number is 0 or 2;

    public void TalkTo(string jid) => _message = new(jid);

    /// <summary>Stream management, carbons and presence, as the variant wants them.</summary>
    public async Task SetUpAsync()
    {
        if (variant.StreamManagement)
        {
            connection.Send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
            Client.Login.Expect(await connection.ReadAsync(), "<enabled");
        }

        connection.Handler = this;
        if (variant.Carbons)
        {
            _result = new();
            Send("<iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>"u8);
            await _result.Task;
        }

        Send("<presence/>"u8);
    }

    public void SendMessage(long due)
    {
        var askForAck = variant.StreamManagement && (_sent + 1) % ackEvery == 0;
        Send(_message!.Stamp(ledger.NextSerial(), due, askForAck));
    }

    /// <summary>Asks the server how much of what was sent it has taken.</summary>
    public void AskForAck() => connection.Send("<r xmlns='urn:xmpp:sm:3'/>"u8);

    /// <summary>The measurement is over: a closed connection is no fault any more.</summary>
    public void Stop() => _over = true;

    public void OnElement(Connection connection, ReadOnlySpan<byte> element)
    {
        if (element.StartsWith("<message"u8))
        {
            _received++;
            OnMessage(element);
        }
        else if (element.StartsWith("<r "u8) || element.StartsWith("<r/"u8))
        {
            Acknowledge();
        }
        else if (element.StartsWith("<a "u8))
        {
            OnAck(element);
        }
        else if (element.StartsWith("<presence"u8))
        {
            _received++;
        }
        else if (element.StartsWith("<iq"u8))
        {
            _received++;
            OnIq(element);
        }
    }

    public void OnClosed(Connection connection)
    {
        if (!_over)
        {
            ledger.Fail($"a connection was lost: {connection.EndReason}");
        }

        _result?.TrySetException(new IOException(connection.EndReason));
    }

    void OnMessage(ReadOnlySpan<byte> element)
    {
        var start = element[..element.IndexOf((byte)'>')];
        if (start.IndexOf("type='error'"u8) >= 0 || start.IndexOf("type=\"error\""u8) >= 0)
        {
            ledger.Fail($"a message came back: {Encoding.UTF8.GetString(element)}");
        }
        else if (ChatMessage.TryRead(element, out var serial, out var time))
        {
            // A carbon of what this account sent itself is the only message that is not addressed to it.
            var isCarbon = element.IndexOf("urn:xmpp:carbons:2"u8) >= 0;
            var addressed = IsFirstResource && !isCarbon;
            ledger.Arrived(serial, time, Number, addressed);
            if (addressed)
            {
                OnAddressed?.Invoke();
            }
        }
    }

    void OnIq(ReadOnlySpan<byte> element)
    {
        var text = Encoding.UTF8.GetString(element);
        if (Client.Xml.Attribute(text, "type") == "get")
        {
            Send(Encoding.UTF8.GetBytes($"<iq type='result' id='{Client.Xml.Attribute(text, "id")}'/>"));
        }
        else if (Client.Xml.Attribute(text, "type") == "result")
        {
            _result?.TrySetResult();
        }
        else
        {
            ledger.Fail($"refused: {text}");
            _result?.TrySetException(new IOException(text));
        }
    }

    void OnAck(ReadOnlySpan<byte> element)
    {
        var at = element.IndexOf(" h="u8) + 4;
        if (Utf8Parser.TryParse(element[at..], out uint handled, out _))
        {
            Acknowledged = handled;
        }
    }

    void Acknowledge()
    {
        Span<byte> answer = stackalloc byte[64];
        "<a xmlns='urn:xmpp:sm:3' h='"u8.CopyTo(answer);
        Utf8Formatter.TryFormat(_received, answer[28..], out var digits);
        "'/>"u8.CopyTo(answer[(28 + digits)..]);
        connection.Send(answer[..(31 + digits)]);
    }

    void Send(ReadOnlySpan<byte> stanza)
    {
        _sent++;
        connection.Send(stanza);
    }
}
