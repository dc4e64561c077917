using System.Text;

using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Negotiation;

/// <summary>
/// The log-in itself, for classic SASL and SASL2 alike: what is offered, the SCRAM exchange, limits on failures.
/// Thread-safe; the state of one exchange stands in its stream.
/// </summary>
internal sealed class ScramLogin(SaslOptions options, CredentialLookup credentials, LoginThrottle throttle)
{
    private readonly SaslOffers _offers = new(options.Mechanisms);
    private readonly ScramServerSettings _settings = new()
    {
        DowngradeProtection = options.DowngradeProtection ? DowngradeProtection.Current : DowngradeProtection.Off,
        PrepareAuthzid = authzid => Jid.TryParse(authzid)?.ToString(),
    };

    /// <summary>Failed log-ins on one stream before it ends: a person mistypes twice.</summary>
    private const int FailuresPerStream = 3;

    public SaslOffer OfferFor(ClientStream stream) => _offers.For(stream.Carrier.ChannelBindings);

    /// <summary>The client chose a mechanism.</summary>
    public async ValueTask<ScramStep> BeginAsync(ClientStream stream, SaslOffer offer, string mechanism, string data)
    {
        stream.Exchange = null;
        if (!offer.Offers(mechanism) || !ScramMechanism.TryParse(mechanism, out ScramMechanism scram))
        {
            return new ScramStep
            {
                Failure = new SaslFailure(SaslCondition.InvalidMechanism, "not offered"),
                EndsStream = true,
                EndText = "The mechanism was not offered.",
            };
        }

        if (Decode(data) is not { } message)
        {
            return Fail(stream, null, new SaslFailure(SaslCondition.IncorrectEncoding, "not base64"));
        }

        var server = new ScramServer(scram, offer, stream.Carrier.ChannelBindings, _settings);
        if (server.ParseFirst(message, out ScramClientFirst? first) is { } failure)
        {
            return Fail(stream, null, failure);
        }

        if (Jid.TryCreate(first!.Username, stream.DomainName, null) is not { } bare)
        {
            return Fail(stream, null, new SaslFailure(SaslCondition.NotAuthorized, "not a user name"));
        }

        if (await throttle.AdmitAsync(stream.Carrier.RemoteAddress, bare).ConfigureAwait(false) is { } refused)
        {
            return new ScramStep { Failure = refused, EndsStream = true, EndText = "Too many failed log-ins. Try again later." };
        }

        (AccountRecord? record, ScramCredentials? keys) = await credentials.FindAsync(bare, scram.Hash).ConfigureAwait(false);
        if (keys is null)
        {
            return Fail(stream, bare, new SaslFailure(SaslCondition.InvalidMechanism, "no keys of this kind"));
        }

        if (server.Challenge(keys, bare.ToString(), out byte[] challenge) is { } wrong)
        {
            return Fail(stream, bare, wrong);
        }

        stream.Exchange = new Exchange(server, bare, record);
        return new ScramStep { Data = challenge };
    }

    /// <summary>The client answered the challenge.</summary>
    public ValueTask<ScramStep> ContinueAsync(ClientStream stream, string data)
    {
        if (stream.Exchange is not Exchange exchange)
        {
            return new(Fail(stream, null, new SaslFailure(SaslCondition.MalformedRequest, "no exchange is under way")));
        }

        stream.Exchange = null;
        if (Decode(data) is not { } message)
        {
            return new(Fail(stream, exchange.Bare, new SaslFailure(SaslCondition.IncorrectEncoding, "not base64")));
        }

        if (exchange.Server.Finish(message, out byte[] proof) is { } failure)
        {
            return new(Fail(stream, exchange.Bare, failure));
        }

        if (exchange.Record is not { } record)
        {
            return new(Fail(stream, exchange.Bare, new SaslFailure(SaslCondition.NotAuthorized, "no such account")));
        }

        if (record.State != AccountState.Active)
        {
            return new(Fail(stream, exchange.Bare, new SaslFailure(SaslCondition.AccountDisabled, "not active")));
        }

        throttle.Succeeded(stream.Carrier.RemoteAddress, exchange.Bare);
        stream.Authenticate(exchange.Bare, record);
        return new(new ScramStep { IsSuccess = true, Data = proof });
    }

    public static ScramStep Abort(ClientStream stream)
    {
        stream.Exchange = null;
        return ScramStep.Failed(new SaslFailure(SaslCondition.Aborted, "aborted"));
    }

    /// <summary>What a person can do about it.</summary>
    public static string Explain(SaslCondition condition) => condition switch
    {
        SaslCondition.NotAuthorized => "Wrong user name or password.",
        SaslCondition.AccountDisabled => "The account is suspended.",
        SaslCondition.InvalidMechanism => "This way of logging in is not offered. The password is never accepted in clear.",
        SaslCondition.TemporaryAuthFailure => "Try again later.",
        SaslCondition.InvalidAuthzid => "Logging in as somebody else is not possible.",
        SaslCondition.Aborted => "Aborted.",
        _ => "The log-in was malformed.",
    };

    private ScramStep Fail(ClientStream stream, Jid? bare, SaslFailure failure)
    {
        throttle.Failed(stream.Carrier.RemoteAddress, bare);
        stream.Failures++;
        return new ScramStep
        {
            Failure = failure,
            EndsStream = stream.Failures >= FailuresPerStream,
            EndText = "Too many failed log-ins.",
        };
    }

    private static byte[]? Decode(string text)
    {
        if (text is "" or "=")
        {
            return [];
        }

        byte[] buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out int length) ? buffer[..length] : null;
    }

    private sealed record Exchange(ScramServer Server, Jid Bare, AccountRecord? Record);
}
