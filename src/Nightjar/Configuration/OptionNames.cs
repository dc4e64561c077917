using System.Reflection;
using System.Text;
using Nightjar.Server.Configuration;

namespace Nightjar.Configuration;

/// <summary>How the members of the options are written in the file: the only place where names are derived.</summary>
internal static class OptionNames
{
    /// <summary>The settable properties of a group of options, by key, in the order they are declared.</summary>
    public static IEnumerable<(string Key, PropertyInfo Property)> KeysOf(Type options) => options
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.SetMethod is { IsPublic: true })
        .Select(p => (p.GetCustomAttribute<ConfigurationNameAttribute>()?.Name ?? Separate(p.Name, '_'), p));

    /// <summary>The values of an enumeration, by the word written in the file.</summary>
    public static IEnumerable<(string Word, object Value)> WordsOf(Type enumeration) => enumeration
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (f.GetCustomAttribute<ConfigurationNameAttribute>()?.Name ?? Separate(f.Name, '-'), f.GetValue(null)!));

    /// <summary>Whether the type is a group of options, with keys of its own.</summary>
    public static bool IsGroup(Type type) => type.Namespace == typeof(NightjarOptions).Namespace && type.IsClass;

    /// <summary>The type of the items when the type is a list; null otherwise.</summary>
    public static Type? ItemType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static string Separate(string name, char separator)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                text.Append(separator);
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
