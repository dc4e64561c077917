using Nightjar.Xmpp.Sasl;
using static Nightjar.Tests.Xmpp.Sasl.ScramExchange;

namespace Nightjar.Tests.Xmpp.Sasl;

public sealed class FakeCredentialsTests
{
    static readonly byte[] Secret = "a secret of the server"u8.ToArray();

    [Fact]
    public void The_same_name_gets_the_same_challenge_after_a_restart()
    {
        var first = new FakeCredentials(Secret).For("romeo@localhost", ScramHash.Sha256);
        var second = new FakeCredentials(Secret).For("romeo@localhost", ScramHash.Sha256);
        Assert.Equal(first.Salt.ToArray(), second.Salt.ToArray());
        Assert.Equal(first.StoredKey.ToArray(), second.StoredKey.ToArray());
        Assert.Equal(first.ServerKey.ToArray(), second.ServerKey.ToArray());
    }

    [Theory]
    [InlineData(ScramHash.Sha1)]
    [InlineData(ScramHash.Sha256)]
    [InlineData(ScramHash.Sha512)]
    public void A_fake_has_the_shape_of_a_real_one(ScramHash hash)
    {
        var fake = new FakeCredentials(Secret).For("romeo@localhost", hash);
        var real = ScramSecrets.DeriveSalted(hash, Pencil);
        Assert.Equal((real.Hash, real.Iterations, real.Salt.Length, real.StoredKey.Length, real.ServerKey.Length),
            (fake.Hash, fake.Iterations, fake.Salt.Length, fake.StoredKey.Length, fake.ServerKey.Length));
    }

    [Fact]
    public void Names_hashes_and_secrets_all_change_the_salt()
    {
        var salts = new[]
        {
            new FakeCredentials(Secret).For("romeo@localhost", ScramHash.Sha256),
            new FakeCredentials(Secret).For("juliet@localhost", ScramHash.Sha256),
            new FakeCredentials(Secret).For("romeo@localhost", ScramHash.Sha1),
            new FakeCredentials("another secret of it"u8).For("romeo@localhost", ScramHash.Sha256),
        }.Select(fake => Convert.ToHexString(fake.Salt.Span));
        Assert.Equal(4, salts.Distinct().Count());
    }

    [Fact]
    public void Names_are_spread_over_the_profiles_by_weight()
    {
        var all = new FakeProfile(ScramHashes.StrongestFirst, 10_000, 16, 80);
        var old = new FakeProfile([ScramHash.Sha1], 4096, 12, 20);
        var fakes = new FakeCredentials(Secret, [all, old]);
        var names = Enumerable.Range(0, 2000).Select(number => $"user{number}@localhost").ToArray();
        Assert.InRange(names.Count(name => fakes.ProfileOf(name) == old), 320, 480);
        var imported = fakes.For(names.First(name => fakes.ProfileOf(name) == old), ScramHash.Sha1);
        Assert.Equal((4096, 12), (imported.Iterations, imported.Salt.Length));
    }

    [Fact]
    public void A_log_in_to_an_account_that_does_not_exist_fails_like_a_wrong_password()
    {
        var fakes = new FakeCredentials(Secret);
        var mechanism = new ScramMechanism(ScramHash.Sha256, false);
        var client = new ScramClient(mechanism, new ScramClientSettings { Username = "nobody", Password = Pencil });
        var failure = Run(new ScramServer(mechanism, PlainOffer, ChannelBindings.None), client, name => fakes.For(name, ScramHash.Sha256));
        Assert.Equal(SaslCondition.NotAuthorized, failure?.Condition);
    }

    [Fact]
    public void A_short_secret_or_an_impossible_profile_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new FakeCredentials("short"u8));
        Assert.Throws<ArgumentException>(() => new FakeCredentials(Secret, []));
        Assert.Throws<ArgumentException>(() => new FakeCredentials(Secret, [new FakeProfile([ScramHash.Sha1], 4096, 33, 1)]));
    }
}
