namespace Nightjar.Testing.Clients;

/// <summary>The server did something else than a test expects; the message shows both.</summary>
public sealed class ExpectationException(string message, Exception? inner = null) : Exception(message, inner);
