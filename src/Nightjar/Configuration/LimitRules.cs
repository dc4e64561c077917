using Nightjar.Server.Configuration;

namespace Nightjar.Configuration;

/// <summary>Limits that only make sense together.</summary>
internal static class LimitRules
{
    public static IEnumerable<OptionFault> Check(LimitOptions limits)
    {
        if (limits.StanzaBytesBeforeLogin > limits.StanzaBytes)
        {
            yield return new("limits.stanza_bytes_before_login", "This must not be above `limits.stanza_bytes`.");
        }

        if (limits.UnfinishedBytes < limits.StanzaBytes)
        {
            yield return new("limits.unfinished_bytes", "This must not be below `limits.stanza_bytes`, or the largest stanza never fits.");
        }

        if (limits.SendQueueBytes < limits.StanzaBytes)
        {
            yield return new("limits.send_queue_bytes", "This must not be below `limits.stanza_bytes`, or the largest stanza never fits.");
        }

        if (limits.UnauthenticatedConnections > limits.Connections)
        {
            yield return new("limits.unauthenticated_connections", "This must not be above `limits.connections`.");
        }

        if (limits.HandshakeTimeout > limits.NegotiationTimeout)
        {
            yield return new("limits.handshake_timeout", "This must not be above `limits.negotiation_timeout`, of which it is a part.");
        }

        if (limits.Login.FailuresBeforeLock < limits.Login.Failures)
        {
            yield return new("limits.login.failures_before_lock", "This must not be below `limits.login.failures`, which comes first.");
        }
    }
}
