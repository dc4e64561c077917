using System.Globalization;

using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>Tells the client the limits in force on its stream (XEP-0478): first those of strangers, then its own.</summary>
internal sealed class StreamLimits : IStreamFeature
{
    private const string Ns = Namespaces.StreamLimits;

    public Element? Advertise(ClientStream stream) => new(
        Ns, "limits",
        Number("max-bytes", stream.Carrier.Limits.MaxElementBytes),
        stream.Authenticated is null ? null : Number("idle-seconds", (int)stream.Services.Accounts.Limits.PingAfter.TotalSeconds));

    public bool Takes(Element element) => false;

    public ValueTask NegotiateAsync(ClientStream stream, Element element) => ValueTask.CompletedTask;

    private static Element Number(string name, int value) => new(Ns, name, value.ToString(CultureInfo.InvariantCulture));
}
