using System.Globalization;

using Nightjar.Server.Extensibility;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>
/// XEP-0012: Last Activity, for those whom the account shows its presence. When the last device left is known to the second only
/// while the account is in memory; on disk stands the day (P9), and then the end of that day counts. So does the last status.
/// Strangers get <c>service-unavailable</c> and not the <c>forbidden</c> of §3: that would tell them that the account exists (P15).
/// </summary>
public sealed class LastActivity : IExtension
{
    private const string Ns = Namespaces.Last;

    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 12, "Last Activity", version: "2.0", note: "to the day for accounts that are long gone; strangers get service-unavailable instead of forbidden")
        .Feature(Ns, IqScope.Both)
        .OnIqGet(Ns, "query", iq => Answer(iq, iq.Services.Time.GetUtcNow() - iq.Services.StartedAt), IqScope.Server)
        .OnIqGet(Ns, "query", iq => Permission.WhoSeesPresence(iq, AnswerForAccount, iq => iq.ErrorAsync(StanzaErrorCondition.ServiceUnavailable)), IqScope.Account)
        .OnIncoming(GuardResources);

    private static ValueTask<Iq?> AnswerForAccount(IqRequest iq)
    {
        Account account = iq.Account!;
        if (account.Resources.Count > 0)
        {
            return Answer(iq, TimeSpan.Zero);
        }

        DateTimeOffset? left = account.LastUnavailableAt ?? EndOf(account.LastUsed);
        string? status = account.LastUnavailable?.Element.Child(Namespaces.Client, "status")?.Text;
        return left is { } at ? Answer(iq, iq.Services.Time.GetUtcNow() - at, status) : iq.ErrorAsync(StanzaErrorCondition.ItemNotFound);
    }

    private static ValueTask<Iq?> Answer(IqRequest iq, TimeSpan since, string? status = null) => iq.ResultAsync(new Element(
        Ns, "query", ("seconds", Math.Max(0, (long)since.TotalSeconds).ToString(CultureInfo.InvariantCulture)), status));

    /// <summary>§4: who may not see presence does not reach the client with this question either.</summary>
    private static IncomingVerdict GuardResources(Account account, Stanza stanza) =>
        stanza is Iq { Type: IqType.Get, To.IsFull: true, From: { } from } iq && Asks(iq) && account.IsSubscribedToUs(from) != true
            ? IncomingVerdict.Refuse(new StanzaError(StanzaErrorCondition.ServiceUnavailable))
            : IncomingVerdict.Pass;

    private static bool Asks(Iq iq)
    {
        foreach (XmlChild child in XmlChildren.Of(iq.Content, Namespaces.Client))
        {
            if (child.Is(Ns, "query"u8))
            {
                return true;
            }
        }

        return false;
    }

    private static DateTimeOffset? EndOf(DateOnly? day) => day is { } used ? new DateTimeOffset(used.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) : null;
}
