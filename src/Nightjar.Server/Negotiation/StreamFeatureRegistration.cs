using Nightjar.Server.Configuration;
using Nightjar.Server.Extensibility;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>How extensions announce themselves in the stream features.</summary>
public static class StreamFeatureRegistration
{
    /// <summary>
    /// Shows an element among the stream features of a client that has logged in, with a resource already (XEP-0386) or not; null for none.
    /// Nothing is negotiated. Any thread.
    /// </summary>
    public static ExtensionBuilder StreamFeature(this ExtensionBuilder x, Func<AccountServices, DomainOptions, Element?> advertise)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Contribute(new StreamFeatureContribution(advertise));
    }
}

/// <summary>What an extension contributed to the stream features.</summary>
internal sealed record StreamFeatureContribution(Func<AccountServices, DomainOptions, Element?> Advertise);

/// <summary>A stream feature that is only an announcement.</summary>
internal sealed class ContributedFeature(StreamFeatureContribution contribution) : IStreamFeature
{
    public Element? Advertise(ClientStream stream) =>
        stream is { Authenticated: not null, Domain: { } domain } ? contribution.Advertise(stream.Services.Accounts, domain) : null;

    public bool Takes(Element element) => false;

    public ValueTask NegotiateAsync(ClientStream stream, Element element) => ValueTask.CompletedTask;
}
