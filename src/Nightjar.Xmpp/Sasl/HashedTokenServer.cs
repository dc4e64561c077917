using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// The server's side of one HT exchange: <see cref="Parse"/>, then <see cref="Verify"/> with each token that could be meant
/// (XEP-0484: the new one, then the current one), then <see cref="Success"/>. Whether a token has expired, belongs to this
/// mechanism and carries a fresh count is the caller's to check. One thread at a time.
/// </summary>
public sealed class HashedTokenServer(HashedTokenMechanism mechanism, ChannelBindings bindings)
{
    // For accounts and devices without a token: the same work, and no result.
    static readonly string NoToken = HashedToken.Create();

    readonly byte[] _proof = new byte[HashedToken.HashBytes];
    ReadOnlyMemory<byte> _binding;
    bool _parsed;

    /// <summary>Reads the initiator's message: user name, NUL, 32 bytes. Null means success, and <paramref name="username"/> is
    /// the name as sent, not prepared.</summary>
    public SaslFailure? Parse(ReadOnlySpan<byte> message, out string username)
    {
        username = "";
        _parsed = false;
        if (mechanism.Binding is { } type && !bindings.TryGet(type, out _binding))
        {
            return bindings.Has(type)
                ? new SaslFailure(SaslCondition.TemporaryAuthFailure, "channel-binding data is not available")
                : new SaslFailure(SaslCondition.InvalidMechanism, "the channel-binding type was not offered");
        }

        var separator = message.IndexOf((byte)0);
        if (separator is < 1 or > ScramDefaults.MaxNameBytes || message.Length != separator + 1 + HashedToken.HashBytes || !Utf8.IsValid(message[..separator]))
        {
            return SaslFailure.Malformed("initiator message is malformed");
        }

        username = Encoding.UTF8.GetString(message[..separator]);
        message[(separator + 1)..].CopyTo(_proof);
        _parsed = true;
        return null;
    }

    /// <summary>Whether the client knows this token, in constant time. Null does the same work and is never right.</summary>
    public bool Verify(string? token)
    {
        Span<byte> expected = stackalloc byte[HashedToken.HashBytes];
        HashedToken.Compute(string.IsNullOrEmpty(token) ? NoToken : token, "Initiator"u8, _binding.Span, expected);
        var equal = CryptographicOperations.FixedTimeEquals(expected, _proof);
        CryptographicOperations.ZeroMemory(expected);
        return equal & _parsed & !string.IsNullOrEmpty(token);
    }

    /// <summary>The responder's message for the token that was right.</summary>
    public byte[] Success(string token)
    {
        var message = new byte[HashedToken.HashBytes];
        HashedToken.Compute(token, "Responder"u8, _binding.Span, message);
        return message;
    }
}
