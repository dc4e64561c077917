using System.Security.Cryptography;
using System.Text;
using Nightjar.Load.Engine;

namespace Nightjar.Load.Client;

/// <summary>SASL2 (XEP-0388) with Bind 2 (XEP-0386) and FAST tokens (XEP-0484).</summary>
internal static class Sasl2
{
    const string Ns = "urn:xmpp:sasl:2";
    static readonly string[] s_tokenMechanisms = ["HT-SHA-256-NONE", "HT-SHA-256-EXPR"];

    /// <summary>Logs in with the account's token, or with its password when it has none, and keeps a new token.</summary>
    public static async Task AuthenticateAsync(Connection connection, Account account, Target target, string features)
    {
        Login.Expect(features, Ns);
        var success = account.Token is { } token
            ? await WithTokenAsync(connection, account, token)
            : await WithPasswordAsync(connection, account, target, features);
        Login.Expect(success, "<success");
        Login.Expect(success, "urn:xmpp:bind:0");
        if (success.IndexOf("<token", StringComparison.Ordinal) is var at and >= 0)
        {
            account.Token = Xml.Attribute(success[at..], "token");
        }

        // The features of the logged-in stream follow on success: part of the log-in.
        Login.Expect(await connection.ReadAsync(), "<stream:features");
    }

    static Task<string> WithTokenAsync(Connection connection, Account account, string token)
    {
        byte[] binding = account.TokenMechanism!.EndsWith("EXPR", StringComparison.Ordinal) ? connection.ExportKeyingMaterial() : [];
        var proof = HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), (byte[])[.. "Initiator"u8, .. binding]);
        byte[] response = [.. Encoding.UTF8.GetBytes(account.Local), 0, .. proof];
        connection.Send(Authenticate(account, account.TokenMechanism, Convert.ToBase64String(response), "<fast xmlns='urn:xmpp:fast:0'/>"));
        return connection.ReadAsync();
    }

    static async Task<string> WithPasswordAsync(Connection connection, Account account, Target target, string features)
    {
        account.TokenMechanism = Array.Find(s_tokenMechanisms, name => features.Contains($">{name}<", StringComparison.Ordinal))
            ?? throw new IOException($"No token mechanism in {features}");
        var scram = new ScramExchange(account, target.Hash);
        connection.Send(Authenticate(account, scram.Mechanism, scram.First, $"<request-token xmlns='urn:xmpp:fast:0' mechanism='{account.TokenMechanism}'/>"));
        var challenge = await connection.ReadAsync();
        Login.Expect(challenge, "<challenge");
        connection.Send($"<response xmlns='{Ns}'>{scram.Final(Xml.Text(challenge, "challenge")!)}</response>");
        var success = await connection.ReadAsync();
        Login.Expect(success, "<success");
        scram.Verify(Xml.Text(success, "additional-data")!);
        return success;
    }

    static string Authenticate(Account account, string mechanism, string response, string more) =>
        $"<authenticate xmlns='{Ns}' mechanism='{mechanism}'><initial-response>{response}</initial-response>" +
        $"<user-agent id='{account.AgentId}'><software>Nightjar.Load</software></user-agent>" +
        $"<bind xmlns='urn:xmpp:bind:0'><tag>load</tag></bind>{more}</authenticate>";
}
