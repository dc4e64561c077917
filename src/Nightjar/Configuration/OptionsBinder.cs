using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Nightjar.Configuration;

/// <summary>
/// Turns nodes into options. It knows no key: names, types, bounds and defaults all come from the records.
/// Every problem is noted and the rest is still read.
/// </summary>
internal sealed class OptionsBinder(List<ConfigurationProblem> problems)
{
    private readonly Dictionary<string, SourceLocation> locations = [];

    /// <summary>Where each setting that was written stands, by path such as <c>listeners.0.port</c>.</summary>
    public IReadOnlyDictionary<string, SourceLocation> Locations => locations;

    /// <summary>Fills a fresh group of options; what the node does not mention keeps its default.</summary>
    public T Bind<T>(MappingNode node)
        where T : class, new()
    {
        var options = new T();
        BindGroup(node, options, "");
        return options;
    }

    private void BindGroup(MappingNode node, object options, string path)
    {
        var keys = OptionNames.KeysOf(options.GetType()).ToDictionary(k => k.Key, k => k.Property);
        foreach (var (key, (location, value)) in node.Entries)
        {
            var here = Join(path, key);
            if (!keys.TryGetValue(key, out var property))
            {
                problems.Add(new(location, $"`{here}` is not a setting. {Suggestion.For(key, keys.Keys)}"));
                continue;
            }

            locations[here] = value.Location;
            if (BindValue(value, property.PropertyType, property, property.GetValue(options), here, out var bound))
            {
                property.SetValue(options, bound);
            }
        }

        foreach (var (key, property) in keys)
        {
            if (property.IsDefined(typeof(RequiredMemberAttribute)) && !node.Entries.ContainsKey(key))
            {
                problems.Add(new(node.Location, $"`{Join(path, key)}` is missing."));
                if (property.PropertyType == typeof(string))
                {
                    property.SetValue(options, ""); // So that the rules that follow can read it.
                }
            }
        }
    }

    private bool BindValue(ConfigurationNode node, Type type, PropertyInfo property, object? current, string path, out object? value)
    {
        value = null;
        if (node is ScalarNode { IsNull: true })
        {
            if (IsNullable(property))
            {
                return true;
            }

            if (OptionNames.IsGroup(type))
            {
                // Everything below it is commented out: an empty group.
                return BindValue(new MappingNode(node.Location), type, property, current, path, out value);
            }

            problems.Add(new(node.Location, $"`{path}` has no value."));
            return false;
        }

        if (OptionNames.ItemType(type) is { } item)
        {
            return BindList(node, item, property, path, out value);
        }

        if (OptionNames.IsGroup(type))
        {
            if (node is not MappingNode group)
            {
                return Mismatch(node, path, "a group of settings");
            }

            value = current ?? Activator.CreateInstance(type)!;
            BindGroup(group, value, path);
            return true;
        }

        if (node is not ScalarNode scalar)
        {
            return Mismatch(node, path, "a single value");
        }

        value = ScalarValues.Parse(scalar.Value, type, property, out var fault);
        if (fault is not null)
        {
            problems.Add(new(node.Location, $"`{path}`: {fault}"));
        }

        return fault is null;
    }

    private bool BindList(ConfigurationNode node, Type item, PropertyInfo property, string path, out object? value)
    {
        value = null;
        var items = node switch
        {
            SequenceNode sequence => sequence.Items,
            // An environment variable has no other way to give a list.
            ScalarNode { Location.Line: 0 } s when !OptionNames.IsGroup(item) => [.. s.Value
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(v => new ScalarNode(v, false, s.Location))],
            _ => null,
        };
        if (items is null)
        {
            return Mismatch(node, path, "a list (lines that begin with `- `)");
        }

        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        for (var i = 0; i < items.Count; i++)
        {
            locations[$"{path}.{i}"] = items[i].Location;
            if (BindValue(items[i], item, property, null, $"{path}.{i}", out var bound))
            {
                list.Add(bound);
            }
        }

        value = list;
        return true;
    }

    private bool Mismatch(ConfigurationNode node, string path, string expected)
    {
        problems.Add(new(node.Location, $"`{path}` must be {expected}, not {node.Kind}."));
        return false;
    }

    private static bool IsNullable(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
