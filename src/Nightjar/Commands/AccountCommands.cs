using System.CommandLine;
using Nightjar.Control;
using Nightjar.Hosting;

namespace Nightjar.Commands;

/// <summary><c>nightjar account …</c>: what an operator can do to accounts, whether the server runs or not.</summary>
internal static class AccountCommands
{
    public static Command Create() => new("account", "Add, remove, suspend, resume, reset and show accounts.")
    {
        Add(),
        Single("remove", AccountCommand.Remove, "Delete an account and everything it has. The name stays reserved if others may know it."),
        Single("suspend", AccountCommand.Suspend, "Block an account: its devices are disconnected and cannot log in; its contents stay."),
        Single("resume", AccountCommand.Resume, "Let a suspended account be used again."),
        Single("reset", AccountCommand.Reset,
            "For somebody who lost the password: delete the account and everything it has, and print a one-time code with which the "
            + "name can be registered again (the name, never the contents). Clients that support pre-authentication (XEP-0445) take "
            + "the code at registration, also where registration is closed; it is good for 7 days. Reset again for a new one."),
        Single("show", AccountCommand.Show, "Show state, day of last use and sizes of an account; never contacts, addresses or contents."),
    };

    private static Command Add()
    {
        var address = new Argument<string?>("ADDRESS") { Arity = ArgumentArity.ZeroOrOne, Description = "The new account, e.g. romeo@example.org." };
        var stdin = new Option<bool>("--stdin") { Description = "Add many: read lines of `ADDRESS PASSWORD` from standard input." };
        var command = new Command("add", "Add an account. The password is read from the terminal or from standard input, never from the command line.") { address, stdin };
        command.Validators.Add(result =>
        {
            if (result.GetValue(stdin) == (result.GetValue(address) is not null))
            {
                result.AddError("Give either an ADDRESS or --stdin.");
            }
        });
        command.Does(async (arguments, cancellationToken) =>
        {
            await using var control = await ControlGateway.OpenAsync(CommonOptions.LoadConfiguration(arguments).Options, cancellationToken).ConfigureAwait(false);
            if (arguments.GetValue(stdin))
            {
                return await BulkAdd.RunAsync(control, Console.In, Console.Out, Console.Error, cancellationToken).ConfigureAwait(false);
            }

            if (PasswordPrompt.Read() is not { } password)
            {
                throw new StartFailure("The two passwords differ, or there was none.");
            }

            return await RunOneAsync(control, AccountCommand.Add, new(arguments.GetValue(address)!, password), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static Command Single(string name, AccountCommand action, string description)
    {
        var address = new Argument<string>("ADDRESS") { Description = "The account, e.g. romeo@example.org." };
        var command = new Command(name, description) { address };
        command.Does(async (arguments, cancellationToken) =>
        {
            await using var control = await ControlGateway.OpenAsync(CommonOptions.LoadConfiguration(arguments).Options, cancellationToken).ConfigureAwait(false);
            return await RunOneAsync(control, action, new(arguments.GetValue(address)!), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunOneAsync(IControl control, AccountCommand action, ControlAccount account, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await control.ExecuteAsync(new() { Command = action, Accounts = [account] }, cancellationToken).ConfigureAwait(false);
            return AccountReport.Write(action, account.Address, reply, Console.Out, Console.Error);
        }
        catch (IOException e)
        {
            throw new StartFailure(e.Message, cause: e);
        }
    }
}
