namespace Nightjar.Xmpp.Payloads;

/// <summary>What a data form is for (XEP-0004 §3.1).</summary>
public enum FormType
{
    /// <summary>To be filled in.</summary>
    Form,

    /// <summary>Filled in.</summary>
    Submit,

    /// <summary>Given up.</summary>
    Cancel,

    /// <summary>Data handed out.</summary>
    Result,
}
