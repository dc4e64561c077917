namespace Nightjar.Testing.Clients;

/// <summary>Kinds of <see cref="StreamItem"/>.</summary>
public enum StreamItemKind
{
    /// <summary>The start tag of the server's stream.</summary>
    Opened,

    /// <summary>A first-level element.</summary>
    Element,

    /// <summary>The end tag of the server's stream.</summary>
    Closed,

    /// <summary>The connection has ended.</summary>
    Ended,
}
