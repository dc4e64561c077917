using Nightjar.Control;
using Nightjar.Hosting;
using Nightjar.Server.Accounts;

namespace Nightjar.Commands;

/// <summary><c>account add --stdin</c>: lines of <c>ADDRESS PASSWORD</c>, sent in batches; every error names its line.</summary>
internal static class BulkAdd
{
    private const int BatchAccounts = 200; // A second of hashing: progress is visible, and an interruption loses little.
    private const int MaxLineLength = 4096; // The longest address and a password of 1,024 characters.

    public static async Task<int> RunAsync(IControl control, TextReader input, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var (number, added, failed) = (0, 0, 0);
        var batch = new List<(int Line, ControlAccount Account)>(BatchAccounts);
        while (await input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            // Passwords may contain spaces: only the first one separates.
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space <= 0 || line.Length > MaxLineLength)
            {
                failed++;
                await error.WriteLineAsync($"line {number}: expected `ADDRESS PASSWORD`.").ConfigureAwait(false);
                continue;
            }

            batch.Add((number, new(line[..space], line[(space + 1)..])));
            if (batch.Count == BatchAccounts)
            {
                await FlushAsync().ConfigureAwait(false);
            }
        }

        await FlushAsync().ConfigureAwait(false);
        await output.WriteLineAsync($"{added} added, {failed} failed.").ConfigureAwait(false);
        return failed == 0 ? ExitCodes.Success : ExitCodes.Failure;

        async Task FlushAsync()
        {
            if (batch.Count == 0)
            {
                return;
            }

            var request = new ControlRequest { Command = AccountCommand.Add, Accounts = [.. batch.Select(b => b.Account)] };
            var reply = await SendAsync(control, request, batch[0].Line, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < batch.Count; i++)
            {
                if (reply.Results[i].Outcome == AccountOutcome.Done)
                {
                    added++;
                    continue;
                }

                failed++;
                await error.WriteLineAsync($"line {batch[i].Line}: {batch[i].Account.Address}: {AccountReport.Explain(reply.Results[i].Outcome)}").ConfigureAwait(false);
            }

            batch.Clear();
        }
    }

    private static async Task<ControlReply> SendAsync(IControl control, ControlRequest request, int line, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await control.ExecuteAsync(request, cancellationToken).ConfigureAwait(false);
            return reply.Error is null && reply.Results.Count == request.Accounts.Count
                ? reply
                : throw new StartFailure($"Stopped at line {line}: {reply.Error ?? "the server sent no result"}");
        }
        catch (IOException e)
        {
            throw new StartFailure($"Stopped at line {line}: {e.Message} Lines before it were added; the same input can be given again.", cause: e);
        }
    }
}
