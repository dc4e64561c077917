using Nightjar.Server.Extensibility;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>
/// XEP-0280: Message Carbons. A copy is wrapped once, as bytes, whoever gets it; what the recipients differ in is the start tag.
/// </summary>
public sealed class Carbons : IExtension
{
    private const string Ns = Namespaces.Carbons;

    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 280, "Message Carbons", version: "1.0.1")
        .Implements(xep: 297, "Stanza Forwarding", version: "1.0", note: "as carbons use it")
        .Feature(Ns, IqScope.Both)
        .Feature("urn:xmpp:carbons:rules:0", IqScope.Both)
        .OnIqSet(Ns, "enable", iq => SwitchAsync(iq, on: true), IqScope.Account)
        .OnIqSet(Ns, "disable", iq => SwitchAsync(iq, on: false), IqScope.Account)
        .InlineWithBind(Ns, EnableWithBind)
        .OnIncoming(RefuseForgeries)
        .OnSent(CopySent)
        .OnDelivered(CopyReceived)
        .OnResourceEnded((account, _) => Count(account));

    private static ValueTask<Iq?> SwitchAsync(IqRequest iq, bool on)
    {
        if (iq.Sender is not { } resource)
        {
            return iq.ErrorAsync(StanzaErrorCondition.NotAllowed);
        }

        if (on)
        {
            resource.Set(Taker.Instance);
        }
        else
        {
            resource.Remove<Taker>();
        }

        Count(iq.Account!);
        return iq.ResultAsync();
    }

    /// <summary>XEP-0386: copies from the first moment on. The resource is not among the account's yet.</summary>
    private static Element? EnableWithBind(Account account, BoundResource resource, Session session, Element request)
    {
        if (request.Name == "enable")
        {
            resource.Set(Taker.Instance);
            Count(account);
            account.CopyTakers++;
        }

        return null;
    }

    private static void Count(Account account)
    {
        int takers = 0;
        foreach (BoundResource resource in account.Resources)
        {
            takers += resource.Get<Taker>() is null ? 0 : 1;
        }

        account.CopyTakers = takers;
    }

    /// <summary>
    /// Only the account's own server makes copies (§13, CVE-2017-5589): whoever else sends one wants to put words into somebody's
    /// mouth. The names are looked for first, because names cannot be written with references.
    /// </summary>
    private static IncomingVerdict RefuseForgeries(Account account, Stanza stanza) =>
        stanza is Message { IsError: false } message
        && (message.Content.IndexOf("received"u8) >= 0 || message.Content.IndexOf("sent"u8) >= 0)
        && (message.Traits & MessageTraits.Carbon) != 0
            ? IncomingVerdict.Refuse(new StanzaError(StanzaErrorCondition.NotAcceptable, "Only a server makes message carbons."))
            : IncomingVerdict.Pass;

    private static void CopySent(Account account, Jid sender, Message message)
    {
        // To the account itself: the receiving side makes the copies, or everybody would get two.
        if (message.To is not { } to || to.BareEquals(account.Bare) || !IsEligible(account, message, isSent: true))
        {
            return;
        }

        Message? copy = null;
        foreach (BoundResource resource in account.Resources)
        {
            if (resource.Get<Taker>() is not null && resource.Jid != sender)
            {
                copy = CarbonCopy.For(resource, copy, account.Bare, message, isSent: true);
                resource.Deliver(copy);
            }
        }
    }

    private static void CopyReceived(Account account, Message message, BoundResource? addressed, long archiveSequence, ref DeliveryTally tally)
    {
        if (account.CopyTakers == 0 || !IsEligible(account, message, isSent: false))
        {
            return;
        }

        bool taken = tally.Any;
        Message? copy = null;
        foreach (BoundResource resource in account.Resources)
        {
            bool hasOriginal = addressed is null ? resource.TakesBareMessages : resource == addressed;
            if (hasOriginal || resource.Get<Taker>() is null || resource.Jid == message.From)
            {
                continue;
            }

            if (taken)
            {
                copy = CarbonCopy.For(resource, copy, account.Bare, message, isSent: false);
                tally.Count(resource.Deliver(copy, archiveSequence));
            }
            else if (resource.IsAvailable)
            {
                // Nobody has the original, so it will wait for somebody: the copy does not count as delivery. Who has not
                // sent presence yet will get the original itself.
                copy = CarbonCopy.For(resource, copy, account.Bare, message, isSent: false);
                resource.Deliver(copy);
            }
        }
    }

    private static bool IsEligible(Account account, Message message, bool isSent)
    {
        RecentIds? recent = account.Get<RecentIds>();
        if (message.Type == MessageType.Error)
        {
            return recent?.Contains(message) == true && !CarbonRules.IsPrivate(message);
        }

        if (!CarbonRules.IsEligible(message, isSent))
        {
            return false;
        }

        if (recent is null)
        {
            account.Set(recent = new RecentIds());
        }

        recent.Add(message);
        return true;
    }

    /// <summary>Marks a resource that wants copies.</summary>
    private sealed class Taker
    {
        public static readonly Taker Instance = new();
    }
}
