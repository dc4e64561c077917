using System.Security.Cryptography;
using System.Text;

namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// The computation of XEP-0480's SCRAM upgrade tasks: a client that has just logged in sends the SaltedPassword for another hash.
/// The server cannot check that it comes from the same password; whoever could send a wrong one could also change the password.
/// Offer it only inside TLS: a SaltedPassword is as good as the password for this account.
/// </summary>
public static class ScramUpgrade
{
    const string Prefix = "UPGR-";

    /// <summary>The task's name, such as <c>UPGR-SCRAM-SHA-256</c>.</summary>
    public static string TaskName(ScramHash hash) => Prefix + hash.MechanismName();

    /// <summary>Finds the hash of a task name; false for unknown tasks and for names with -PLUS, which the XEP forbids.</summary>
    public static bool TryParseTask(string task, out ScramHash hash)
    {
        hash = default;
        if (!task.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var known = ScramMechanism.TryParse(task[Prefix.Length..], out var mechanism) && !mechanism.Plus;
        hash = mechanism.Hash;
        return known;
    }

    /// <summary>The hashes an account lacks among those the server wants, the strongest first.</summary>
    public static IEnumerable<ScramHash> Possible(IReadOnlyCollection<ScramHash> present, IReadOnlyCollection<ScramHash> wanted) =>
        ScramHashes.StrongestFirst.Where(hash => wanted.Contains(hash) && !present.Contains(hash));

    /// <summary>Client: the content of <c>&lt;hash/&gt;</c>, base64, for the prepared password. Runs PBKDF2.</summary>
    public static string Answer(ScramHash hash, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations)
    {
        Span<byte> salted = stackalloc byte[hash.Bytes()];
        ScramSecrets.SaltPassword(hash, password, salt, iterations, salted);
        var text = Convert.ToBase64String(salted);
        CryptographicOperations.ZeroMemory(salted);
        return text;
    }

    /// <summary>Server: credentials from the content of <c>&lt;hash/&gt;</c>; null unless it is base64 of exactly the hash's length
    /// (white space around it is allowed).</summary>
    public static ScramCredentials? ReadAnswer(ScramHash hash, string content, ReadOnlySpan<byte> salt, int iterations)
    {
        Span<byte> salted = stackalloc byte[hash.Bytes()];
        var text = Encoding.UTF8.GetBytes(content.Trim(' ', '\t', '\r', '\n'));
        var credentials = StrictBase64.TryDecode(text, salted) ? ScramSecrets.FromSaltedPassword(hash, salted, salt, iterations) : null;
        CryptographicOperations.ZeroMemory(text);
        CryptographicOperations.ZeroMemory(salted);
        return credentials;
    }
}
