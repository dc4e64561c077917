using System.Collections;

namespace Nightjar.Configuration;

/// <summary>Writes options back as nodes: the inverse of <see cref="OptionsBinder"/>.</summary>
internal static class OptionsDump
{
    public static MappingNode ToNodes(object options, SourceLocation location)
    {
        var mapping = new MappingNode(location);
        foreach (var (key, property) in OptionNames.KeysOf(options.GetType()))
        {
            var value = property.GetValue(options);
            var type = property.PropertyType;
            ConfigurationNode node;
            if (OptionNames.ItemType(type) is { } itemType)
            {
                var sequence = new SequenceNode(location);
                sequence.Items.AddRange(((IEnumerable)value!).Cast<object>().Select(item => OptionNames.IsGroup(itemType)
                    ? (ConfigurationNode)ToNodes(item, location)
                    : new ScalarNode(ScalarValues.Format(item, property), false, location)));
                node = sequence;
            }
            else if (value is not null && OptionNames.IsGroup(type))
            {
                node = ToNodes(value, location);
            }
            else
            {
                node = new ScalarNode(ScalarValues.Format(value, property), value is null, location);
            }

            mapping.Entries.Add(key, (location, node));
        }

        return mapping;
    }

    /// <summary>Whether two pieces say the same, wherever they were written.</summary>
    public static bool AreEqual(ConfigurationNode a, ConfigurationNode b) => (a, b) switch
    {
        (ScalarNode x, ScalarNode y) => x.Value == y.Value && x.IsNull == y.IsNull,
        (SequenceNode x, SequenceNode y) => x.Items.Count == y.Items.Count && x.Items.Zip(y.Items).All(p => AreEqual(p.First, p.Second)),
        (MappingNode x, MappingNode y) => x.Entries.Count == y.Entries.Count
            && x.Entries.All(e => y.Entries.TryGetValue(e.Key, out var other) && AreEqual(e.Value.Value, other.Value)),
        _ => false,
    };
}
