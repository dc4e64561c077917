using System.Text.RegularExpressions;

namespace Nightjar.Logging;

/// <summary>
/// The last line of defence for P20: log lines are written without names and addresses in the first place, but messages of
/// exceptions from below (sockets, TLS, files) carry them, and so would a mistake of ours.
/// </summary>
internal static partial class LogRedactor
{
    private const string Placeholder = "[hidden]";

    /// <summary>The line without anything that looks like an address of a user or of a machine.</summary>
    public static string Scrub(string line)
    {
        // Nearly every line is clean, and this tells without running an expression.
        if (line.AsSpan().IndexOfAny("@:.") < 0)
        {
            return line;
        }

        line = Address().Replace(line, Placeholder);
        line = IPv4().Replace(line, Placeholder);
        return IPv6().Replace(line, Placeholder);
    }

    // The bound on the local part keeps the search linear.
    // A local part, an @, a domain, perhaps a resource up to the next space or bracket.
    [GeneratedRegex("""[^\s"'<>(),;:@/\\`{}\[\]]{1,256}@[\p{L}\p{N}][\p{L}\p{N}.\-]*(/[^\s"'<>(),;`{}]+)?""")]
    private static partial Regex Address();

    [GeneratedRegex(@"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b(:\d+)?")]
    private static partial Regex IPv4();

    // Two colons in a group of hexadecimal digits: three groups at least, or a double colon. Times of day have none of them
    // because a clock time of two or three pairs is excluded by its form.
    [GeneratedRegex(@"(?<![\w:.])(?!\d{1,2}:\d{2}(:\d{2})?(?![\w:]))(?=[0-9a-fA-F:]*:[0-9a-fA-F:]*:)[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,8}(%\w+)?(?![\w:])")]
    private static partial Regex IPv6();
}
