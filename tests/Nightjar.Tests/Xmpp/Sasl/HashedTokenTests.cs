using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Nightjar.Xmpp.Sasl;
using static Nightjar.Tests.Xmpp.Sasl.ScramExchange;

namespace Nightjar.Tests.Xmpp.Sasl;

public sealed class HashedTokenTests
{
    public static TheoryData<string> Names => [.. HashedTokenMechanism.All.Select(mechanism => mechanism.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_token_logs_in_and_the_server_proves_itself(string name)
    {
        Assert.True(HashedTokenMechanism.TryParse(name, out var mechanism));
        var client = new HashedTokenClient(mechanism, Channel, "romeo", "token");
        var server = new HashedTokenServer(mechanism, Channel);
        Assert.Null(server.Parse(client.Initial(), out var username));
        Assert.Equal("romeo", username);
        Assert.False(server.Verify("another"));
        Assert.True(server.Verify("token"));
        Assert.True(client.Verify(server.Success("token")));
        Assert.False(client.Verify(server.Success("another")));
    }

    [Fact]
    public void The_messages_are_those_of_the_draft()
    {
        var mechanism = new HashedTokenMechanism(ChannelBindingType.TlsServerEndPoint);
        var message = new HashedTokenClient(mechanism, Channel, "romeo", "token").Initial();
        Assert.Equal([.. "romeo\0"u8, .. HMACSHA256.HashData("token"u8, "Initiatorcertificate hash"u8)], message);
        Assert.Equal(HMACSHA256.HashData("token"u8, "Respondercertificate hash"u8), new HashedTokenServer(mechanism, Channel).AfterParsing(message).Success("token"));
    }

    [Fact]
    public void A_token_does_not_work_on_another_channel()
    {
        var mechanism = new HashedTokenMechanism(ChannelBindingType.TlsExporter);
        var elsewhere = new ChannelBindings { Exporter = () => [1] };
        var server = new HashedTokenServer(mechanism, Channel);
        Assert.Null(server.Parse(new HashedTokenClient(mechanism, elsewhere, "romeo", "token").Initial(), out _));
        Assert.False(server.Verify("token"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_missing_token_is_never_right(string? token)
    {
        var mechanism = new HashedTokenMechanism(null);
        var server = new HashedTokenServer(mechanism, Channel);
        Assert.Null(server.Parse(new HashedTokenClient(mechanism, Channel, "romeo", "").Initial(), out _));
        Assert.False(server.Verify(token));
    }

    [Fact]
    public void A_channel_binding_that_is_not_available_is_invalid_mechanism()
    {
        var server = new HashedTokenServer(new HashedTokenMechanism(ChannelBindingType.TlsExporter), ChannelBindings.None);
        Assert.Equal(SaslCondition.InvalidMechanism, server.Parse([.. "romeo\0"u8, .. new byte[32]], out _)?.Condition);
    }

    [Theory]
    [InlineData("")]
    [InlineData("romeo")]
    [InlineData("\000000000000000000000000000000000")]
    [InlineData("romeo\00000000000000000000000000000000")]
    [InlineData("romeo\0000000000000000000000000000000000")]
    public void A_malformed_message_is_malformed_request(string message)
    {
        var server = new HashedTokenServer(new HashedTokenMechanism(null), ChannelBindings.None);
        Assert.Equal(SaslCondition.MalformedRequest, server.Parse(Bytes(message), out _)?.Condition);
        Assert.False(server.Verify("token"));
    }

    [Fact]
    public void A_changed_byte_fails_and_never_throws() => Prop.ForAll(
        (from position in Gen.Choose(0, 37) from change in Gen.Choose(1, 255) select (position, change)).ToArbitrary(),
        c =>
        {
            var mechanism = new HashedTokenMechanism(null);
            var message = new HashedTokenClient(mechanism, Channel, "romeo", "token").Initial();
            message[c.position] ^= (byte)c.change;
            var server = new HashedTokenServer(mechanism, Channel);
            return server.Parse(message, out var name) is not null || name != "romeo" || !server.Verify("token");
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("HT-SHA-256-UNIQ")]
    [InlineData("HT-SHA-512-NONE")]
    [InlineData("ht-sha-256-none")]
    [InlineData("")]
    public void Other_mechanisms_are_unknown(string name) => Assert.False(HashedTokenMechanism.TryParse(name, out _));

    [Fact]
    public void Tokens_are_long_random_and_safe_in_an_attribute()
    {
        var token = HashedToken.Create();
        Assert.Matches("^[A-Za-z0-9_-]{43}$", token);
        Assert.NotEqual(token, HashedToken.Create());
        Assert.Equal(new string('A', 43), HashedToken.Create(random => random.Clear()));
    }
}

static class HashedTokenServerSteps
{
    public static HashedTokenServer AfterParsing(this HashedTokenServer server, byte[] message)
    {
        Assert.Null(server.Parse(message, out _));
        return server;
    }
}
