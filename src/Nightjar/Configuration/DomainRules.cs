using Nightjar.Server.Configuration;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Configuration;

/// <summary>What a domain's settings must satisfy.</summary>
internal static class DomainRules
{
    private static readonly string[] ContactSchemes = ["mailto", "xmpp", "https", "http", "tel"];

    public static IEnumerable<OptionFault> Check(IReadOnlyList<DomainOptions> domains)
    {
        if (domains.Count == 0)
        {
            yield return new("domains", "At least one domain is needed.");
        }

        for (var i = 0; i < domains.Count; i++)
        {
            var (domain, path) = (domains[i], $"domains.{i}");
            if (SyntaxFault(domain.Name) is { } fault)
            {
                yield return new($"{path}.name", fault);
            }
            else if (domains.Take(i).Any(d => d.Name == domain.Name))
            {
                yield return new($"{path}.name", $"{domain.Name} is listed twice.");
            }

            foreach (var problem in Files(domain, path).Concat(Contacts(domain.ContactAddresses, path)).Concat(Lengths(domain, path)))
            {
                yield return problem;
            }
        }
    }

    /// <summary>What is wrong with a domain name, or null: it must be in the form that addresses are compared in (RFC 7622 §3.2).</summary>
    internal static string? SyntaxFault(string name)
    {
        if (name.Length == 0)
        {
            return null; // Already reported as missing.
        }

        if (name.Contains('@', StringComparison.Ordinal) || name.Contains('/', StringComparison.Ordinal))
        {
            return $"`{name}` is not a domain; write only what stands behind the @.";
        }

        return Jid.TryCreate(null, name) is not { } jid ? $"`{name}` is not a domain name."
            : jid.Domain != name ? $"Write `{jid.Domain}` instead of `{name}`; it means the same, and this is how addresses are compared."
            : null;
    }

    private static IEnumerable<OptionFault> Files(DomainOptions domain, string path)
    {
        if (domain.Certificate is not { } certificate)
        {
            yield break;
        }

        if (certificate.Chain is { Length: > 0 } chain && !File.Exists(chain))
        {
            yield return new($"{path}.certificate.chain", $"There is no file {chain}.");
        }

        if (certificate.Key is { Length: > 0 } key && !File.Exists(key))
        {
            yield return new($"{path}.certificate.key", $"There is no file {key}.");
        }
    }

    private static IEnumerable<OptionFault> Contacts(ContactAddressOptions contacts, string path)
    {
        foreach (var (key, property) in OptionNames.KeysOf(typeof(ContactAddressOptions)))
        {
            var addresses = (IReadOnlyList<string>)property.GetValue(contacts)!;
            for (var i = 0; i < addresses.Count; i++)
            {
                if (!Uri.TryCreate(addresses[i], UriKind.Absolute, out var uri) || !ContactSchemes.Contains(uri.Scheme))
                {
                    yield return new($"{path}.contact_addresses.{key}.{i}", $"`{addresses[i]}` is not an address others can use; e.g. mailto:{key}@example.org.");
                }
            }
        }
    }

    private static IEnumerable<OptionFault> Lengths(DomainOptions domain, string path)
    {
        if (domain.UserNames.MinLength > domain.UserNames.MaxLength)
        {
            yield return new($"{path}.user_names.min_length", "This must not be above `max_length`.");
        }
    }
}
