using System.CommandLine;
using Nightjar.Commands;

var program = new RootCommand("Nightjar, an XMPP server.")
{
    CommonOptions.Config,
    RunCommand.Create(),
    AccountCommands.Create(),
    CheckCommand.Create(),
};
program.Does(RunCommand.RunAsync);

// Signals are the server's own business: it stops gracefully, in its own time.
return await program.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
