namespace Nightjar.Xmpp.Payloads;

/// <summary>Type of a form field (XEP-0004 §3.3), in the order of the specification's table.</summary>
public enum FieldType
{
    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>Text to be shown, not filled in.</summary>
    Fixed,

    /// <summary>Not shown, but sent back.</summary>
    Hidden,

    /// <summary>Several addresses.</summary>
    JidMulti,

    /// <summary>One address.</summary>
    JidSingle,

    /// <summary>Some of the options.</summary>
    ListMulti,

    /// <summary>One of the options.</summary>
    ListSingle,

    /// <summary>Several lines, one value each.</summary>
    TextMulti,

    /// <summary>One line that is not shown while it is typed.</summary>
    TextPrivate,

    /// <summary>One line; also what an unknown type means.</summary>
    TextSingle,
}
