using System.Collections.Frozen;

namespace Nightjar.Xmpp.Sasl;

/// <summary>Wire names of <see cref="SaslCondition"/> (RFC 6120 §6.5).</summary>
public static class SaslConditions
{
    static readonly string[] Names =
    [
        "aborted", "account-disabled", "credentials-expired", "encryption-required", "incorrect-encoding", "invalid-authzid",
        "invalid-mechanism", "malformed-request", "mechanism-too-weak", "not-authorized", "temporary-auth-failure",
    ];

    static readonly FrozenDictionary<string, SaslCondition> ByName =
        Names.Select((name, index) => KeyValuePair.Create(name, (SaslCondition)index)).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The element name of a condition, such as <c>not-authorized</c>.</summary>
    public static string WireName(this SaslCondition condition) => Names[(int)condition];

    /// <summary>Finds the condition with an element name; false when there is none.</summary>
    public static bool TryParse(string wireName, out SaslCondition condition) => ByName.TryGetValue(wireName, out condition);
}
