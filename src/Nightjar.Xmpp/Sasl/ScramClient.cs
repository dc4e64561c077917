using System.Security.Cryptography;
using System.Text;

namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// The client's side of one SCRAM exchange (RFC 5802): <see cref="First"/>, <see cref="Respond"/>, <see cref="Verify"/>. The
/// log-in counts only when <see cref="Verify"/> found the server's signature right. One instance for one exchange.
/// <see cref="Respond"/> runs PBKDF2 unless fitting keys were given. Calling a step out of order is a bug and throws.
/// </summary>
public sealed class ScramClient(ScramMechanism mechanism, ScramClientSettings settings)
{
    Step _step;
    string _gs2Header = "";
    string _clientFirstBare = "";
    string _nonce = "";
    byte[] _expectedSignature = [];

    enum Step { First, Respond, Verify, Done }

    /// <summary>The keys that answered the challenge, for the next exchange; null before <see cref="Respond"/> succeeded.</summary>
    public ScramClientKeys? Keys { get; private set; }

    /// <summary>Whether the server proved by XEP-0474 that its offer reached us unchanged.</summary>
    public bool OfferIsProven { get; private set; }

    /// <summary>The client-first-message.</summary>
    public byte[] First()
    {
        Enter(Step.First);
        var flag = mechanism.Plus ? $"p={ChannelBindings.NameOf(settings.Binding)}" : MissesPlus() ? "y" : "n";
        var authzid = settings.Authzid is { } identity ? $"a={ScramText.EncodeName(identity)}" : "";
        _gs2Header = $"{flag},{authzid},";
        _nonce = settings.NonceSource();
        _clientFirstBare = $"n={ScramText.EncodeName(settings.Username)},r={_nonce}";
        _step = Step.Respond;
        return Encoding.UTF8.GetBytes(_gs2Header + _clientFirstBare);
    }

    /// <summary>Answers the server-first-message. Null means success, and <paramref name="message"/> is what to send.</summary>
    public SaslFailure? Respond(ReadOnlySpan<byte> serverFirst, out byte[] message)
    {
        Enter(Step.Respond);
        message = [];
        if (ReadServerFirst(serverFirst, out var nonce, out var salt, out var iterations) is { } failure) return failure;
        ReadOnlyMemory<byte> binding = default;
        if (mechanism.Plus && !settings.Bindings.TryGet(settings.Binding, out binding))
        {
            return new SaslFailure(SaslCondition.TemporaryAuthFailure, "channel-binding data is not available");
        }

        Keys = settings.Keys is { } kept && kept.Fit(mechanism.Hash, salt, iterations)
            ? kept : ScramClientKeys.Derive(mechanism.Hash, settings.Password.Span, salt, iterations);
        var echo = Convert.ToBase64String([.. Encoding.UTF8.GetBytes(_gs2Header), .. binding.Span]);
        var withoutProof = $"c={echo},r={nonce}";
        var auth = Encoding.UTF8.GetBytes($"{_clientFirstBare},{Encoding.UTF8.GetString(serverFirst)},{withoutProof}");
        message = Encoding.UTF8.GetBytes($"{withoutProof},p={Prove(Keys, auth)}");
        _step = Step.Verify;
        return null;
    }

    /// <summary>Checks the server-final-message; null means that the server proved to know the credentials.</summary>
    public SaslFailure? Verify(ReadOnlySpan<byte> serverFinal)
    {
        Enter(Step.Verify);
        if (!ScramAttributes.AreAllowedIn(serverFinal)) return SaslFailure.Malformed("server-final-message is too long or not text");
        var attributes = new ScramAttributes(serverFinal);
        if (!attributes.MoveNext()) return SaslFailure.Malformed("server-final-message is malformed");
        if (attributes.Name == 'e') return SaslFailure.Refused("the server reports an error");
        Span<byte> signature = stackalloc byte[mechanism.Hash.Bytes()];
        if (attributes.Name != 'v' || !StrictBase64.TryDecode(attributes.Value, signature)) return SaslFailure.Malformed("server signature is malformed");
        if (!attributes.SkipExtensions()) return SaslFailure.Malformed("server-final-message has a malformed extension");
        var genuine = CryptographicOperations.FixedTimeEquals(signature, _expectedSignature);
        CryptographicOperations.ZeroMemory(_expectedSignature);
        return genuine ? null : SaslFailure.Refused("the server's signature is wrong");
    }

    SaslFailure? ReadServerFirst(ReadOnlySpan<byte> message, out string nonce, out byte[] salt, out int iterations)
    {
        (nonce, salt, iterations) = ("", [], 0);
        if (!ScramAttributes.AreAllowedIn(message)) return SaslFailure.Malformed("server-first-message is too long or not text");
        var attributes = new ScramAttributes(message);
        if (!attributes.Expect('r') || !ScramText.IsNonce(attributes.Value)) return SaslFailure.Malformed("server nonce is malformed");
        nonce = Encoding.ASCII.GetString(attributes.Value);
        if (nonce.Length <= _nonce.Length || !nonce.StartsWith(_nonce, StringComparison.Ordinal)) return SaslFailure.Refused("the nonce is not ours");
        if (!attributes.Expect('s') || StrictBase64.Decode(attributes.Value, ScramDefaults.MaxSaltBytes) is not { } bytes) return SaslFailure.Malformed("salt is malformed");
        salt = bytes;
        if (!attributes.Expect('i')) return SaslFailure.Malformed("iteration count is missing");
        iterations = ScramText.ParsePositive(attributes.Value, int.MaxValue);
        if (iterations < 0) return SaslFailure.Malformed("iteration count is malformed");
        if (iterations < settings.MinIterations) return new SaslFailure(SaslCondition.MechanismTooWeak, "too few iterations: the server may be after the password");
        if (iterations > settings.MaxIterations) return SaslFailure.Refused("absurdly many iterations");
        while (attributes.MoveNext())
        {
            if (ScramAttributes.IsReserved(attributes.Name)) return SaslFailure.Malformed("server-first-message has a misplaced attribute");
            if (CheckExtension(attributes.Name, attributes.Value) is { } failure) return failure;
        }

        return attributes.AtEnd ? null : SaslFailure.Malformed("server-first-message is malformed");
    }

    // XEP-0474 and XEP-0515: a difference means that somebody stands between the server and us.
    SaslFailure? CheckExtension(byte name, ReadOnlySpan<byte> value)
    {
        if (name is (byte)'h' or (byte)'d' && settings.Offer is { } offer)
        {
            var expected = offer.DowngradeHash(mechanism.Hash, name == 'h' ? DowngradeProtection.Current : DowngradeProtection.Draft03);
            if (!value.SequenceEqual(Encoding.ASCII.GetBytes(expected))) return SaslFailure.Refused("the server's offer was changed on its way");
            OfferIsProven = true;
        }

        return name == 't' && settings.TlsVersion is { } version && !value.SequenceEqual(Encoding.ASCII.GetBytes(version))
            ? SaslFailure.Refused("the server sees another TLS version")
            : null;
    }

    string Prove(ScramClientKeys keys, byte[] auth)
    {
        Span<byte> proof = stackalloc byte[mechanism.Hash.Bytes()];
        Span<byte> storedKey = stackalloc byte[proof.Length];
        HashPrimitives.Hash(mechanism.Hash, keys.ClientKey, storedKey);
        HashPrimitives.Hmac(mechanism.Hash, storedKey, auth, proof);
        for (var at = 0; at < proof.Length; at++) proof[at] ^= keys.ClientKey[at];
        _expectedSignature = new byte[proof.Length];
        HashPrimitives.Hmac(mechanism.Hash, keys.ServerKey, auth, _expectedSignature);
        CryptographicOperations.ZeroMemory(storedKey);
        return Convert.ToBase64String(proof);
    }

    bool MissesPlus() => settings.Offer is { OffersPlus: false } && settings.Bindings.Names.Any();

    void Enter(Step step)
    {
        if (_step != step) throw new InvalidOperationException($"SCRAM step {step} was called out of order");
        _step = Step.Done; // until this step succeeds
    }
}
