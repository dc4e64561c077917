using System.Security.Cryptography;
using Nightjar.Xmpp.Sasl;
using static Nightjar.Tests.Xmpp.Sasl.ScramExchange;

namespace Nightjar.Tests.Xmpp.Sasl;

public sealed class ScramVectorTests
{
    public static TheoryData<string, string, string, string, string, string> Vectors => new()
    {
        // RFC 5802 §5
        {
            "SCRAM-SHA-1", "QSXCR+Q6sek8bf92", "fyko+d2lbbFgONRv9qkxdawL", "3rfcNHYJY1ZVvWVs7j",
            "v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=", "rmF9pqV8S7suAoZWja4dJRkFsKQ="
        },

        // RFC 7677 §3
        {
            "SCRAM-SHA-256", "W22ZaJ0SNY7soEsUEjb6gQ==", "rOprNGfwEbeRWgbNEkqO", "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
            "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_exchange_of_the_RFC_comes_out_word_for_word(string name, string salt, string clientNonce, string serverNonce, string proof, string signature)
    {
        Assert.True(ScramMechanism.TryParse(name, out var mechanism));
        var client = new ScramClient(mechanism, new ScramClientSettings { Username = "user", Password = Pencil, NonceSource = () => clientNonce });
        var server = new ScramServer(mechanism, PlainOffer, ChannelBindings.None, new ScramServerSettings { NonceSource = () => serverNonce });
        var credentials = ScramSecrets.Derive(mechanism.Hash, Pencil, Convert.FromBase64String(salt), 4096);
        var seen = new string[4];
        var failure = Run(server, client, _ => credentials, (index, message) =>
        {
            seen[index] = Text(message);
            return message;
        });
        Assert.Null(failure);
        Assert.Equal($"n,,n=user,r={clientNonce}", seen[0]);
        Assert.Equal($"r={clientNonce}{serverNonce},s={salt},i=4096", seen[1]);
        Assert.Equal($"c=biws,r={clientNonce}{serverNonce},p={proof}", seen[2]);
        Assert.Equal($"v={signature}", seen[3]);
    }

    [Fact]
    public void The_exchange_of_XEP_0474_is_accepted_with_the_hash_it_prints()
    {
        var server = DowngradeServer(tlsVersion: null);
        Assert.Null(server.ParseFirst(Bytes("p=tls-exporter,,n=user,r=12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6"), out _));
        Assert.Null(server.Challenge(Sha1Credentials(), "user@example.org", out var challenge));
        Assert.Equal("r=12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6a09117a6-ac50-4f2f-93f1-93799c2bddf6,s=QSXCR+Q6sek8bf92,i=4096,h=G6k/rBLDqgOhRRaCuuatSDFkJ08=", Text(challenge));
        var final = "c=cD10bHMtZXhwb3J0ZXIsLFRISVMgSVMgRkFLRSBDQiBEQVRB,r=12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6a09117a6-ac50-4f2f-93f1-93799c2bddf6,"
            + "x=19C6532F-1CF4-4A27-A18D-DC9CEA41BBB3,p=M/SIDjT+dfcxUh89jZEypRvFxB4=";
        Assert.Null(server.Finish(Bytes(final), out var outcome));
        Assert.Equal("v=MQrMPvv7yv4x4Cq4W4Ih25EqS2c=", Text(outcome));
    }

    [Fact]
    public void The_exchange_of_XEP_0515_is_accepted_with_the_version_it_prints()
    {
        var server = DowngradeServer(tlsVersion: "0304");
        Assert.Null(server.ParseFirst(Bytes("p=tls-exporter,,n=user,r=12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6"), out _));
        Assert.Null(server.Challenge(Sha1Credentials(), "user@example.org", out var challenge));
        Assert.EndsWith(",h=G6k/rBLDqgOhRRaCuuatSDFkJ08=,t=0304", Text(challenge), StringComparison.Ordinal);
        var final = "c=cD10bHMtZXhwb3J0ZXIsLFRISVMgSVMgRkFLRSBDQiBEQVRB,r=12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6a09117a6-ac50-4f2f-93f1-93799c2bddf6,"
            + "p=KHUfN8dSy1K95crT4D5y1ItLJfs=";
        Assert.Null(server.Finish(Bytes(final), out var outcome));
        Assert.Equal("v=3w34ZIMVRkx2f2Ozb3/ecRPVdv4=", Text(outcome));
    }

    [Theory]
    [InlineData(ScramHash.Sha1)]
    [InlineData(ScramHash.Sha256)]
    [InlineData(ScramHash.Sha512)]
    public void The_stored_keys_equal_those_of_a_second_implementation(ScramHash hash)
    {
        var salt = "sixteen bytes !!"u8.ToArray();
        var credentials = ScramSecrets.Derive(hash, Pencil, salt, 77);
        var salted = IndependentPbkdf2(hash, Pencil, salt, 77);
        Assert.Equal(IndependentHash(hash, IndependentHmac(hash, salted, "Client Key"u8.ToArray())), credentials.StoredKey.ToArray());
        Assert.Equal(IndependentHmac(hash, salted, "Server Key"u8.ToArray()), credentials.ServerKey.ToArray());
    }

    [Fact]
    public void SCRAM_SHA_512_matches_values_computed_with_another_language()
    {
        var credentials = ScramSecrets.Derive(ScramHash.Sha512, Pencil, Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
        Assert.Equal("6AAub3065EYRmyFpM2RNwqK+eGnrkYuEWbXn19LsEmBqzu8QaCXNc1FwpnX9NhH2hK/60dzj9DoO5DvVkOHbvg==", Convert.ToBase64String(credentials.StoredKey.Span));
        Assert.Equal("jZHbYjC1aHh0/hKbxyBuGFjDrgjgKTT1esA7awWiKcRZ0o/0b1yWEebBeSVkkCFewf91nLDfKF24mvD5nmE6rA==", Convert.ToBase64String(credentials.ServerKey.Span));
    }

    static ScramServer DowngradeServer(string? tlsVersion) => new(
        new ScramMechanism(ScramHash.Sha1, true),
        new SaslOffer(["SCRAM-SHA-1", "SCRAM-SHA-1-PLUS"], ["tls-server-end-point", "tls-exporter"]),
        new ChannelBindings { Exporter = () => "THIS IS FAKE CB DATA"u8.ToArray() },
        new ScramServerSettings
        {
            NonceSource = () => "a09117a6-ac50-4f2f-93f1-93799c2bddf6",
            DowngradeProtection = DowngradeProtection.Current,
            TlsVersion = tlsVersion,
        });

    static ScramCredentials Sha1Credentials() => ScramSecrets.Derive(ScramHash.Sha1, Pencil, Convert.FromBase64String("QSXCR+Q6sek8bf92"), 4096);

    // RFC 2104 and RFC 8018 written out, on the framework's plain hash functions only.
    static byte[] IndependentHash(ScramHash hash, byte[] data) => CryptographicOperations.HashData(
        hash switch { ScramHash.Sha1 => HashAlgorithmName.SHA1, ScramHash.Sha256 => HashAlgorithmName.SHA256, _ => HashAlgorithmName.SHA512 }, data);

    static byte[] IndependentHmac(ScramHash hash, byte[] key, byte[] data)
    {
        var block = new byte[hash == ScramHash.Sha512 ? 128 : 64];
        key.CopyTo(block, 0);
        var inner = IndependentHash(hash, [.. block.Select(value => (byte)(value ^ 0x36)), .. data]);
        return IndependentHash(hash, [.. block.Select(value => (byte)(value ^ 0x5C)), .. inner]);
    }

    static byte[] IndependentPbkdf2(ScramHash hash, byte[] password, byte[] salt, int iterations)
    {
        var round = IndependentHmac(hash, password, [.. salt, 0, 0, 0, 1]);
        var result = round.ToArray();
        for (var count = 1; count < iterations; count++)
        {
            round = IndependentHmac(hash, password, round);
            for (var at = 0; at < result.Length; at++) result[at] ^= round[at];
        }

        return result;
    }
}
