using System.Collections.Immutable;
using System.Text;

namespace Nightjar.Xmpp.Xml;

/// <summary>The namespaces in scope at some place: a default one and prefixes. Immutable and thread-safe.</summary>
public sealed class NamespaceContext
{
    private readonly ImmutableArray<(byte[] Utf8, string Prefix, string Namespace, int Hash)> _prefixes;

    /// <summary>Makes a context.</summary>
    /// <param name="defaultNamespace">The namespace of unprefixed elements; empty for none.</param>
    /// <param name="prefixes">Prefix and namespace, each prefix once; <c>xml</c> is always there by itself.</param>
    public NamespaceContext(string defaultNamespace, params ReadOnlySpan<(string Prefix, string Namespace)> prefixes)
    {
        DefaultNamespace = defaultNamespace;
        var entries = ImmutableArray.CreateBuilder<(byte[], string, string, int)>(prefixes.Length);
        foreach (var (prefix, ns) in prefixes)
        {
            entries.Add((Encoding.UTF8.GetBytes(prefix), prefix, ns, XmlScanner.HashOf(Encoding.UTF8.GetBytes(ns))));
        }

        _prefixes = entries.DrainToImmutable();
    }

    private NamespaceContext(string defaultNamespace, NamespaceContext prefixes)
    {
        DefaultNamespace = defaultNamespace;
        _prefixes = prefixes._prefixes;
    }

    /// <summary>Nothing declared.</summary>
    public static NamespaceContext Empty { get; } = new("");

    /// <summary>What nearly every client's stream header declares. Shared, so that an idle stream costs nothing.</summary>
    public static NamespaceContext ClientStream { get; } = new(Namespaces.Client, ("stream", Namespaces.Streams));

    /// <summary>What a server's stream header declares at least.</summary>
    public static NamespaceContext ServerStream { get; } =
        new(Namespaces.Server, ("stream", Namespaces.Streams), ("db", Namespaces.Dialback));

    /// <summary>The namespace of unprefixed elements; empty for none.</summary>
    public string DefaultNamespace { get; }

    /// <summary>The number of declared prefixes.</summary>
    public int PrefixCount => _prefixes.Length;

    /// <summary>The namespace of a prefix, or null when it is not declared here.</summary>
    public string? Resolve(string prefix)
    {
        foreach (var entry in _prefixes)
        {
            if (entry.Prefix == prefix)
            {
                return entry.Namespace;
            }
        }

        return prefix == "xml" ? Namespaces.Xml : null;
    }

    /// <summary>The namespace of a prefix given as UTF-8, or null when it is not declared here.</summary>
    public string? Resolve(ReadOnlySpan<byte> prefix)
    {
        foreach (var entry in _prefixes)
        {
            if (prefix.SequenceEqual(entry.Utf8))
            {
                return entry.Namespace;
            }
        }

        return prefix.SequenceEqual("xml"u8) ? Namespaces.Xml : null;
    }

    /// <summary>A prefix bound to this namespace here, or null.</summary>
    public string? PrefixOf(string ns)
    {
        foreach (var entry in _prefixes)
        {
            if (entry.Namespace == ns)
            {
                return entry.Prefix;
            }
        }

        return ns == Namespaces.Xml ? "xml" : null;
    }

    /// <summary>The same prefixes with another default namespace.</summary>
    public NamespaceContext WithDefault(string defaultNamespace) =>
        defaultNamespace == DefaultNamespace ? this : new NamespaceContext(defaultNamespace, this);

    /// <summary>The same instance for the usual declarations, so that thousands of streams share it.</summary>
    internal static NamespaceContext Create(string defaultNamespace, ReadOnlySpan<(string Prefix, string Namespace)> prefixes)
    {
        foreach (var shared in (ReadOnlySpan<NamespaceContext>)[Empty, ClientStream, ServerStream])
        {
            if (shared.Matches(defaultNamespace, prefixes))
            {
                return shared;
            }
        }

        return new NamespaceContext(defaultNamespace, prefixes);
    }

    /// <summary>As <see cref="Resolve(ReadOnlySpan{byte})"/>, for the hash of the namespace only.</summary>
    internal bool TryResolveHash(ReadOnlySpan<byte> prefix, out int hash)
    {
        foreach (var entry in _prefixes)
        {
            if (prefix.SequenceEqual(entry.Utf8))
            {
                hash = entry.Hash;
                return true;
            }
        }

        hash = 0;
        return false;
    }

    private bool Matches(string defaultNamespace, ReadOnlySpan<(string Prefix, string Namespace)> prefixes)
    {
        if (DefaultNamespace != defaultNamespace || _prefixes.Length != prefixes.Length)
        {
            return false;
        }

        foreach (var (prefix, ns) in prefixes)
        {
            if (Resolve(prefix) != ns)
            {
                return false;
            }
        }

        return true;
    }
}
