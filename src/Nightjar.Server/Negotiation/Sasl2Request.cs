using Nightjar.Server.Accounts;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>A log-in with SASL2 that is under way: what was asked for beside it, and the tasks that remain.</summary>
internal sealed class Sasl2Request(Element authenticate)
{
    /// <summary>The device's own name for itself, or null.</summary>
    public string? Device { get; } = authenticate.Child(Namespaces.Sasl2, "user-agent")?.Attribute("id") is { } id && FastTokens.IsDeviceId(id) ? id : null;

    public Element? Bind { get; } = authenticate.Child(Namespaces.Bind2, "bind");

    public Element? Resume { get; } = authenticate.Child(Namespaces.Sm, "resume");

    public Element? Fast { get; } = authenticate.Child(Namespaces.Fast, "fast");

    public Element? RequestToken { get; } = authenticate.Child(Namespaces.Fast, "request-token");

    /// <summary>Names of the upgrade tasks the client would do (XEP-0480).</summary>
    public IReadOnlyList<string> Upgrades { get; } = Tasks(authenticate);

    /// <summary>Whose log-in has succeeded, while tasks remain.</summary>
    public LoginKeys? Login { get; set; }

    /// <summary>Upgrades that remain; the first is the one under way.</summary>
    public Queue<ScramHash> Remaining { get; } = new(0);

    /// <summary>The salt sent for the upgrade under way; empty before the client has asked for it.</summary>
    public byte[] Salt { get; set; } = [];

    private static List<string> Tasks(Element authenticate)
    {
        var names = new List<string>(0);
        foreach (Element child in authenticate.Elements)
        {
            if (child.Is(Sasl2.UpgradeNamespace, "upgrade"))
            {
                names.Add(child.Text.Trim());
            }
        }

        return names;
    }
}
