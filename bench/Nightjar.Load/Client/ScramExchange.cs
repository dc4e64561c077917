using System.Security.Cryptography;
using System.Text;

namespace Nightjar.Load.Client;

/// <summary>The client's side of one SCRAM log-in without channel binding (RFC 5802).</summary>
internal sealed class ScramExchange(Account account, ScramHash hash)
{
    readonly string _bare = $"n={account.Local},r={Convert.ToBase64String(RandomNumberGenerator.GetBytes(18))}";
    byte[]? _serverSignature;

    public string Mechanism => hash.Name;

    public string First => Encode("n,," + _bare);

    /// <summary>Answers the server's challenge (base64).</summary>
    public string Final(string challenge)
    {
        var serverFirst = Decode(challenge);
        var salted = account.SaltedPassword(hash, Field(serverFirst, 's'), int.Parse(Field(serverFirst, 'i'), null));
        var bare = $"c=biws,r={Field(serverFirst, 'r')}";
        var message = $"{_bare},{serverFirst},{bare}";
        var clientKey = hash.Hmac(salted, "Client Key");
        var proof = hash.Hmac(hash.Hash(clientKey), message);
        for (var i = 0; i < proof.Length; i++)
        {
            proof[i] ^= clientKey[i];
        }

        _serverSignature = hash.Hmac(hash.Hmac(salted, "Server Key"), message);
        return Encode($"{bare},p={Convert.ToBase64String(proof)}");
    }

    /// <summary>Checks that the server knew the password too.</summary>
    public void Verify(string final)
    {
        if (!Convert.FromBase64String(Field(Decode(final), 'v')).AsSpan().SequenceEqual(_serverSignature))
        {
            throw new IOException("The server's SCRAM signature is wrong.");
        }
    }

    static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    static string Decode(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));

    static string Field(string message, char name) =>
        Array.Find(message.Split(','), field => field.StartsWith(name))?[2..] ?? throw new IOException($"SCRAM: no {name} in '{message}'");
}
