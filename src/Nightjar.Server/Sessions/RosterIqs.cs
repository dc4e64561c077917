using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <summary>Requests for a roster: its own account's only (RFC 6121 §2.1.5, §2.3.3).</summary>
internal static class RosterIqs
{
    public static ValueTask<Iq?> GetAsync(IqRequest request) =>
        request.IsOwn ? SilentlyAsync(request.Account!.GetRosterAsync(request)) : request.ErrorAsync(StanzaErrorCondition.Forbidden);

    public static ValueTask<Iq?> SetAsync(IqRequest request) =>
        request.IsOwn ? SilentlyAsync(request.Account!.SetRosterAsync(request)) : request.ErrorAsync(StanzaErrorCondition.Forbidden);

    private static async ValueTask<Iq?> SilentlyAsync(ValueTask work)
    {
        await work.ConfigureAwait(false);
        return null;
    }
}
