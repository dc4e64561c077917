using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Nightjar.Server.Connections.Certificates;

/// <summary>Reads certificate and key from PEM files and says clearly what is wrong with them.</summary>
public static class CertificateFiles
{
    /// <summary>Largest file that is read: a chain with a long history of intermediates is a tenth of it.</summary>
    private const int MaxFileBytes = 1024 * 1024;

    /// <summary>Reads the files of one domain and inspects what they hold. Never throws for what is in the files.</summary>
    /// <param name="chainFile">The certificate followed by the intermediate ones.</param>
    /// <param name="keyFile">The private key.</param>
    /// <param name="domain">The domain to be covered, ASCII form.</param>
    /// <param name="now">The time against which validity is judged.</param>
    public static CertificateLoad Load(string chainFile, string keyFile, string domain, DateTimeOffset now)
    {
        var findings = new List<CertificateFinding>();
        var chain = ReadChain(chainFile, findings);
        using var key = ReadKey(keyFile, findings);
        if (chain is null || key is null)
        {
            return new(null, findings);
        }

        // The key decides which certificate is ours: some tools write the chain upside down.
        var leaf = chain.FirstOrDefault(c => SameKey(c, key));
        if (leaf is null)
        {
            findings.Add(new(true, $"The key in {keyFile} does not belong to the certificate in {chainFile}.", "Take both files from the same order; after a renewal copy both."));
            return new(null, findings);
        }

        var pkcs8 = key.ExportPkcs8PrivateKey();
        try
        {
            var certificate = new ServerCertificate(WithKey(leaf, key), Issuers(leaf, chain), pkcs8);
            CertificateInspection.Inspect(certificate, chainFile, domain, now, findings);
            if (certificate.Intermediates.Count == 0 && chain.Count > 1)
            {
                findings.Add(new(true, $"The chain in {chainFile} is broken: nothing in it issued \"{leaf.Subject}\".", "Use the full chain as delivered (fullchain.pem)."));
            }

            return new(certificate, [.. findings.OrderByDescending(f => f.IsError)]);
        }
        catch (CryptographicException e)
        {
            findings.Add(new(true, $"The certificate in {chainFile} cannot be used: {e.Message}", "Order a new certificate."));
            return new(null, findings);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    internal static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    // From the leaf upwards, whatever the order in the file; the root is not sent, clients have it or do not trust it.
    private static X509Certificate2Collection Issuers(X509Certificate2 leaf, X509Certificate2Collection chain)
    {
        var issuers = new X509Certificate2Collection();
        for (var current = leaf; !IsSelfIssued(current) && issuers.Count < chain.Count;)
        {
            var issuer = chain.FirstOrDefault(c => c.SubjectName.RawData.AsSpan().SequenceEqual(current.IssuerName.RawData));
            if (issuer is null || IsSelfIssued(issuer))
            {
                break;
            }

            issuers.Add(issuer);
            current = issuer;
        }

        return issuers;
    }

    private static X509Certificate2Collection? ReadChain(string file, List<CertificateFinding> findings)
    {
        if (ReadText(file, "certificate", findings) is not { } text)
        {
            return null;
        }

        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            findings.Add(new(true, $"The certificate file {file} is damaged.", "Copy it again; it must be PEM (BEGIN CERTIFICATE)."));
            return null;
        }

        if (chain.Count == 0)
        {
            findings.Add(new(true, $"There is no certificate in {file}.", "It must be PEM (BEGIN CERTIFICATE): your certificate, then the intermediate ones."));
            return null;
        }

        return chain;
    }

    private static AsymmetricAlgorithm? ReadKey(string file, List<CertificateFinding> findings)
    {
        if (ReadText(file, "key", findings) is not { } text)
        {
            return null;
        }

        if (text.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            findings.Add(new(true, $"The key in {file} is protected by a passphrase.", "Remove it (openssl pkey -in OLD -out NEW) and keep the file readable for the server alone."));
            return null;
        }

        WarnIfOthersCanRead(file, findings);
        foreach (var create in (ReadOnlySpan<Func<AsymmetricAlgorithm>>)[ECDsa.Create, RSA.Create])
        {
            var key = create();
            try
            {
                key.ImportFromPem(text);
                return key;
            }
            catch (Exception e) when (e is CryptographicException or ArgumentException)
            {
                key.Dispose(); // Another algorithm, then.
            }
        }

        findings.Add(new(true, $"There is no RSA or EC private key in {file}.", "It must be PEM (BEGIN PRIVATE KEY)."));
        return null;
    }

    private static string? ReadText(string file, string what, List<CertificateFinding> findings)
    {
        try
        {
            if (new FileInfo(file).Length > MaxFileBytes)
            {
                findings.Add(new(true, $"The {what} file {file} is larger than {MaxFileBytes} bytes.", "Name the right file."));
                return null;
            }

            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            findings.Add(new(true, $"The {what} file {file} does not exist.", "Correct the path, or remove `certificate` to use a self-made one."));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            findings.Add(new(true, $"The {what} file {file} cannot be read: {e.Message}", "Let the user that runs the server read it."));
        }

        return null;
    }

    private static void WarnIfOthersCanRead(string file, List<CertificateFinding> findings)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
        {
            findings.Add(new(false, $"Every local user can read the key in {file}.", $"chmod o= {file}"));
        }
    }

    private static bool SameKey(X509Certificate2 certificate, AsymmetricAlgorithm key) =>
        certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());

    private static X509Certificate2 WithKey(X509Certificate2 leaf, AsymmetricAlgorithm key) => key switch
    {
        ECDsa ec => leaf.CopyWithPrivateKey(ec),
        RSA rsa => leaf.CopyWithPrivateKey(rsa),
        _ => throw new CryptographicException("unknown kind of key"),
    };
}
