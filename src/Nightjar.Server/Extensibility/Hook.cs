namespace Nightjar.Server.Extensibility;

/// <summary>
/// A place where extensions join in, with what they contributed, in order. Immutable once the server runs, so that
/// walking it costs nothing when nobody did.
/// </summary>
/// <typeparam name="T">The delegate that is called; its documentation says when, where and what it may do.</typeparam>
public sealed class Hook<T>
    where T : Delegate
{
    private readonly T[] _handlers;

    internal Hook(IEnumerable<HookContribution<T>> contributions) =>
        _handlers = [.. contributions.OrderBy(c => c.Phase).Select(c => c.Handler)];

    /// <summary>Nobody joined in.</summary>
    public bool IsEmpty => _handlers.Length == 0;

    /// <summary>The handlers in order, for a walk that awaits.</summary>
    public T[] ToArray() => [.. _handlers];

    /// <summary>Walks the handlers in order.</summary>
    public ReadOnlySpan<T>.Enumerator GetEnumerator() => new ReadOnlySpan<T>(_handlers).GetEnumerator();
}

/// <summary>What an extension contributed to a hook.</summary>
internal sealed record HookContribution<T>(Phase Phase, T Handler)
    where T : Delegate;
