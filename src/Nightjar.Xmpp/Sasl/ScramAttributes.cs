using System.Text.Unicode;

namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// A walk over the attributes of a SCRAM message (RFC 5802 §5.1 and §7): <c>ALPHA "=" value</c>, separated by commas. It stops at
/// the first malformed one, and <see cref="AtEnd"/> stays false.
/// </summary>
ref struct ScramAttributes(ReadOnlySpan<byte> message)
{
    readonly ReadOnlySpan<byte> _message = message;
    bool _more = !message.IsEmpty;

    /// <summary>The current attribute's letter.</summary>
    public byte Name { get; private set; }

    /// <summary>The current attribute's value, at least one byte.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Where the current attribute starts in the message.</summary>
    public int Start { get; private set; }

    /// <summary>Where the next attribute would start.</summary>
    public int Position { get; private set; }

    /// <summary>Whether the whole message has been read.</summary>
    public readonly bool AtEnd => !_more;

    /// <summary>Whether a message is what every SCRAM message must be: bounded, valid UTF-8, without NUL.</summary>
    public static bool AreAllowedIn(ReadOnlySpan<byte> message) =>
        message.Length is > 0 and <= ScramDefaults.MaxMessageBytes && !message.Contains((byte)0) && Utf8.IsValid(message);

    /// <summary>Goes to the next attribute; false at the end and at a malformed one.</summary>
    public bool MoveNext()
    {
        if (!_more) return false;
        var rest = _message[Position..];
        var comma = rest.IndexOf((byte)',');
        var attribute = comma < 0 ? rest : rest[..comma];
        if (attribute.Length < 3 || attribute[1] != '=' || !char.IsAsciiLetter((char)attribute[0])) return false;
        Name = attribute[0];
        Value = attribute[2..];
        Start = Position;
        _more = comma >= 0;
        Position += attribute.Length + (_more ? 1 : 0);
        return true;
    }

    /// <summary>Goes to the next attribute, which must have this letter.</summary>
    public bool Expect(char name) => MoveNext() && Name == name;

    /// <summary>
    /// Reads the optional extensions that remain. False at a malformed one, at the mandatory extension <c>m</c>, which we must
    /// refuse because we know none, and at a second copy of an attribute that has its own place.
    /// </summary>
    public bool SkipExtensions()
    {
        while (MoveNext())
        {
            if (IsReserved(Name)) return false;
        }

        return AtEnd;
    }

    /// <summary>Whether a letter has its own place in some message and is therefore never an optional extension.</summary>
    public static bool IsReserved(byte name) => name is (byte)'a' or (byte)'n' or (byte)'m' or (byte)'r' or (byte)'c' or (byte)'s'
        or (byte)'i' or (byte)'p' or (byte)'v' or (byte)'e';
}
