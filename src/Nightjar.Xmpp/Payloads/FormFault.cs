namespace Nightjar.Xmpp.Payloads;

/// <summary>What is wrong with a submitted form.</summary>
public enum FormFault
{
    /// <summary>It is not a submission.</summary>
    NotASubmission,

    /// <summary>It is of another kind (XEP-0068).</summary>
    OtherKind,

    /// <summary>A required field is missing or empty.</summary>
    Missing,

    /// <summary>A field that takes one value has several.</summary>
    TooManyValues,

    /// <summary>A value is none of the options.</summary>
    NotAnOption,

    /// <summary>A value is none of <c>0</c>, <c>1</c>, <c>false</c>, <c>true</c>.</summary>
    NotABoolean,

    /// <summary>A value is not an address.</summary>
    NotAnAddress,
}
