using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Accounts;

/// <summary>How a refused registration or password change is said in XMPP (XEP-0077 §3).</summary>
public static class RegistrationErrors
{
    /// <summary>The stanza error for a result that is not <see cref="RegistrationOutcome.Done"/>.</summary>
    public static StanzaError Of(RegistrationResult result) => result.Outcome switch
    {
        RegistrationOutcome.Closed => new(StanzaErrorCondition.NotAllowed, result.Explanation),
        RegistrationOutcome.Taken => new(StanzaErrorCondition.Conflict, result.Explanation),
        RegistrationOutcome.Limited => new(StanzaErrorCondition.ResourceConstraint, StanzaErrorType.Wait, result.Explanation),
        RegistrationOutcome.NameRefused or RegistrationOutcome.PasswordRefused => new(StanzaErrorCondition.NotAcceptable, result.Explanation),
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };
}
