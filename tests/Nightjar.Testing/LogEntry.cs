using Microsoft.Extensions.Logging;

namespace Nightjar.Testing;

/// <summary>One line that was logged.</summary>
/// <param name="Level">How grave.</param>
/// <param name="Category">By whom.</param>
/// <param name="Message">The text.</param>
/// <param name="Exception">What was thrown, or null.</param>
public sealed record LogEntry(LogLevel Level, string Category, string Message, Exception? Exception);
