using System.Collections.Frozen;

using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Sessions;

/// <summary>Who answers which request: one handler for each scope, type and payload.</summary>
public sealed class IqHandlers
{
    private readonly FrozenDictionary<IqKey, IqHandler> _handlers;

    internal IqHandlers(IEnumerable<IqContribution> contributions)
    {
        var handlers = new Dictionary<IqKey, IqHandler>();
        foreach (IqContribution contribution in contributions)
        {
            foreach (IqScope scope in (ReadOnlySpan<IqScope>)[IqScope.Server, IqScope.Account])
            {
                if ((contribution.Scope & scope) != 0
                    && !handlers.TryAdd(new IqKey(scope, contribution.Type, contribution.Namespace, contribution.Name), contribution.Handler))
                {
                    throw new InvalidOperationException(
                        $"Two extensions answer {contribution.Type} of {{{contribution.Namespace}}}{contribution.Name} for {scope}.");
                }
            }
        }

        _handlers = handlers.ToFrozenDictionary();
    }

    internal IqHandler? Find(IqScope scope, IqType type, Element payload) =>
        _handlers.GetValueOrDefault(new IqKey(scope, type, payload.Namespace, payload.Name));

    private readonly record struct IqKey(IqScope Scope, IqType Type, string Namespace, string Name);
}

/// <summary>A handler as an extension contributed it.</summary>
internal sealed record IqContribution(IqScope Scope, IqType Type, string Namespace, string Name, IqHandler Handler);

/// <summary>How extensions answer requests.</summary>
public static class IqHandlerRegistration
{
    /// <summary>Answers gets of one payload.</summary>
    public static ExtensionBuilder OnIqGet(this ExtensionBuilder x, string ns, string name, IqHandler handler, IqScope scope = IqScope.Both) =>
        Add(x, IqType.Get, ns, name, handler, scope);

    /// <summary>Answers sets of one payload.</summary>
    public static ExtensionBuilder OnIqSet(this ExtensionBuilder x, string ns, string name, IqHandler handler, IqScope scope = IqScope.Both) =>
        Add(x, IqType.Set, ns, name, handler, scope);

    private static ExtensionBuilder Add(ExtensionBuilder x, IqType type, string ns, string name, IqHandler handler, IqScope scope)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Contribute(new IqContribution(scope, type, ns, name, handler));
    }
}
