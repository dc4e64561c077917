using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Extensions;

/// <summary>What several extensions ask before they answer for an account.</summary>
internal static class Permission
{
    /// <summary>
    /// Lets <paramref name="granted"/> answer when who asks is the account itself or somebody whom it shows its presence, else
    /// <paramref name="refused"/>. Called in the mailbox; they run there, later if the roster has to be loaded first.
    /// </summary>
    public static ValueTask<Iq?> WhoSeesPresence(IqRequest iq, IqHandler granted, IqHandler refused) =>
        iq.Account!.IsSubscribedToUs(iq.From) is { } known
            ? known ? granted(iq) : refused(iq)
            : AskRosterAsync(iq, granted, refused);

    private static async ValueTask<Iq?> AskRosterAsync(IqRequest iq, IqHandler granted, IqHandler refused)
    {
        bool sees = await iq.Account!.IsSubscribedToUsAsync(iq.From).ConfigureAwait(false);
        var answer = new TaskCompletionSource<Task<Iq?>>(TaskCreationOptions.RunContinuationsAsynchronously);
        iq.Account.Post(() =>
        {
            try
            {
                answer.SetResult((sees ? granted : refused)(iq).AsTask());
            }
            catch (Exception fault)
            {
                // Whoever waits for the answer reports it.
                answer.SetException(fault);
            }
        });
        return await (await answer.Task.ConfigureAwait(false)).ConfigureAwait(false);
    }
}
