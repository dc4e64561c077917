namespace Nightjar.Load.Servers;

/// <summary>What every server is given alike.</summary>
/// <param name="Folder">A throw-away folder of its own.</param>
/// <param name="Core">The core it is pinned to, or null.</param>
/// <param name="Sha256">SCRAM-SHA-256 instead of SCRAM-SHA-1.</param>
internal sealed record ServerSetting(string Folder, string Domain, string Password, TestCertificates Certificates, int? Core, bool Sha256)
{
    /// <summary>Writes the template <paramref name="name"/> of bench/peers with its names filled in, and returns the file's path.</summary>
    public string WriteConfiguration(string name, params (string Name, object Value)[] more)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "peers", name));
        (string Name, object Value)[] values =
        [
            ("DOMAIN", Domain), ("FOLDER", Folder), ("CHAIN", Certificates.Chain), ("KEY", Certificates.Key), ("PEM", Certificates.Pem), .. more,
        ];
        foreach (var (key, value) in values)
        {
            text = text.Replace($"@{key}@", Convert.ToString(value, null), StringComparison.Ordinal);
        }

        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
