namespace Nightjar.Xmpp.Sasl;

/// <summary>Fills a span with unpredictable bytes; a seam for tests.</summary>
public delegate void RandomFill(Span<byte> destination);
