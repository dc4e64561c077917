using System.Collections.Immutable;
using System.Text;

using Nightjar.Xmpp.Addressing;

namespace Nightjar.Extensions;

/// <summary>Whom an account has blocked (XEP-0191). Immutable.</summary>
internal sealed record BlockList(ImmutableHashSet<Jid> Items)
{
    public static BlockList Empty { get; } = new(ImmutableHashSet<Jid>.Empty);

    /// <summary>
    /// Whether stanzas from and to an address are blocked (XEP-0191 §5): by its full or bare form or its domain.
    /// </summary>
    /// <param name="peer">The address.</param>
    /// <param name="own">
    /// The account. Its own devices and its server are never blocked (§4), whatever the list says: a person who blocks the own
    /// domain would lock themselves out.
    /// </param>
    public bool Matches(Jid peer, Jid own) =>
        !Items.IsEmpty
        && (Items.Contains(peer) || Items.Contains(peer.Bare) || Items.Contains(peer.DomainJid))
        && !peer.BareEquals(own) && peer != own.DomainJid;

    /// <summary>One address to a line: no address contains a line break.</summary>
    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(string.Join('\n', Items.Select(i => i.ToString())));

    public static BlockList Parse(ReadOnlySpan<byte> utf8) =>
        new([.. Encoding.UTF8.GetString(utf8).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Jid.Parse)]);
}
