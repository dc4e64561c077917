using System.CommandLine;
using Nightjar.Configuration;
using Nightjar.Hosting;

namespace Nightjar.Commands;

/// <summary>What several commands share.</summary>
internal static class CommonOptions
{
    /// <summary><c>--config FILE</c>, before or after the command.</summary>
    public static Option<string?> Config { get; } = new("--config", "-c")
    {
        Description = "The configuration file (YAML). Without it the built-in configuration is used: domain localhost, on loopback.",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>The configuration, or the end of the command with all that is wrong with it.</summary>
    /// <exception cref="StartFailure">There are problems; the message lists them.</exception>
    public static LoadedConfiguration LoadConfiguration(ParseResult arguments)
    {
        var loaded = ConfigurationLoader.Load(arguments.GetValue(Config), ConfigurationLoader.CurrentEnvironment(), Environment.CurrentDirectory);
        return loaded.Problems.Count == 0 ? loaded : throw new StartFailure(string.Join('\n', loaded.Problems), ExitCodes.Configuration);
    }

    /// <summary>Runs a command; a reason the operator can remove goes to standard error, without a stack trace.</summary>
    public static void Does(this Command command, Func<ParseResult, CancellationToken, Task<int>> action) =>
        command.SetAction(async (arguments, cancellationToken) =>
        {
            try
            {
                return await action(arguments, cancellationToken).ConfigureAwait(false);
            }
            catch (StartFailure failure)
            {
                await Console.Error.WriteLineAsync(failure.Message).ConfigureAwait(false);
                return failure.ExitCode;
            }
        });
}
