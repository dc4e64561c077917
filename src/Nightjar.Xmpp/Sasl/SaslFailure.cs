namespace Nightjar.Xmpp.Sasl;

/// <summary>Why a SASL exchange failed, as a value.</summary>
/// <param name="Condition">What the peer is told.</param>
/// <param name="Reason">A fixed English sentence for logs and metrics; it never contains anything the peer sent, and it is
/// not meant for the peer, because it can be more precise than the peer should know.</param>
public readonly record struct SaslFailure(SaslCondition Condition, string Reason)
{
    internal static SaslFailure Malformed(string reason) => new(SaslCondition.MalformedRequest, reason);

    internal static SaslFailure Refused(string reason) => new(SaslCondition.NotAuthorized, reason);
}
