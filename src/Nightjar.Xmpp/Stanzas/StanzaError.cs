using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Stanzas;

/// <summary>What the sender should do about an error (RFC 6120 §8.3.2).</summary>
public enum StanzaErrorType
{
    /// <summary>Retry after providing credentials.</summary>
    Auth,

    /// <summary>Do not retry.</summary>
    Cancel,

    /// <summary>Proceed; it was only a warning.</summary>
    Continue,

    /// <summary>Retry after changing the data.</summary>
    Modify,

    /// <summary>Retry after waiting.</summary>
    Wait,
}

/// <summary>A stanza error (RFC 6120 §8.3): condition, type, and what helps a person.</summary>
/// <param name="Condition">The defined condition.</param>
/// <param name="Type">What the sender should do.</param>
/// <param name="Text">For people, in English; null for none.</param>
/// <param name="Detail">An application-specific condition; null for none.</param>
public sealed record StanzaError(StanzaErrorCondition Condition, StanzaErrorType Type, string? Text = null, Element? Detail = null)
{
    /// <summary>An error with the type that RFC 6120 §8.3.3 recommends for its condition.</summary>
    public StanzaError(StanzaErrorCondition condition, string? text = null)
        : this(condition, DefaultType(condition), text)
    {
    }

    /// <summary>The <c>&lt;error/&gt;</c> element.</summary>
    public Element ToElement(string ns = Namespaces.Client) => new(
        ns,
        "error",
        ("type", Type.ToString().ToLowerInvariant()),
        new Element(Namespaces.StanzaErrors, WireName(Condition)),
        Text is null ? null : new Element(Namespaces.StanzaErrors, "text", new XmlAttribute(Namespaces.Xml, "lang", "en"), Text),
        Detail);

    /// <summary>Reads the <c>&lt;error/&gt;</c> of an error stanza; unknown conditions become <c>undefined-condition</c>.</summary>
    public static StanzaError? Parse(Element stanza)
    {
        ArgumentNullException.ThrowIfNull(stanza);
        if (stanza.Child(stanza.Namespace, "error") is not { } error)
        {
            return null;
        }

        StanzaErrorCondition condition = StanzaErrorCondition.UndefinedCondition;
        string? text = null;
        Element? detail = null;
        foreach (Element child in error.Elements)
        {
            if (child.Namespace != Namespaces.StanzaErrors)
            {
                detail ??= child;
            }
            else if (child.Name == "text")
            {
                text = child.Text;
            }
            else
            {
                condition = s_byName.GetValueOrDefault(child.Name, StanzaErrorCondition.UndefinedCondition);
            }
        }

        return Enum.TryParse(error.Attribute("type"), ignoreCase: true, out StanzaErrorType type)
            ? new StanzaError(condition, type, text, detail)
            : new StanzaError(condition, DefaultType(condition), text, detail);
    }

    /// <summary>The element name of a condition.</summary>
    public static string WireName(StanzaErrorCondition condition) => s_names[(int)condition];

    private static readonly string[] s_names = [.. Enum.GetNames<StanzaErrorCondition>().Select(KebabCase.From)];

    private static readonly Dictionary<string, StanzaErrorCondition> s_byName =
        Enum.GetValues<StanzaErrorCondition>().ToDictionary(c => s_names[(int)c]);

    private static StanzaErrorType DefaultType(StanzaErrorCondition condition) => condition switch
    {
        StanzaErrorCondition.Forbidden or StanzaErrorCondition.NotAuthorized or StanzaErrorCondition.RegistrationRequired
            or StanzaErrorCondition.SubscriptionRequired => StanzaErrorType.Auth,
        StanzaErrorCondition.BadRequest or StanzaErrorCondition.JidMalformed or StanzaErrorCondition.NotAcceptable
            or StanzaErrorCondition.PolicyViolation or StanzaErrorCondition.Redirect => StanzaErrorType.Modify,
        StanzaErrorCondition.RecipientUnavailable or StanzaErrorCondition.RemoteServerTimeout
            or StanzaErrorCondition.ResourceConstraint or StanzaErrorCondition.UnexpectedRequest => StanzaErrorType.Wait,
        _ => StanzaErrorType.Cancel,
    };
}
