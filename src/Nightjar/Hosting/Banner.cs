using System.Reflection;
using System.Text;
using Nightjar.Configuration;
using Nightjar.Server.Configuration;

namespace Nightjar.Hosting;

/// <summary>What is said on standard output once the server listens.</summary>
internal static class Banner
{
    public static string Version { get; } =
        typeof(Banner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <param name="configuration">What it runs with.</param>
    /// <param name="listeners">Where it listens, in words.</param>
    /// <param name="authorityFile">The self-made authority, if any domain uses it.</param>
    /// <param name="metrics">Where the figures are; null when they are off.</param>
    /// <param name="isFirstStart">Whether the data folder is new.</param>
    public static string Write(
        LoadedConfiguration configuration, IEnumerable<string> listeners, string? authorityFile, string? metrics, bool isFirstStart)
    {
        var options = configuration.Options;
        var text = new StringBuilder();
        text.Append("Nightjar ").Append(Version).Append(" is running.\n");
        foreach (var domain in options.Domains)
        {
            Line(text, "domain", $"{domain.Name} (registration {(domain.Registration.Mode == RegistrationMode.Open ? "open" : "closed")}, archive {(domain.Archive ? "on" : "off")})");
        }

        foreach (var listener in listeners)
        {
            Line(text, "listening", listener);
        }

        Line(text, "data", options.Storage.DataFolder + (isFirstStart ? " (new)" : ""));
        Line(text, "configuration", configuration.File ?? "built in; write your own after nightjar.example.yml and pass it with --config");
        if (metrics is not null)
        {
            Line(text, "metrics", metrics);
        }

        foreach (var warning in TestingWarnings(options.Testing))
        {
            Line(text, "TESTING", warning);
        }

        NextSteps(text, options, authorityFile);
        return text.ToString();
    }

    /// <summary>What the switches for tests take away, for banner and log.</summary>
    public static IEnumerable<string> TestingWarnings(TestingOptions testing)
    {
        if (testing.PlaintextListeners.Count > 0)
        {
            yield return "some listeners offer log-in WITHOUT TLS";
        }

        if (testing.NoNameAndPasswordRules)
        {
            yield return "any user name and any password can be registered";
        }

        if (testing.NoRateLimits)
        {
            yield return "there are no limits on registrations, log-ins and connections";
        }
    }

    private static void NextSteps(StringBuilder text, NightjarOptions options, string? authorityFile)
    {
        var domain = options.Domains[0];
        if (authorityFile is not null)
        {
            text.Append("\nThe certificate is self-made. Clients will ask, or must be told to trust its authority:\n");
            text.Append("  ").Append(authorityFile).Append('\n');
            text.Append("  for all programs of this machine (Debian): cp it to /usr/local/share/ca-certificates/nightjar.crt and run update-ca-certificates\n");
            text.Append("  It can vouch for ").Append(string.Join(", ", options.Domains.Where(d => d.Certificate is null).Select(d => d.Name))).Append(" only.\n");
        }

        text.Append("\nNext: ").Append(domain.Registration.Mode == RegistrationMode.Open
            ? $"register an account at {domain.Name} with any XMPP client"
            : $"add an account with `nightjar account add YOU@{domain.Name}`, then log in with any XMPP client").Append(".\n");
        text.Append("`nightjar check` says what is missing for others to reach it.\n");
    }

    private static void Line(StringBuilder text, string name, string value) =>
        text.Append("  ").Append(name.PadRight(15)).Append(value).Append('\n');
}
