namespace Nightjar.Testing.Clients;

/// <summary>The server did something else than a test expects; the message shows both.</summary>
public sealed class ExpectationException(string message, Exception? inner = null) : Exception(Shortened(message), inner)
{
    /// <summary>Longer lines are test data of some thousand letters, which nobody reads.</summary>
    private const int LongestLine = 1_000;

    private static string Shortened(string message) =>
        string.Join('\n', message.Split('\n').Select(l => l.Length <= LongestLine ? l : l[..LongestLine] + " …"));
}
