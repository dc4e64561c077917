namespace Nightjar.Hosting;

/// <summary>A reason not to start that the operator can remove. The message says how.</summary>
internal sealed class StartFailure(string message, int exitCode = ExitCodes.Failure, Exception? cause = null) : Exception(message, cause)
{
    public int ExitCode => exitCode;
}
