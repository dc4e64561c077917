using Nightjar.Server.Configuration;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Sessions;

/// <summary>
/// A request that the server answers: its own, or on behalf of an account (RFC 6120 §10.3.3, RFC 6121 §8.5.2).
/// </summary>
public sealed class IqRequest
{
    internal IqRequest(Iq iq, DomainOptions domain, AccountServices services, Account? account, BoundResource? sender)
    {
        Iq = iq;
        Payload = iq.Payload!;
        Domain = domain;
        Services = services;
        Account = account;
        Sender = sender;
    }

    /// <summary>The stanza.</summary>
    public Iq Iq { get; }

    /// <summary>What is asked for.</summary>
    public Element Payload { get; }

    /// <summary>Who asks.</summary>
    public Jid From => Iq.From!;

    /// <summary>The settings of the domain that is asked.</summary>
    public DomainOptions Domain { get; }

    /// <summary>What the server as a whole offers.</summary>
    public AccountServices Services { get; }

    /// <summary>The account that is asked; null when the domain is asked.</summary>
    public Account? Account { get; }

    /// <summary>The account's own resource that asks; null when somebody else does.</summary>
    public BoundResource? Sender { get; }

    /// <summary>The account asks about itself.</summary>
    public bool IsOwn => Account is not null && From.BareEquals(Account.Bare);

    /// <summary>The answer.</summary>
    public ValueTask<Iq?> ResultAsync(params ReadOnlySpan<Content> payload) => new(Iq.Result(payload));

    /// <summary>The refusal, with the error type that RFC 6120 recommends.</summary>
    public ValueTask<Iq?> ErrorAsync(StanzaErrorCondition condition, string? text = null) => ErrorAsync(new StanzaError(condition, text));

    /// <summary>The refusal.</summary>
    public ValueTask<Iq?> ErrorAsync(StanzaError error) => new((Iq)Iq.ErrorReply(error));
}

/// <summary>
/// Answers a request. The part before the first await runs in the account's mailbox (for the domain: on the sender's thread);
/// after it the handler must not touch the account's state without <see cref="Account.Post"/>. Null: the answer comes by other means.
/// </summary>
public delegate ValueTask<Iq?> IqHandler(IqRequest request);
