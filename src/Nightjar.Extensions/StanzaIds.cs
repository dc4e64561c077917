using Nightjar.Server.Extensibility;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>
/// XEP-0359: Unique and Stable Stanza IDs. The archive gives them; here those are taken out that somebody else gave in the
/// account's name, so that clients can rely on what they see.
/// </summary>
public sealed class StanzaIds : IExtension
{
    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 359, "Unique and Stable Stanza IDs", version: "0.7.0")
        .Feature(Namespaces.Sid, IqScope.Account, when: domain => domain.Archive)
        .OnIncoming(Cleanse, Phase.Transform);

    // The name of an element cannot be written with references: a search of the bytes finds it.
    private static IncomingVerdict Cleanse(Account account, Stanza stanza) =>
        stanza is Message message && message.Content.IndexOf("stanza-id"u8) >= 0 && Cleansed(account, message) is { } cleansed
            ? IncomingVerdict.Replace(cleansed)
            : IncomingVerdict.Pass;

    private static Stanza? Cleansed(Account account, Message message)
    {
        Element cleansed = StanzaId.WithoutThoseBy(message.Element, account.Bare);
        return ReferenceEquals(cleansed, message.Element) ? null : Stanza.FromElement(cleansed, message.From, message.To, message.StreamLanguage);
    }
}
