using System.Globalization;

using Nightjar.Server.Accounts;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>
/// Logging in with a token instead of the password, in one round trip (FAST, XEP-0484). Only inside TLS. 0-RTT data is not
/// accepted by the TLS layer and so not advertised. Thread-safe.
/// </summary>
/// <remarks>Mechanisms without channel binding are offered too, as the text recommends: clients without access to their TLS layer
/// (browsers) have nothing else. Inside TLS nobody sees their proof, and a token made for channel binding never works without.</remarks>
internal sealed class FastLogin(CredentialLookup credentials, FastTokens tokens)
{
    /// <summary>What is advertised among SASL2's inline features on this connection.</summary>
    public static Element Feature(ChannelBindings bindings) => new(
        Namespaces.Fast, "fast", Content.Many(Offered(bindings).Select(m => new Element(Namespaces.Fast, "mechanism", m.Name))));

    /// <summary>The client proves that it knows its token.</summary>
    public async ValueTask<FastStep> AuthenticateAsync(ClientStream stream, string mechanism, Element request, string? device, byte[] message)
    {
        ChannelBindings bindings = stream.Carrier.ChannelBindings;
        if (!HashedTokenMechanism.TryParse(mechanism, out HashedTokenMechanism hashed) || !Offered(bindings).Contains(hashed))
        {
            return new FastStep(ScramLogin.NotOffered);
        }

        uint? count = null;
        if (request.Attribute("count") is { } text)
        {
            if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint value))
            {
                return Fail(stream, SaslCondition.MalformedRequest, "count is no number");
            }

            count = value;
        }

        var exchange = new HashedTokenServer(hashed, bindings);
        if (!FastTokens.IsDeviceId(device))
        {
            return Fail(stream, SaslCondition.MalformedRequest, "no device id");
        }

        if (exchange.Parse(message, out string name) is { } malformed)
        {
            return new FastStep(ScramLogin.Fail(stream, malformed));
        }

        if (Jid.TryCreate(name, stream.DomainName, null) is not { } bare)
        {
            return Fail(stream, SaslCondition.NotAuthorized, "not a user name");
        }

        LoginKeys login = stream.Named is { } named && named.Bare == bare ? named : await credentials.FindAsync(bare).ConfigureAwait(false);
        int revocation = login.Record is { } known ? tokens.RevocationOf(known.Owner) : 0;
        FastDevice before = login.Record is null ? FastDevice.Empty : await tokens.FindAsync(login.Record.Owner, device!).ConfigureAwait(false);
        FastToken? token = FastTokens.Verify(before, exchange, hashed.Binding, count);
        if (token is null || login.Record is not { } record)
        {
            return Fail(stream, SaslCondition.NotAuthorized, "no such token");
        }

        if (tokens.HasExpired(token))
        {
            return Fail(stream, SaslCondition.CredentialsExpired, "expired");
        }

        if (record.State != AccountState.Active)
        {
            return Fail(stream, SaslCondition.AccountDisabled, "not active");
        }

        if (!await credentials.IsCurrentAsync(login).ConfigureAwait(false))
        {
            return Fail(stream, SaslCondition.NotAuthorized, "changed meanwhile");
        }

        // What the newer token's use proves is that it arrived: the older one is no longer needed (XEP-0484 §"rotation").
        bool isNext = ReferenceEquals(token, before.Next);
        FastToken used = count is { } highest ? token with { Count = highest } : token;
        bool invalidates = request.Attribute("invalidate") is "true" or "1";
        FastDevice after = invalidates ? FastDevice.Empty
            : isNext ? new FastDevice(used, null)
            : before with { Current = used };
        return new FastStep(new ScramStep { Login = login, Data = exchange.Success(token.Secret) })
        {
            Before = before,
            After = after,
            Revocation = revocation,
            Used = invalidates ? null : used,
        };
    }

    /// <summary>After log-in: notes what was used, and makes a new token where one is asked for or due.</summary>
    /// <returns>The <c>&lt;token/&gt;</c> for the client, or null.</returns>
    public async ValueTask<Element?> SettleAsync(ClientStream stream, LoginKeys login, FastStep? used, Element? request, string? device)
    {
        ChannelBindingType? binding = used?.Used?.Binding;
        bool makes = used?.Used is { } token && tokens.IsDue(token);
        if (request is not null && HashedTokenMechanism.TryParse(request.Attribute("mechanism") ?? "", out HashedTokenMechanism wanted)
            && Offered(stream.Carrier.ChannelBindings).Contains(wanted))
        {
            (makes, binding) = (true, wanted.Binding);
        }

        if (!FastTokens.IsDeviceId(device) || (used is null && !makes))
        {
            return null;
        }

        OwnerId owner = login.Record!.Owner;
        int revocation = used?.Revocation ?? tokens.RevocationOf(owner);
        FastDevice before = used?.Before ?? await tokens.FindAsync(owner, device!).ConfigureAwait(false);
        FastDevice after = used?.After ?? before;
        FastToken? made = makes ? tokens.Create(binding) : null;
        if (made is not null)
        {
            after = after with { Next = made };
        }

        bool stored = await tokens.StoreAsync(owner, device!, before, after, revocation).ConfigureAwait(false);
        return stored && made is not null
            ? new Element(Namespaces.Fast, "token", ("expiry", XmppDateTime.Format(made.Expires)), ("token", made.Secret))
            : null;
    }

    private static IEnumerable<HashedTokenMechanism> Offered(ChannelBindings bindings) =>
        HashedTokenMechanism.All.Where(m => m.Binding is not { } type || bindings.Has(type));

    private static FastStep Fail(ClientStream stream, SaslCondition condition, string reason) =>
        new(ScramLogin.Fail(stream, new SaslFailure(condition, reason)));
}
