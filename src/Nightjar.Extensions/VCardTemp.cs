using Nightjar.Server.Extensibility;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>
/// XEP-0054: vcard-temp. Anybody may read a vCard, as its users expect; an account without one answers strangers as one that does not
/// exist.
/// </summary>
public sealed class VCardTemp : IExtension
{
    private const string Ns = Namespaces.VCardTemp;
    private const string Category = "vcard";
    private const string Key = "";

    /// <summary>Largest vCard: one with an avatar of 192 KiB in base64, which is what the largest stanza carries by default.</summary>
    private const int MaxBytes = 256 * 1024;

    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 54, "vcard-temp", version: "1.3.0")
        .Feature(Ns, IqScope.Both)
        .OnIqGet(Ns, "vCard", iq => Turns.InOrder(iq, GetAsync), IqScope.Account)
        .OnIqSet(Ns, "vCard", iq => Turns.InOrder(iq, SetAsync), IqScope.Account);

    private static async ValueTask<Iq?> GetAsync(IqRequest iq)
    {
        ReadOnlyMemory<byte>? kept = await iq.Services.Store.Values.GetAsync(iq.Account!.Owner, Category, Key).ConfigureAwait(false);
        return kept is { } bytes
            ? await iq.ResultAsync(Element.Parse(bytes)).ConfigureAwait(false)
            : await iq.ErrorAsync(iq.IsOwn ? StanzaErrorCondition.ItemNotFound : StanzaErrorCondition.ServiceUnavailable).ConfigureAwait(false);
    }

    private static async ValueTask<Iq?> SetAsync(IqRequest iq)
    {
        if (!iq.IsOwn)
        {
            return await iq.ErrorAsync(StanzaErrorCondition.Forbidden).ConfigureAwait(false);
        }

        byte[] bytes = iq.Payload.ToUtf8();
        if (bytes.Length > MaxBytes)
        {
            return await iq.ErrorAsync(StanzaErrorCondition.NotAcceptable, $"A vCard may have {MaxBytes / 1024} KiB.").ConfigureAwait(false);
        }

        await iq.Services.Store.Values.SetAsync(iq.Account!.Owner, Category, Key, bytes).ConfigureAwait(false);
        return await iq.ResultAsync().ConfigureAwait(false);
    }
}
