using System.Collections.Frozen;

using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>What streams under negotiation need of the server.</summary>
internal sealed class NegotiationServices
{
    private readonly FrozenDictionary<string, DomainOptions> _domains;

    public NegotiationServices(AccountServices accounts)
    {
        Accounts = accounts;
        _domains = accounts.Options.Domains.ToFrozenDictionary(d => Jid.Parse(d.Name).Domain);
        DefaultDomain = Jid.Parse(accounts.Options.Domains[0].Name).Domain;
        LimitsAfterLogin = XmlLimits.Client with { MaxElementBytes = accounts.Limits.StanzaBytes };
        LimitsBeforeLogin = XmlLimits.BeforeLogin with
        {
            MaxElementBytes = accounts.Limits.StanzaBytesBeforeLogin,
            MaxElements = accounts.Limits.ElementsBeforeLogin,
        };
    }

    public AccountServices Accounts { get; }

    public required SessionServices Sessions { get; init; }

    public required CredentialLookup Credentials { get; init; }

    /// <summary>In the order in which they are advertised.</summary>
    public required IReadOnlyList<IStreamFeature> Features { get; init; }

    public FirstFeatures FirstFeatures { get; } = new();

    public string DefaultDomain { get; }

    public XmlLimits LimitsBeforeLogin { get; }

    public XmlLimits LimitsAfterLogin { get; }

    public DomainOptions? FindDomain(string name) => _domains.GetValueOrDefault(name);
}
