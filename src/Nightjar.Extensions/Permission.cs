using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Extensions;

/// <summary>What several extensions ask before they answer for an account. In its mailbox.</summary>
internal static class Permission
{
    /// <summary>
    /// Lets <paramref name="granted"/> answer when who asks is the account itself or somebody whom it shows its presence, else
    /// <paramref name="refused"/>. They run in the mailbox.
    /// </summary>
    public static ValueTask<Iq?> WhoSeesPresence(IqRequest iq, IqHandler granted, IqHandler refused) =>
        MaySeePresence(iq.Account!, iq.From) ? granted(iq) : refused(iq);

    /// <summary>Whether it is the account itself or somebody whom it shows its presence.</summary>
    public static bool MaySeePresence(Account account, Jid who) => who.BareEquals(account.Bare);
}
