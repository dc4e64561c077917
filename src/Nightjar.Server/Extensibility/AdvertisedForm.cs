using Nightjar.Server.Configuration;
using Nightjar.Xmpp.Payloads;

namespace Nightjar.Server.Extensibility;

/// <summary>A form in service discovery.</summary>
/// <param name="Make">Makes it from a domain's settings; null for none.</param>
/// <param name="Scope">Whose.</param>
public sealed record AdvertisedForm(Func<DomainOptions, DataForm?> Make, IqScope Scope);
