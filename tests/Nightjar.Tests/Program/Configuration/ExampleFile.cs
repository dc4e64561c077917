using System.Collections;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using Nightjar.Configuration;
using Nightjar.Server.Configuration;

namespace Nightjar.Tests.Program.Configuration;

/// <summary>
/// Writes the example configuration from the records: keys and defaults by reflection, explanations from the XML
/// documentation. Lines with two number signs explain; a line with one becomes a setting when "# " is removed.
/// </summary>
internal sealed class ExampleFile
{
    private const int Width = 100;
    private readonly StringBuilder text = new();
    private readonly Dictionary<string, XElement> documentation = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "Nightjar.Server.xml")).Descendants("member")
        .ToDictionary(m => m.Attribute("name")!.Value, m => m);

    public static string Write()
    {
        var file = new ExampleFile();
        file.Prose("The configuration of Nightjar, complete, with every default. Remove \"# \" in front of what you want to change, and in "
            + "front of the keys above it. Sizes: 262144 or 256KiB, MiB, GiB. Durations: 250ms, 30s, 5m, 12h, 7d. Relative paths count from "
            + "this file's folder. Every key can be set by an environment variable instead: NIGHTJAR__LIMITS__CONNECTIONS=1000, "
            + "NIGHTJAR__LISTENERS__0__PORT=15222, NIGHTJAR__SASL__MECHANISMS=SCRAM-SHA-512,SCRAM-SHA-256. `nightjar check --config FILE` "
            + "reports everything that is wrong at once.", 0);
        file.Group(new NightjarOptions(), 0, explain: true);
        return file.text.ToString();
    }

    private void Group(object options, int indent, bool explain, bool asItem = false)
    {
        foreach (var (key, property) in OptionNames.KeysOf(options.GetType()))
        {
            if (explain && indent == 0)
            {
                text.Append('\n');
            }

            if (explain)
            {
                Prose(Explain(property), indent);
            }

            var lead = new string(' ', indent - (asItem ? 2 : 0)) + (asItem ? "- " : "") + key + ":";
            asItem = false;
            Value(lead, property, property.GetValue(options), indent, explain);
        }
    }

    private void Value(string lead, PropertyInfo property, object? value, int indent, bool explain)
    {
        var item = OptionNames.ItemType(property.PropertyType);
        if (item is not null && ((IEnumerable)value!).Cast<object>().ToList() is var items)
        {
            List(lead, item, items, property, indent, explain);
        }
        else if (value is not null && OptionNames.IsGroup(property.PropertyType))
        {
            Setting(lead);
            Group(value, indent + 2, explain);
        }
        else
        {
            if (value is null && OptionNames.IsGroup(property.PropertyType) && explain)
            {
                Keys(property.PropertyType, indent);
            }

            Setting($"{lead} {Quote(ScalarValues.Format(value, property))}");
        }
    }

    private void List(string lead, Type item, List<object> items, PropertyInfo property, int indent, bool explain)
    {
        if (items.Count == 0)
        {
            if (OptionNames.IsGroup(item) && explain)
            {
                Keys(item, indent);
            }

            Setting($"{lead} []");
            return;
        }

        Setting(lead);
        for (var i = 0; i < items.Count; i++)
        {
            if (OptionNames.IsGroup(item))
            {
                Group(items[i], indent + 4, explain && i == 0, asItem: true);
            }
            else
            {
                Setting($"{new string(' ', indent + 2)}- {Quote(ScalarValues.Format(items[i], property))}");
            }
        }
    }

    // What can stand below a key that has nothing below it by default.
    private void Keys(Type group, int indent)
    {
        foreach (var (key, property) in OptionNames.KeysOf(group))
        {
            Prose($"  {key}: {Explain(property)}", indent);
        }
    }

    private void Setting(string line) => text.Append("# ").Append(line).Append('\n');

    private void Prose(string words, int indent)
    {
        var lead = "## " + new string(' ', indent + words.Length - words.TrimStart().Length);
        var line = new StringBuilder(lead);
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + word.Length > Width)
            {
                text.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append(lead);
            }

            line.Append(word).Append(' ');
        }

        text.Append(line.ToString().TrimEnd()).Append('\n');
    }

    private string Explain(PropertyInfo property)
    {
        var summary = documentation[$"P:{property.DeclaringType!.FullName}.{property.Name}"].Element("summary")!;
        var words = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" } see => $"`{KeyOf(see.Attribute("cref")!.Value)}`",
            XElement code => $"`{code.Value}`",
            _ => ((XText)node).Value,
        }));
        words = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return property.GetCustomAttribute<BoundsAttribute>() is { } bounds ? $"{words} From {bounds.Min} to {bounds.Max}." : words;
    }

    private static string KeyOf(string reference)
    {
        var dot = reference.LastIndexOf('.');
        var type = typeof(NightjarOptions).Assembly.GetType(reference[2..dot])!;
        return OptionNames.KeysOf(type).First(k => k.Property.Name == reference[(dot + 1)..]).Key;
    }

    private static string Quote(string value) => value.StartsWith(':') ? $"\"{value}\"" : value;
}
