namespace Nightjar.Xmpp.Xml;

/// <summary>Names that occur in nearly every session, so that trees share their strings.</summary>
internal static class KnownNames
{
    private static readonly Utf8InternTable s_table = new(
        "message", "presence", "iq", "error", "body", "subject", "thread", "show", "status", "priority", "to", "from",
        "id", "type", "lang", "query", "item", "group", "jid", "name", "subscription", "ask", "ver", "var", "feature",
        "identity", "category", "node", "x", "c", "hash", "field", "value", "stream", "features", "version", "auth",
        "response", "challenge", "success", "failure", "mechanism", "mechanisms", "authenticate", "initial-response",
        "user-agent", "bind", "resource", "session", "enable", "enabled", "resume", "resumed", "previd", "h", "r", "a",
        "active", "inactive", "composing", "paused", "gone", "request", "received", "sent", "forwarded", "delay",
        "stamp", "origin-id", "stanza-id", "by", "markable", "displayed", "ping", "pubsub", "publish", "items", "event",
        "photo", "vCard", "encrypted", "header", "payload", "key", "iv", "rid", "sid", "set", "max", "before", "after",
        "first", "last", "count", "index", "store", "no-store", "no-copy", "encryption", "namespace", "code", "text",
        "block", "unblock", "blocklist", "ext", "mechanism", "xmlns");

    public static string Intern(ReadOnlySpan<byte> utf8) => s_table.GetOrCreate(utf8);
}
