using System.Collections;
using System.Collections.Immutable;

namespace Nightjar.Xmpp.Xml;

/// <summary>The child elements of an <see cref="Element"/>, in order, text left out. <c>foreach</c> allocates nothing.</summary>
public readonly struct ElementChildren : IEnumerable<Element>
{
    private readonly ImmutableArray<XmlNode> _nodes;

    internal ElementChildren(ImmutableArray<XmlNode> nodes) => _nodes = nodes;

    /// <summary>Starts at the first child.</summary>
    public Enumerator GetEnumerator() => new(_nodes);

    IEnumerator<Element> IEnumerable<Element>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The position in the children.</summary>
    public struct Enumerator : IEnumerator<Element>
    {
        private readonly ImmutableArray<XmlNode> _nodes;
        private int _next;

        internal Enumerator(ImmutableArray<XmlNode> nodes) => _nodes = nodes;

        /// <inheritdoc/>
        public Element Current { get; private set; } = null!;

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            while (_next < _nodes.Length)
            {
                if (_nodes[_next++].Element is { } element)
                {
                    Current = element;
                    return true;
                }
            }

            return false;
        }

        /// <inheritdoc/>
        public void Reset() => _next = 0;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
