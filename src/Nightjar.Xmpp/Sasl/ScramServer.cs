using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// The server's side of one SCRAM exchange (RFC 5802): <see cref="ParseFirst"/>, then the caller finds the account's credentials
/// (or fake ones, <see cref="FakeCredentials"/>), then <see cref="Challenge"/>, then <see cref="Finish"/>. Any failure ends it.
/// One instance for one exchange, used by one thread at a time. It keeps a reference to the credentials and neither changes nor
/// clears them. Calling a step out of order is a bug and throws; nothing the peer sends does.
/// </summary>
public sealed class ScramServer(ScramMechanism mechanism, SaslOffer offer, ChannelBindings bindings, ScramServerSettings? settings = null)
{
    const int StackBytes = 1024; // an ordinary auth message has some 250 bytes

    readonly ScramServerSettings _settings = settings ?? ScramServerSettings.Default;
    Step _step;
    ScramClientFirst? _first;
    ScramCredentials? _credentials;
    byte[] _gs2Header = [];
    byte[] _clientFirstBare = [];
    byte[] _clientNonce = [];
    byte[] _nonce = [];
    byte[] _serverFirst = [];

    enum Step { First, Challenge, Final, Done }

    /// <summary>Reads the client-first-message. Null means success, and <paramref name="first"/> is set.</summary>
    public SaslFailure? ParseFirst(ReadOnlySpan<byte> message, out ScramClientFirst? first)
    {
        Enter(Step.First);
        first = null;
        if (!offer.Offers(mechanism.Name)) return new SaslFailure(SaslCondition.InvalidMechanism, "the mechanism was not offered on this stream");
        if (!ScramAttributes.AreAllowedIn(message)) return SaslFailure.Malformed("client-first-message is too long or not text");
        if (!Gs2Header.TryParse(message, out var gs2)) return SaslFailure.Malformed("GS2 header is malformed");
        if (CheckBinding(gs2, out var binding) is { } refused) return refused;

        var authzid = gs2.Authzid.IsEmpty ? null : ScramText.DecodeName(gs2.Authzid);
        if (!gs2.Authzid.IsEmpty && authzid is null) return SaslFailure.Malformed("authorization identity is malformed");

        var bare = message[gs2.Length..];
        var attributes = new ScramAttributes(bare);
        if (!attributes.MoveNext()) return SaslFailure.Malformed("client-first-message is malformed");
        if (attributes.Name == 'm') return SaslFailure.Malformed("unknown mandatory extension");
        if (attributes.Name != 'n' || ScramText.DecodeName(attributes.Value) is not { } username) return SaslFailure.Malformed("user name is malformed");
        if (!attributes.Expect('r') || !ScramText.IsNonce(attributes.Value)) return SaslFailure.Malformed("client nonce is malformed");
        var nonce = attributes.Value;
        if (!attributes.SkipExtensions()) return SaslFailure.Malformed("client-first-message has a malformed or unknown mandatory extension");

        (_gs2Header, _clientFirstBare, _clientNonce) = (message[..gs2.Length].ToArray(), bare.ToArray(), nonce.ToArray());
        _first = first = new ScramClientFirst(username, authzid, binding);
        _step = Step.Challenge;
        return null;
    }

    /// <summary>Writes the server-first-message. Null means success, and <paramref name="message"/> is what to send.</summary>
    /// <param name="credentials">The account's credentials, or fake ones when there is no such account.</param>
    /// <param name="bareJid">The normalised bare JID of the account the user name stands for, existing or not; an authorization
    /// identity that is not this JID fails with <c>invalid-authzid</c>.</param>
    /// <param name="message">The server-first-message.</param>
    /// <exception cref="ArgumentException">The credentials belong to another hash.</exception>
    public SaslFailure? Challenge(ScramCredentials credentials, string bareJid, out byte[] message)
    {
        Enter(Step.Challenge);
        message = [];
        if (credentials.Hash != mechanism.Hash) throw new ArgumentException("credentials of another hash", nameof(credentials));
        if (_first!.Authzid is { } authzid && !string.Equals(Prepare(authzid), bareJid, StringComparison.Ordinal))
        {
            return new SaslFailure(SaslCondition.InvalidAuthzid, "authorization identity is not the account that logs in");
        }

        _credentials = credentials;
        _nonce = [.. _clientNonce, .. Encoding.ASCII.GetBytes(_settings.NonceSource())];
        message = _serverFirst = Encoding.ASCII.GetBytes(
            $"r={Encoding.ASCII.GetString(_nonce)},s={Convert.ToBase64String(credentials.Salt.Span)},i={credentials.Iterations}{Extensions()}");
        _step = Step.Final;
        return null;
    }

    /// <summary>
    /// Checks the client-final-message in constant time. Null means that the client knows the password, and
    /// <paramref name="message"/> is the server-final-message, which proves to the client that we know it too.
    /// </summary>
    public SaslFailure? Finish(ReadOnlySpan<byte> clientFinal, out byte[] message)
    {
        Enter(Step.Final);
        message = [];
        var size = mechanism.Hash.Bytes();
        Span<byte> secrets = stackalloc byte[3 * ScramHashes.MaxBytes];
        var proof = secrets[..size];
        var key = secrets.Slice(size, size);
        var digest = secrets.Slice(2 * size, size);
        if (ReadFinal(clientFinal, proof, out var withoutProof) is { } failure) return failure;

        var length = _clientFirstBare.Length + 1 + _serverFirst.Length + 1 + withoutProof;
        var auth = length <= StackBytes ? stackalloc byte[length] : new byte[length];
        WriteAuthMessage(auth, clientFinal[..withoutProof]);
        HashPrimitives.Hmac(mechanism.Hash, _credentials!.StoredKey.Span, auth, key); // ClientSignature
        for (var at = 0; at < size; at++) key[at] ^= proof[at]; // ClientKey
        HashPrimitives.Hash(mechanism.Hash, key, digest);
        var proven = CryptographicOperations.FixedTimeEquals(digest, _credentials.StoredKey.Span);
        if (proven)
        {
            HashPrimitives.Hmac(mechanism.Hash, _credentials.ServerKey.Span, auth, digest);
            message = new byte[2 + Base64.GetMaxEncodedToUtf8Length(size)];
            "v="u8.CopyTo(message);
            Base64.EncodeToUtf8(digest, message.AsSpan(2), out _, out _);
        }

        CryptographicOperations.ZeroMemory(secrets);
        _credentials = null;
        return proven ? null : SaslFailure.Refused("wrong proof");
    }

    SaslFailure? CheckBinding(Gs2Header gs2, out ChannelBindingType? binding)
    {
        binding = null;
        if (gs2.Flag != 'p')
        {
            if (mechanism.Plus) return SaslFailure.Malformed("a -PLUS mechanism without channel binding");
            return gs2.Flag == 'y' && offer.OffersPlus && _settings.DetectsStrippedPlus
                ? SaslFailure.Refused("the client believes that channel binding was not offered: somebody removed it from the offer")
                : null;
        }

        if (!mechanism.Plus) return SaslFailure.Malformed("channel binding without a -PLUS mechanism");
        var name = Encoding.ASCII.GetString(gs2.Binding);
        var offered = offer.ChannelBindings.Count == 0 || offer.ChannelBindings.Contains(name);
        if (!offered || !ChannelBindings.TryParse(name, out var type) || !bindings.Has(type))
        {
            // Not not-authorized: many clients would take that for a wrong password and ask their user for another one.
            return SaslFailure.Malformed("the channel-binding type was not offered");
        }

        binding = type;
        return null;
    }

    string? Prepare(string authzid) => _settings.PrepareAuthzid is { } prepare ? prepare(authzid) : authzid;

    string Extensions()
    {
        var variant = _settings.DowngradeProtection;
        var hash = variant == DowngradeProtection.Off
            ? "" : $",{(char)DowngradeHash.Attribute(variant)}={offer.DowngradeHash(mechanism.Hash, variant)}";
        return _settings.TlsVersion is { } version ? $"{hash},t={version}" : hash;
    }

    // c= and r= must be exactly what we expect; the proof comes last.
    SaslFailure? ReadFinal(ReadOnlySpan<byte> message, Span<byte> proof, out int withoutProof)
    {
        withoutProof = 0;
        if (!ScramAttributes.AreAllowedIn(message)) return SaslFailure.Malformed("client-final-message is too long or not text");
        var attributes = new ScramAttributes(message);
        if (!attributes.Expect('c')) return SaslFailure.Malformed("client-final-message lacks the channel binding");
        if (MatchesBinding(attributes.Value) is { } mismatch) return mismatch;
        if (!attributes.Expect('r')) return SaslFailure.Malformed("client-final-message lacks the nonce");
        if (!attributes.Value.SequenceEqual(_nonce)) return SaslFailure.Refused("the nonce is not ours");
        while (attributes.MoveNext() && attributes.Name != 'p')
        {
            if (ScramAttributes.IsReserved(attributes.Name)) return SaslFailure.Malformed("client-final-message has a misplaced attribute");
        }

        if (!attributes.AtEnd || attributes.Name != 'p') return SaslFailure.Malformed("client-final-message does not end with the proof");
        withoutProof = attributes.Start - 1;
        return StrictBase64.TryDecode(attributes.Value, proof) ? null : SaslFailure.Malformed("the proof is malformed");
    }

    SaslFailure? MatchesBinding(ReadOnlySpan<byte> value)
    {
        ReadOnlyMemory<byte> data = default;
        if (_first!.ChannelBinding is { } type && !bindings.TryGet(type, out data))
        {
            return new SaslFailure(SaslCondition.TemporaryAuthFailure, "channel-binding data is not available");
        }

        var expected = Encoding.ASCII.GetBytes(Convert.ToBase64String([.. _gs2Header, .. data.Span]));
        return CryptographicOperations.FixedTimeEquals(expected, value) ? null : SaslFailure.Refused("channel binding does not match");
    }

    void WriteAuthMessage(Span<byte> auth, ReadOnlySpan<byte> clientFinalWithoutProof)
    {
        _clientFirstBare.CopyTo(auth);
        var at = _clientFirstBare.Length;
        auth[at++] = (byte)',';
        _serverFirst.CopyTo(auth[at..]);
        at += _serverFirst.Length;
        auth[at++] = (byte)',';
        clientFinalWithoutProof.CopyTo(auth[at..]);
    }

    void Enter(Step step)
    {
        if (_step != step) throw new InvalidOperationException($"SCRAM step {step} was called out of order");
        _step = Step.Done; // until this step succeeds
    }
}
