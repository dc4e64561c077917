using System.Globalization;
using System.Security.Cryptography;

using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>
/// Gives an account that lacks one the keys of a stronger hash while it logs in (XEP-0480), so that accounts moved here from a server
/// that knew only SHA-1 do not stay with it. Only inside TLS: what the client sends is as good as the password. Thread-safe.
/// </summary>
internal sealed class PasswordUpgrade(SaslOptions options, CredentialLookup credentials, AccountSelfService accounts)
{
    private const string Ns = "urn:xmpp:scram-upgrade:0";

    private readonly ScramHash[] _wanted = [.. ScramHashes.StrongestFirst.Where(h => options.Mechanisms.Contains(h.MechanismName()))];

    /// <summary>Names of the tasks for the account that the stream names: what it lacks, or pretends to.</summary>
    public IEnumerable<string> OfferedTo(ClientStream stream) =>
        stream.Named is { } named ? Possible(named).Select(ScramUpgrade.TaskName) : [];

    /// <summary>Notes which of the tasks the client asked for are to be done; false when there are none.</summary>
    public bool Begin(ClientStream stream, Sasl2Request request, LoginKeys login)
    {
        if (request.Upgrades.Count == 0 || !stream.Carrier.IsEncrypted)
        {
            return false;
        }

        foreach (ScramHash hash in Possible(login))
        {
            if (request.Upgrades.Contains(ScramUpgrade.TaskName(hash)))
            {
                request.Remaining.Enqueue(hash);
            }
        }

        return request.Remaining.Count > 0;
    }

    /// <summary>Asks for the next task.</summary>
    public static Element Continue(Sasl2Request request, byte[] data) => new(
        Namespaces.Sasl2, "continue",
        data.Length == 0 ? null : new Element(Namespaces.Sasl2, "additional-data", Convert.ToBase64String(data)),
        new Element(Namespaces.Sasl2, "tasks", new Element(Namespaces.Sasl2, "task", ScramUpgrade.TaskName(request.Remaining.Peek()))),
        new Element(Namespaces.Sasl2, "text", "The way your password is kept is being made stronger."));

    /// <summary>Takes the client's next step.</summary>
    /// <returns>What to answer (null: it was wrong), or that all tasks are done.</returns>
    public async ValueTask<(Element? Reply, bool IsDone)> StepAsync(Sasl2Request request, Element element)
    {
        ScramHash hash = request.Remaining.Peek();
        if (element.Name == "next")
        {
            if (request.Salt.Length > 0 || element.Attribute("task") != ScramUpgrade.TaskName(hash))
            {
                return (null, false);
            }

            request.Salt = RandomNumberGenerator.GetBytes(ScramDefaults.SaltBytes);
            return (new Element(Namespaces.Sasl2, "task-data", new Element(
                Ns, "salt", ("iterations", options.Iterations.ToString(CultureInfo.InvariantCulture)), Convert.ToBase64String(request.Salt))), false);
        }

        if (request.Salt.Length == 0 || element.Child(Ns, "hash")?.Text is not { } answer
            || ScramUpgrade.ReadAnswer(hash, answer, request.Salt, options.Iterations) is not { } keys)
        {
            return (null, false);
        }

        await accounts.AddKeysAsync(credentials, request.Login!, keys).ConfigureAwait(false);
        request.Remaining.Dequeue();
        request.Salt = [];
        return request.Remaining.Count > 0 ? (Continue(request, []), false) : (null, true);
    }

    private IEnumerable<ScramHash> Possible(LoginKeys login) => ScramUpgrade.Possible([.. login.Hashes], _wanted);
}
