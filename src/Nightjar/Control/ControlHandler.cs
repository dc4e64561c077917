using Nightjar.Server.Accounts;
using Nightjar.Server.Storage;

namespace Nightjar.Control;

/// <summary>Carries out commands where the data is.</summary>
internal sealed class ControlHandler(AccountAdministration accounts)
{
    public async Task<ControlReply> ExecuteAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return request switch
            {
                { Command: AccountCommand.Add } => new()
                {
                    Results = await accounts.AddAsync([.. request.Accounts.Select(a => (a.Address, a.Password ?? ""))], cancellationToken).ConfigureAwait(false),
                },
                { Command: AccountCommand.Show, Accounts: [var one] } => await ShowAsync(one.Address, cancellationToken).ConfigureAwait(false),
                { Accounts: [var one] } => new()
                {
                    Results = [await ChangeAsync(request.Command, one.Address, cancellationToken).ConfigureAwait(false)],
                },
                _ => new() { Error = "This command takes exactly one account." },
            };
        }
        catch (StorageException e)
        {
            return new() { Error = e.Message };
        }
    }

    private Task<AccountResult> ChangeAsync(AccountCommand command, string address, CancellationToken cancellationToken) => command switch
    {
        AccountCommand.Remove => accounts.RemoveAsync(address, cancellationToken),
        AccountCommand.Suspend => accounts.SuspendAsync(address, cancellationToken),
        AccountCommand.Resume => accounts.ResumeAsync(address, cancellationToken),
        AccountCommand.Reset => accounts.ResetAsync(address, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    private async Task<ControlReply> ShowAsync(string address, CancellationToken cancellationToken)
    {
        var (outcome, summary) = await accounts.ShowAsync(address, cancellationToken).ConfigureAwait(false);
        return new()
        {
            Results = [new(outcome)],
            Account = summary is null ? null : new()
            {
                State = summary.Record.State,
                Origin = summary.Record.Origin,
                Created = summary.Record.Created,
                LastUsed = summary.Record.LastUsed,
                Sizes = summary.Sizes,
            },
        };
    }
}
