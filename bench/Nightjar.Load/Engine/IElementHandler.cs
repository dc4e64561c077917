namespace Nightjar.Load.Engine;

/// <summary>Takes what a logged-in client receives.</summary>
internal interface IElementHandler
{
    /// <summary>A whole first-level element; the bytes are valid during the call only.</summary>
    void OnElement(Connection connection, ReadOnlySpan<byte> element);

    void OnClosed(Connection connection);
}
