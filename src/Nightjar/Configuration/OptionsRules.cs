using Nightjar.Server.Configuration;

namespace Nightjar.Configuration;

/// <summary>The rules that concern more than one setting, or the world outside the file.</summary>
internal static class OptionsRules
{
    public static IEnumerable<OptionFault> Check(NightjarOptions options) =>
    [
        .. DomainRules.Check(options.Domains),
        .. ListenerRules.Check(options),
        .. LimitRules.Check(options.Limits),
        .. Mechanisms(options.Sasl),
        .. Storage(options.Storage),
    ];

    private static IEnumerable<OptionFault> Mechanisms(SaslOptions sasl)
    {
        if (sasl.Mechanisms.Count == 0)
        {
            yield return new("sasl.mechanisms", "Without a mechanism nobody can log in.");
        }

        for (var i = 0; i < sasl.Mechanisms.Count; i++)
        {
            var mechanism = sasl.Mechanisms[i];
            if (!SaslOptions.KnownMechanisms.Contains(mechanism))
            {
                yield return new($"sasl.mechanisms.{i}", $"`{mechanism}` is not a mechanism of this server. {Suggestion.For(mechanism, SaslOptions.KnownMechanisms)}");
            }
            else if (sasl.Mechanisms.Take(i).Contains(mechanism))
            {
                yield return new($"sasl.mechanisms.{i}", $"`{mechanism}` is listed twice.");
            }
        }
    }

    private static IEnumerable<OptionFault> Storage(StorageOptions storage)
    {
        if (storage.DataFolder.Length == 0 || File.Exists(storage.DataFolder))
        {
            yield return new("storage.data_folder", "This must be a folder, not a file.");
        }

        if (storage.KeyStoreFile == storage.MasterKeyFile)
        {
            yield return new("storage.master_key", "This must be another file than the key store, which it opens.");
        }
    }
}
