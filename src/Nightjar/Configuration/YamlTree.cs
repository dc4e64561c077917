using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Nightjar.Configuration;

/// <summary>
/// Reads YAML into nodes that know their place. Stricter than YAML: one document, no anchors, aliases or tags,
/// no key twice.
/// </summary>
internal sealed class YamlTree(string source, List<ConfigurationProblem> problems)
{
    /// <summary>Deeper than any setting lies; beyond it the file is a mistake.</summary>
    private const int MaxDepth = 16;

    /// <summary>The root of the document; null when it is empty or cannot be read, and then a problem was noted.</summary>
    public MappingNode? Read(TextReader reader)
    {
        var parser = new Parser(reader);
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                return null;
            }

            parser.Consume<DocumentStart>();
            var root = ReadNode(parser, 0);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
            {
                Note(parser.Current!.Start, "A second document begins here; the configuration is one document.");
            }

            if (root is MappingNode mapping)
            {
                return mapping;
            }

            if (root is not (null or ScalarNode { IsNull: true }))
            {
                problems.Add(new(root.Location, $"The file must hold settings (`key: value`), not {root.Kind}."));
            }
        }
        catch (YamlException e)
        {
            Note(e.Start, $"This is not valid YAML: {e.InnerException?.Message ?? e.Message}");
        }

        return null;
    }

    private ConfigurationNode? ReadNode(Parser parser, int depth)
    {
        var start = parser.Current!;
        if (depth > MaxDepth)
        {
            throw new YamlException(start.Start, start.End, $"more than {MaxDepth} levels of nesting");
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            Note(alias.Start, "Aliases (`*name`) are not supported; write the value out.");
            return null;
        }

        if (start is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty))
        {
            Note(node.Start, "Anchors (`&name`) and tags (`!name`) are not supported; leave them out.");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return new ScalarNode(scalar.Value, scalar.Style == ScalarStyle.Plain, Place(scalar.Start));
        }

        return parser.TryConsume<SequenceStart>(out var sequence)
            ? ReadSequence(parser, sequence, depth)
            : ReadMapping(parser, parser.Consume<MappingStart>(), depth);
    }

    private SequenceNode ReadSequence(Parser parser, SequenceStart start, int depth)
    {
        var sequence = new SequenceNode(Place(start.Start));
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (ReadNode(parser, depth + 1) is { } item)
            {
                sequence.Items.Add(item);
            }
        }

        return sequence;
    }

    private MappingNode ReadMapping(Parser parser, MappingStart start, int depth)
    {
        var mapping = new MappingNode(Place(start.Start));
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(parser, depth + 1);
            var value = ReadNode(parser, depth + 1);
            if (key is not ScalarNode { Value: var name })
            {
                if (key is not null)
                {
                    problems.Add(new(key.Location, "A key must be a single word."));
                }

                continue;
            }

            if (mapping.Entries.TryGetValue(name, out var earlier))
            {
                problems.Add(new(key.Location, $"`{name}` is set twice; the first time on line {earlier.KeyLocation.Line}."));
            }
            else if (value is not null)
            {
                mapping.Entries.Add(name, (key.Location, value));
            }
        }

        return mapping;
    }

    private void Note(Mark mark, string message) => problems.Add(new(Place(mark), message));

    private SourceLocation Place(Mark mark) => new(source, mark.Line, mark.Column);
}
