using Nightjar.Server.Extensibility;
using Nightjar.Server.Negotiation;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>
/// XEP-0352: Client State Indication. While nobody looks at the screen, presence and chat states wait, the newest of each sender;
/// see <see cref="InactiveFilter"/>.
/// </summary>
public sealed class ClientState : IExtension
{
    private const string Ns = Namespaces.Csi;

    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 352, "Client State Indication", version: "1.0.0")
        .StreamFeature(static (_, _) => new Element(Ns, "csi"))
        .InlineWithBind(Ns, static (_, _, session, element) =>
        {
            Switch(session, element.Name);
            return null;
        })
        .OnNonza(Ns, static (session, element) => Switch(session, element.Name));

    /// <summary>Takes what the client says of itself; what is not known means nothing.</summary>
    private static void Switch(Session session, string state)
    {
        switch (state)
        {
            case "inactive" when session.Filter is not InactiveFilter:
                session.Filter = new InactiveFilter();
                break;
            case "active" when session.Filter is InactiveFilter:
                session.Filter = null;
                break;
        }
    }
}
