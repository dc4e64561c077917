namespace Nightjar.Hosting;

/// <summary>What the program ends with.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The command failed, or <c>check</c> found an error.</summary>
    public const int Failure = 1;

    /// <summary>The configuration is wrong: starting again will not help (a service manager should not try).</summary>
    public const int Configuration = 2;

    /// <summary>Stopped at once by a second signal.</summary>
    public const int Interrupted = 130;
}
