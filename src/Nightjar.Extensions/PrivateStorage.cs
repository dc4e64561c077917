using Nightjar.Server.Extensibility;
using Nightjar.Server.Sessions;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>XEP-0049: Private XML Storage.</summary>
public sealed class PrivateStorage : IExtension
{
    private const string Ns = Namespaces.Private;
    private const string Category = "private";

    /// <summary>Different elements an account may keep: clients use a handful, and each is a row.</summary>
    private const int MaxElements = 64;

    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 49, "Private XML Storage", version: "1.2")
        .Feature(Ns, IqScope.Both)
        .OnIqGet(Ns, "query", iq => Turns.InOrder(iq, GetAsync), IqScope.Account)
        .OnIqSet(Ns, "query", iq => Turns.InOrder(iq, SetAsync), IqScope.Account);

    private static async ValueTask<Iq?> GetAsync(IqRequest iq)
    {
        if (!iq.IsOwn)
        {
            return await iq.ErrorAsync(StanzaErrorCondition.Forbidden).ConfigureAwait(false);
        }

        Element[] wanted = [.. iq.Payload.Elements];
        if (wanted.Length != 1 || !IsStorable(wanted[0]))
        {
            return await iq.ErrorAsync(StanzaErrorCondition.BadRequest, "Ask for one element with a namespace of its own.").ConfigureAwait(false);
        }

        ReadOnlyMemory<byte>? kept = await iq.Services.Store.Values.GetAsync(iq.Account!.Owner, Category, KeyOf(wanted[0])).ConfigureAwait(false);
        Element found = kept is { } bytes ? Element.Parse(bytes) : new Element(wanted[0].Namespace, wanted[0].Name);
        return await iq.ResultAsync(new Element(Ns, "query", found)).ConfigureAwait(false);
    }

    private static async ValueTask<Iq?> SetAsync(IqRequest iq)
    {
        if (!iq.IsOwn)
        {
            return await iq.ErrorAsync(StanzaErrorCondition.Forbidden).ConfigureAwait(false);
        }

        Element[] given = [.. iq.Payload.Elements];
        if (given.Length == 0 || !given.All(IsStorable))
        {
            return await iq.ErrorAsync(StanzaErrorCondition.NotAcceptable, "Give elements with namespaces of their own.").ConfigureAwait(false);
        }

        OwnerId owner = iq.Account!.Owner;
        IKeyValueStore values = iq.Services.Store.Values;
        IReadOnlyList<StoredValue> kept = await values.ListAsync(owner, Category).ConfigureAwait(false);
        if (kept.Select(v => v.Key).Union(given.Select(KeyOf)).Count() > MaxElements)
        {
            return await iq.ErrorAsync(
                new StanzaError(StanzaErrorCondition.ResourceConstraint, StanzaErrorType.Cancel, $"At most {MaxElements} elements are kept.")).ConfigureAwait(false);
        }

        await values.WriteAsync([.. given.Select(e => Write(owner, e))]).ConfigureAwait(false);
        return await iq.ResultAsync().ConfigureAwait(false);
    }

    // An empty element is how clients take something back, and what is answered when there is nothing.
    private static ValueWrite Write(OwnerId owner, Element element) => new(
        owner, Category, KeyOf(element), element is { Nodes.IsEmpty: true, Attributes.IsEmpty: true } ? null : (ReadOnlyMemory<byte>?)element.ToUtf8());

    private static bool IsStorable(Element element) =>
        element.Namespace is not ("" or Ns or Namespaces.Client) && KeyOf(element).Length <= StorageLimits.NameLength;

    private static string KeyOf(Element element) => element.Namespace + " " + element.Name;
}
