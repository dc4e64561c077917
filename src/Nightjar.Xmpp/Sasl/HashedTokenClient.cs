using System.Security.Cryptography;
using System.Text;

namespace Nightjar.Xmpp.Sasl;

/// <summary>The client's side of one HT exchange: <see cref="Initial"/>, then <see cref="Verify"/>.</summary>
public sealed class HashedTokenClient
{
    readonly string _username;
    readonly string _token;
    readonly ReadOnlyMemory<byte> _binding;

    /// <summary>A client with the token the server gave it for this mechanism.</summary>
    /// <exception cref="ArgumentException">The channel-binding data of the mechanism is not available.</exception>
    public HashedTokenClient(HashedTokenMechanism mechanism, ChannelBindings bindings, string username, string token)
    {
        if (mechanism.Binding is { } type && !bindings.TryGet(type, out _binding)) throw new ArgumentException("no such channel binding", nameof(bindings));
        (_username, _token) = (username, token);
    }

    /// <summary>The initiator's message.</summary>
    public byte[] Initial()
    {
        var name = Encoding.UTF8.GetBytes(_username);
        var message = new byte[name.Length + 1 + HashedToken.HashBytes];
        name.CopyTo(message, 0);
        HashedToken.Compute(_token, "Initiator"u8, _binding.Span, message.AsSpan(name.Length + 1));
        return message;
    }

    /// <summary>Whether the server's answer proves that it knows the token too, in constant time.</summary>
    public bool Verify(ReadOnlySpan<byte> response)
    {
        Span<byte> expected = stackalloc byte[HashedToken.HashBytes];
        HashedToken.Compute(_token, "Responder"u8, _binding.Span, expected);
        var equal = CryptographicOperations.FixedTimeEquals(expected, response);
        CryptographicOperations.ZeroMemory(expected);
        return equal;
    }
}
