using System.Text;

namespace Nightjar.Commands;

/// <summary>Reads a new password: twice and without showing it at a terminal, otherwise the first line of standard input.</summary>
internal static class PasswordPrompt
{
    /// <summary>The password; null when there is none or the repetition differs.</summary>
    public static string? Read()
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine() is { Length: > 0 } line ? line : null;
        }

        var first = ReadHidden("Password: ");
        return first.Length > 0 && first == ReadHidden("Again: ") ? first : null;
    }

    private static string ReadHidden(string prompt)
    {
        Console.Error.Write(prompt);
        var text = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                Console.Error.WriteLine();
                return text.ToString();
            }

            if (key.Key == ConsoleKey.Backspace)
            {
                text.Length = Math.Max(0, text.Length - 1);
            }
            else if (key.KeyChar != '\0')
            {
                text.Append(key.KeyChar);
            }
        }
    }
}
