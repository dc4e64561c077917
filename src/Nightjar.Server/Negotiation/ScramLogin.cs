using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Negotiation;

/// <summary>
/// The log-in with a password, for classic SASL and SASL2 alike: what is offered, the SCRAM exchange, limits on failures.
/// Thread-safe; the state of one exchange stands in its stream.
/// </summary>
internal sealed class ScramLogin(SaslOptions options, CredentialLookup credentials, LoginThrottle throttle)
{
    /// <summary>Wrong passwords on one stream before it ends: a person mistypes twice.</summary>
    private const int GuessesPerStream = 3;

    /// <summary>Attempts of any kind on one stream that fail before it ends: clients try every mechanism they know in turn.</summary>
    private const int FailuresPerStream = 10;

    private readonly SaslOffers _offers = new(options.Mechanisms);
    private readonly ScramServerSettings _strict = Settings(options, detectsStrippedPlus: true);

    // RFC 5802 §6 refuses a client that says "y" (it could bind, and believes that we cannot), because somebody may have taken the
    // -PLUS names out of the offer. A client that has just tried one of them has seen the offer; it only knows tls-unique, which
    // nobody can offer under TLS 1.3. Whoever sits in between could make that attempt himself: XEP-0474 is what is left against him.
    private readonly ScramServerSettings _afterPlus = Settings(options, detectsStrippedPlus: false);

    /// <summary>What the stream's account can log in with; for no known account what everybody can.</summary>
    public SaslOffer OfferFor(ClientStream stream)
    {
        IReadOnlyList<ScramHash> hashes = stream.Named?.Hashes ?? credentials.CommonHashes;
        return _offers.For(stream.Carrier.ChannelBindings, [.. hashes.Select(h => h.MechanismName())]);
    }

    /// <summary>The client chose a mechanism.</summary>
    /// <param name="stream">Its stream.</param>
    /// <param name="mechanism">The mechanism.</param>
    /// <param name="data">The initial response, base64; null when the client sent none and waits for the empty challenge.</param>
    public async ValueTask<ScramStep> BeginAsync(ClientStream stream, string mechanism, string? data)
    {
        if (!stream.Offer!.Offers(mechanism) || !ScramMechanism.TryParse(mechanism, out ScramMechanism scram))
        {
            return NotOffered;
        }

        if (data is null)
        {
            stream.Exchange = scram;
            return new ScramStep();
        }

        if (Base64Text.Decode(data) is not { } message)
        {
            return Fail(stream, new SaslFailure(SaslCondition.IncorrectEncoding, "not base64"));
        }

        var server = new ScramServer(scram, stream.Offer, stream.Carrier.ChannelBindings, stream.HasTriedPlus ? _afterPlus : _strict);
        stream.HasTriedPlus |= scram.Plus;
        if (server.ParseFirst(message, out ScramClientFirst? first) is { } failure)
        {
            return Fail(stream, failure);
        }

        if (Jid.TryCreate(first!.Username, stream.DomainName, null) is not { } bare)
        {
            return Fail(stream, new SaslFailure(SaslCondition.NotAuthorized, "not a user name"));
        }

        if (await throttle.AdmitAsync(stream.Carrier.RemoteAddress, bare).ConfigureAwait(false) is { } refused)
        {
            return new ScramStep { Failure = refused, EndsStream = true, EndText = "Too many failed log-ins. Try again later." };
        }

        LoginKeys login = stream.Named is { } named && named.Bare == bare ? named : await credentials.FindAsync(bare).ConfigureAwait(false);
        if (credentials.KeysFor(login, scram.Hash) is not { } keys)
        {
            return Fail(stream, new SaslFailure(SaslCondition.InvalidMechanism, "no keys of this kind"));
        }

        if (server.Challenge(keys, bare.ToString(), out byte[] challenge) is { } wrong)
        {
            return Fail(stream, wrong);
        }

        stream.Exchange = new Exchange(server, login);
        return new ScramStep { Data = challenge };
    }

    /// <summary>The client answered the challenge.</summary>
    public async ValueTask<ScramStep> ContinueAsync(ClientStream stream, string data)
    {
        object? under = stream.Exchange;
        stream.Exchange = null;
        if (under is ScramMechanism scram)
        {
            return await BeginAsync(stream, scram.Name, data).ConfigureAwait(false);
        }

        if (under is not Exchange exchange)
        {
            return Fail(stream, new SaslFailure(SaslCondition.MalformedRequest, "no exchange is under way"));
        }

        if (Base64Text.Decode(data) is not { } message)
        {
            return Fail(stream, new SaslFailure(SaslCondition.IncorrectEncoding, "not base64"));
        }

        LoginKeys login = exchange.Login;
        if (exchange.Server.Finish(message, out byte[] proof) is { } failure)
        {
            return failure.Condition == SaslCondition.NotAuthorized ? Guessed(stream, login.Bare, failure) : Fail(stream, failure);
        }

        if (login.Record is not { } record)
        {
            return Guessed(stream, login.Bare, new SaslFailure(SaslCondition.NotAuthorized, "no such account"));
        }

        if (record.State != AccountState.Active)
        {
            return Fail(stream, new SaslFailure(SaslCondition.AccountDisabled, "not active"));
        }

        if (!await credentials.IsCurrentAsync(login).ConfigureAwait(false))
        {
            return Fail(stream, new SaslFailure(SaslCondition.NotAuthorized, "changed meanwhile"));
        }

        throttle.Succeeded(stream.Carrier.RemoteAddress, login.Bare);
        return new ScramStep { Login = login, Data = proof };
    }

    /// <summary>Gives up the exchange that is under way, if any.</summary>
    public static ScramStep Abort(ClientStream stream)
    {
        stream.Exchange = null;
        return Fail(stream, new SaslFailure(SaslCondition.Aborted, "aborted"));
    }

    /// <summary>The attempt failed for a reason that is no guess.</summary>
    public static ScramStep Fail(ClientStream stream, SaslFailure failure)
    {
        stream.Failures++;
        return new ScramStep
        {
            Failure = failure,
            EndsStream = stream.Guesses >= GuessesPerStream || stream.Failures >= FailuresPerStream,
            EndText = "Too many failed log-ins.",
        };
    }

    /// <summary>P13: whoever tries what was not offered is disconnected.</summary>
    public static ScramStep NotOffered => new()
    {
        Failure = new SaslFailure(SaslCondition.InvalidMechanism, "not offered"),
        EndsStream = true,
        EndText = "The mechanism was not offered.",
    };

    /// <summary>What a person can do about it.</summary>
    public static string Explain(SaslCondition condition) => condition switch
    {
        SaslCondition.NotAuthorized => "Wrong user name or password.",
        SaslCondition.AccountDisabled => "The account is suspended.",
        SaslCondition.InvalidMechanism => "This way of logging in is not offered. The password is never accepted in clear.",
        SaslCondition.TemporaryAuthFailure => "Try again later.",
        SaslCondition.InvalidAuthzid => "Logging in as somebody else is not possible.",
        SaslCondition.CredentialsExpired => "The token has expired. Please log in with the password.",
        SaslCondition.Aborted => "Aborted.",
        _ => "The log-in was malformed.",
    };

    /// <summary>The proof was wrong: somebody guesses.</summary>
    private ScramStep Guessed(ClientStream stream, Jid bare, SaslFailure failure)
    {
        throttle.Failed(stream.Carrier.RemoteAddress, bare);
        stream.Guesses++;
        return Fail(stream, failure);
    }

    private static ScramServerSettings Settings(SaslOptions options, bool detectsStrippedPlus) => new()
    {
        DowngradeProtection = options.DowngradeProtection ? DowngradeProtection.Current : DowngradeProtection.Off,
        PrepareAuthzid = authzid => Jid.TryParse(authzid)?.ToString(),
        DetectsStrippedPlus = detectsStrippedPlus,
    };

    private sealed record Exchange(ScramServer Server, LoginKeys Login);
}
