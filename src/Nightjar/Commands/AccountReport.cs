using System.Globalization;
using Nightjar.Control;
using Nightjar.Hosting;
using Nightjar.Server.Accounts;

namespace Nightjar.Commands;

/// <summary>The results of account commands in words.</summary>
internal static class AccountReport
{
    public static int Write(AccountCommand command, string address, ControlReply reply, TextWriter output, TextWriter error)
    {
        if (reply.Error is not null || reply.Results is not [var result])
        {
            error.WriteLine(reply.Error ?? "The server sent no result.");
            return ExitCodes.Failure;
        }

        if (result.Outcome != AccountOutcome.Done)
        {
            error.WriteLine($"{address}: {Explain(result.Outcome)}");
            return ExitCodes.Failure;
        }

        if (reply.Account is { } account)
        {
            Show(address, account, output);
            return ExitCodes.Success;
        }

        output.WriteLine($"{address}: {Done(command)}");
        if (result.RegistrationCode is { } code)
        {
            output.WriteLine($"One-time code to register the name again within 7 days: {code}");
            output.WriteLine($"As a link for clients (XEP-0401): xmpp:{address}?register;preauth={code}");
        }

        return ExitCodes.Success;
    }

    /// <summary>Why a command did nothing.</summary>
    public static string Explain(AccountOutcome outcome) => outcome switch
    {
        AccountOutcome.NoSuchAccount => "there is no such account.",
        AccountOutcome.Exists => "this account exists already. No command sets the password of an existing account.",
        AccountOutcome.NameReserved => "this name belonged to somebody and stays reserved.",
        AccountOutcome.NameHeld => "this name waits for its registration code; `account reset` makes a new one.",
        AccountOutcome.BadAddress => "this is not an address of the form name@domain.",
        AccountOutcome.ForeignDomain => "this domain is not one of this server's (see `domains` in the configuration).",
        AccountOutcome.BadPassword => "the password is empty or has characters that passwords may not have (RFC 8265).",
        _ => "done.",
    };

    private static string Done(AccountCommand command) => command switch
    {
        AccountCommand.Add => "added.",
        AccountCommand.Remove => "removed, with everything it had.",
        AccountCommand.Suspend => "suspended.",
        AccountCommand.Resume => "may be used again.",
        AccountCommand.Reset => "deleted with everything it had; the name waits for its owner.",
        _ => "done.",
    };

    private static void Show(string address, AccountView account, TextWriter output)
    {
        output.WriteLine(address);
        output.WriteLine($"  state      {account.State.ToString().ToLowerInvariant()}");
        output.WriteLine($"  created    {Day(account.Created)} ({account.Origin.ToString().ToLowerInvariant()})");
        output.WriteLine($"  last used  {(account.LastUsed is { } day ? Day(day) : "never")}");
        foreach (var size in account.Sizes)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {size.Kind,-10} {size.Rows} entries, {size.Bytes} bytes"));
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
