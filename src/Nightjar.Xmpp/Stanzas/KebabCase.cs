using System.Text;

namespace Nightjar.Xmpp.Stanzas;

/// <summary>From a C# name to a name on the wire: <c>ItemNotFound</c> is <c>item-not-found</c>.</summary>
internal static class KebabCase
{
    public static string From(string name)
    {
        var result = new StringBuilder(name.Length + 4);
        foreach (char c in name)
        {
            if (char.IsAsciiLetterUpper(c) && result.Length > 0)
            {
                result.Append('-');
            }

            result.Append(char.ToLowerInvariant(c));
        }

        return result.ToString();
    }
}
