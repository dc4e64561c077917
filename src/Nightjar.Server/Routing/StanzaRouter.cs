using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Routing;

/// <summary>
/// Finds where a stanza goes (RFC 6120 §10): this server itself, an account, a service on a domain of its own, or
/// another server. Only ever looks at the address; what happens there is the destination's business. Thread-safe.
/// </summary>
public sealed class StanzaRouter
{
    private readonly ConcurrentDictionary<string, IHost> _hosts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Jid, IStanzaDestination> _accounts = new();

    /// <summary>Reaches domains that are not served here. Until federation is there, nothing does.</summary>
    public IRemoteDomains? Remote { get; set; }

    /// <summary>Serves a domain: the domain's accounts or a service such as group chat.</summary>
    public void AddHost(string domain, IHost host) => _hosts[domain] = host;

    /// <summary>True when the domain is served here.</summary>
    public bool IsLocal(string domain) => _hosts.ContainsKey(domain);

    /// <summary>The host of a domain served here.</summary>
    public bool TryGetHost(string domain, [NotNullWhen(true)] out IHost? host) => _hosts.TryGetValue(domain, out host);

    /// <summary>Makes an account that is in memory reachable without a look-up in storage.</summary>
    internal bool AddAccount(Jid bare, IStanzaDestination account) => _accounts.TryAdd(bare, account);

    /// <summary>The account of this bare address, if it is in memory.</summary>
    internal IStanzaDestination? FindAccount(Jid bare) => _accounts.GetValueOrDefault(bare);

    /// <summary>Takes an account out of memory.</summary>
    internal void RemoveAccount(Jid bare, IStanzaDestination account) => _accounts.TryRemove(new(bare, account));

    /// <summary>
    /// Sends a stanza on its way. <see cref="Stanza.To"/> must be set and <see cref="Stanza.From"/> be true.
    /// Completes when the stanza is dealt with. On the common path (a local account that is in memory) this
    /// allocates nothing.
    /// </summary>
    public ValueTask RouteAsync(Stanza stanza)
    {
        ArgumentNullException.ThrowIfNull(stanza);
        Jid to = stanza.To!;
        if (_accounts.TryGetValue(to.Bare, out IStanzaDestination? account))
        {
            return account.ReceiveAsync(stanza);
        }

        if (_hosts.TryGetValue(to.Domain, out IHost? host))
        {
            return host.ReceiveAsync(stanza);
        }

        return Remote is { } remote ? remote.SendAsync(stanza) : BounceAsync(stanza, StanzaErrorCondition.RemoteServerNotFound);
    }

    /// <summary>Answers with an error where RFC 6120 §8.3.1 allows one.</summary>
    public ValueTask BounceAsync(Stanza stanza, StanzaErrorCondition condition, string? text = null) =>
        BounceAsync(stanza, new StanzaError(condition, text));

    /// <summary>Answers with an error where RFC 6120 §8.3.1 allows one.</summary>
    public ValueTask BounceAsync(Stanza stanza, StanzaError error)
    {
        if (!stanza.MayBeAnsweredWithError() || stanza.From is null)
        {
            return ValueTask.CompletedTask;
        }

        return RouteAsync(stanza.ErrorReply(error));
    }
}
