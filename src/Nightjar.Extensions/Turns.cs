using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Extensions;

/// <summary>
/// Requests to one account that wait for storage take turns, so that a client that sends a change and a question in one go gets the
/// answer after the change (RFC 6120 §10.1).
/// </summary>
internal static class Turns
{
    /// <summary>Runs a handler when all earlier ones of this account are over. Called in the mailbox.</summary>
    public static ValueTask<Iq?> InOrder(IqRequest iq, IqHandler handler)
    {
        Account account = iq.Account!;
        Task before = account.Get<Line>()?.Last ?? Task.CompletedTask;
        Task<Iq?> mine = RunAsync(before, iq, handler);
        account.Set(new Line(mine));
        return new ValueTask<Iq?>(mine);
    }

    private static async Task<Iq?> RunAsync(Task before, IqRequest iq, IqHandler handler)
    {
        // How the one before ended is for who waits for it.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await handler(iq).ConfigureAwait(false);
    }

    /// <summary>The last request in line.</summary>
    private sealed record Line(Task Last);
}
