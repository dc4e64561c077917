using Nightjar.Xmpp.Sasl;
using static Nightjar.Tests.Xmpp.Sasl.ScramExchange;

namespace Nightjar.Tests.Xmpp.Sasl;

public sealed class ScramServerMessageTests
{
    static readonly ScramMechanism Sha256 = new(ScramHash.Sha256, false);
    static readonly ScramMechanism Sha256Plus = new(ScramHash.Sha256, true);
    static readonly ScramCredentials Credentials = ScramSecrets.Derive(ScramHash.Sha256, Pencil, "salt"u8, 1);

    [Theory]
    [InlineData("n,,n=user,r=abc")]
    [InlineData("y,,n=user,r=abc")]
    [InlineData("n,a=user@localhost,n=user,r=abc")]
    [InlineData("n,,n=user,r=abc,x=unknown,Z=ext=ension")]
    [InlineData("n,,n=us=2Cer=3D,r=!~")]
    [InlineData("n,,n=jürgen,r=abc")]
    public void A_correct_first_message_is_read(string message) => Assert.Null(First(message));

    [Theory]
    [InlineData("n,,n=user,r=abc\0")]
    [InlineData("n")]
    [InlineData("n,")]
    [InlineData("n,,")]
    [InlineData(",,n=user,r=abc")]
    [InlineData("x,,n=user,r=abc")]
    [InlineData("N,,n=user,r=abc")]
    [InlineData("nn,,n=user,r=abc")]
    [InlineData("n=,,n=user,r=abc")]
    [InlineData("p,,n=user,r=abc")]
    [InlineData("p=,,n=user,r=abc")]
    [InlineData("p=tls_exporter,,n=user,r=abc")]
    [InlineData("n,user@localhost,n=user,r=abc")]
    [InlineData("n,a=,n=user,r=abc")]
    [InlineData("n,a=us=er,n=user,r=abc")]
    [InlineData("n,,m=ext,n=user,r=abc")]
    [InlineData("n,,n=user,r=abc,m=ext")]
    [InlineData("n,,r=abc,n=user")]
    [InlineData("n,,n=,r=abc")]
    [InlineData("n,,n=us=er,r=abc")]
    [InlineData("n,,n=us=2cer,r=abc")]
    [InlineData("n,,n=user=,r=abc")]
    [InlineData("n,,n=user=2,r=abc")]
    [InlineData("n,,n=user")]
    [InlineData("n,,n=user,r=")]
    [InlineData("n,,n=user,r=a b")]
    [InlineData("n,,n=user,r=äbc")]
    [InlineData("n,,n=user,r=abc,")]
    [InlineData("n,,n=user,r=abc,x")]
    [InlineData("n,,n=user,r=abc,x=")]
    [InlineData("n,,n=user,r=abc,1=2")]
    [InlineData("n,,n=user,r=abc,r=def")]
    [InlineData("n,,n=user,r=abc,p=def")]
    [InlineData("n,,user,r=abc")]
    public void A_malformed_first_message_is_malformed_request(string message) =>
        Assert.Equal(SaslCondition.MalformedRequest, First(message)?.Condition);

    [Fact]
    public void An_empty_first_message_is_malformed_request() => Assert.Equal(SaslCondition.MalformedRequest, First("")?.Condition);

    [Fact]
    public void Invalid_UTF_8_is_malformed_request()
    {
        var server = new ScramServer(Sha256, PlainOffer, ChannelBindings.None);
        Assert.Equal(SaslCondition.MalformedRequest, server.ParseFirst([.. "n,,n=us"u8, 0xC0, 0x80, .. ",r=abc"u8], out _)?.Condition);
    }

    [Fact]
    public void Endless_names_nonces_and_messages_are_malformed_requests()
    {
        Assert.Equal(SaslCondition.MalformedRequest, First($"n,,n={new string('a', 2048)},r=abc")?.Condition);
        Assert.Equal(SaslCondition.MalformedRequest, First($"n,,n=user,r={new string('a', 513)}")?.Condition);
        Assert.Equal(SaslCondition.MalformedRequest, First($"n,,n=user,r=abc,x={new string('a', 8192)}")?.Condition);
    }

    [Fact]
    public void Names_are_unescaped()
    {
        var server = new ScramServer(Sha256, PlainOffer, ChannelBindings.None);
        Assert.Null(server.ParseFirst(Bytes("n,a=a=3Db,n=x=2Cy=3D=2C2C,r=abc"), out var first));
        Assert.Equal(new ScramClientFirst("x,y=,2C", "a=b", null), first);
    }

    [Fact]
    public void A_mechanism_that_was_not_offered_is_invalid_mechanism()
    {
        var server = new ScramServer(Sha256, new SaslOffer(["SCRAM-SHA-1"]), ChannelBindings.None);
        Assert.Equal(SaslCondition.InvalidMechanism, server.ParseFirst(Bytes("n,,n=user,r=abc"), out _)?.Condition);
    }

    [Fact]
    public void The_flag_y_is_refused_when_channel_binding_was_offered()
    {
        var server = new ScramServer(Sha256, FullOffer, Channel);
        Assert.Equal(SaslCondition.NotAuthorized, server.ParseFirst(Bytes("y,,n=user,r=abc"), out _)?.Condition);
    }

    [Fact]
    public void The_flag_y_is_accepted_when_the_detection_is_off()
    {
        var server = new ScramServer(Sha256, FullOffer, Channel, new ScramServerSettings { DetectsStrippedPlus = false });
        Assert.Null(server.ParseFirst(Bytes("y,,n=user,r=abc"), out _));
    }

    [Theory]
    [InlineData("tls-unique")]
    [InlineData("tls-server-end-poinT")]
    [InlineData("tls-exporter")]
    public void A_channel_binding_type_that_was_not_offered_is_refused(string type)
    {
        var server = new ScramServer(Sha256Plus, new SaslOffer(["SCRAM-SHA-256-PLUS"], ["tls-server-end-point"]), Channel);
        Assert.Equal(SaslCondition.MalformedRequest, server.ParseFirst(Bytes($"p={type},,n=user,r=abc"), out _)?.Condition);
    }

    [Theory]
    [InlineData("n,,n=user,r=abc")]
    [InlineData("y,,n=user,r=abc")]
    public void A_PLUS_mechanism_needs_channel_binding(string message)
    {
        var server = new ScramServer(Sha256Plus, FullOffer, Channel);
        Assert.Equal(SaslCondition.MalformedRequest, server.ParseFirst(Bytes(message), out _)?.Condition);
    }

    [Fact]
    public void Channel_binding_needs_a_PLUS_mechanism()
    {
        var server = new ScramServer(Sha256, FullOffer, Channel);
        Assert.Equal(SaslCondition.MalformedRequest, server.ParseFirst(Bytes("p=tls-exporter,,n=user,r=abc"), out _)?.Condition);
    }

    [Theory]
    [InlineData("user@localhost", true)]
    [InlineData("USER@localhost", false)]
    [InlineData("user@localhost/resource", false)]
    [InlineData("admin@localhost", false)]
    [InlineData("user", false)]
    public void The_authorization_identity_must_be_the_accounts_own_JID(string authzid, bool accepted)
    {
        var server = new ScramServer(Sha256, PlainOffer, ChannelBindings.None);
        Assert.Null(server.ParseFirst(Bytes($"n,a={authzid},n=user,r=abc"), out _));
        var failure = server.Challenge(Credentials, "user@localhost", out _);
        Assert.Equal(accepted ? null : SaslCondition.InvalidAuthzid, failure?.Condition);
    }

    [Theory]
    [InlineData("USER@localhost", true)]
    [InlineData("refused", false)]
    public void The_authorization_identity_is_prepared_before_it_is_compared(string authzid, bool accepted)
    {
        var settings = new ScramServerSettings { PrepareAuthzid = text => text == "refused" ? null : "user@localhost" };
        var server = new ScramServer(Sha256, PlainOffer, ChannelBindings.None, settings);
        Assert.Null(server.ParseFirst(Bytes($"n,a={authzid},n=user,r=abc"), out _));
        Assert.Equal(accepted ? null : SaslCondition.InvalidAuthzid, server.Challenge(Credentials, "user@localhost", out _)?.Condition);
    }

    [Theory]
    [InlineData("")]
    [InlineData("r=abcNONCE,p=PROOF")]
    [InlineData("c=biws,p=PROOF")]
    [InlineData("c=biws")]
    [InlineData("c=biws,r=abcNONCE")]
    [InlineData("c=biws,r=abcNONCE,x=1")]
    [InlineData("c=biws,r=abcNONCE,")]
    [InlineData("c=biws,r=abcNONCE,p=")]
    [InlineData("c=biws,r=abcNONCE,p=AAAA")]
    [InlineData("c=biws,r=abcNONCE,p=PROOF,")]
    [InlineData("c=biws,r=abcNONCE,p=PROOF,x=1")]
    [InlineData("c=biws,r=abcNONCE,m=1,p=PROOF")]
    [InlineData("c=biws,r=abcNONCE,n=1,p=PROOF")]
    [InlineData("c=biws,r=abcNONCE,x,p=PROOF")]
    [InlineData("c=biws,r=abcNONCE,p= PROOF")]
    [InlineData("c=biws\0,r=abcNONCE,p=PROOF")]
    public void A_malformed_final_message_is_malformed_request(string message) =>
        Assert.Equal(SaslCondition.MalformedRequest, Final(message)?.Condition);

    [Theory]
    [InlineData("c=eSws,r=abcNONCE,p=PROOF")] // another GS2 header: y,,
    [InlineData("c=biws====,r=abcNONCE,p=PROOF")]
    [InlineData("c=biwsAA==,r=abcNONCE,p=PROOF")]
    [InlineData("c=biws,r=abc,p=PROOF")]
    [InlineData("c=biws,r=abcNONCEx,p=PROOF")]
    [InlineData("c=biws,r=NONCE,p=PROOF")]
    [InlineData("c=biws,r=abcNONCE,p=PROOF")]
    public void A_wrong_final_message_is_not_authorized(string message) =>
        Assert.Equal(SaslCondition.NotAuthorized, Final(message)?.Condition);

    [Fact]
    public void A_proof_with_stray_bits_in_its_last_character_is_malformed_request() =>
        Assert.Equal(SaslCondition.MalformedRequest, Final($"c=biws,r=abcNONCE,p={new string('A', 42)}B=")?.Condition);

    [Fact]
    public void Missing_exporter_data_is_a_temporary_failure()
    {
        var server = new ScramServer(Sha256Plus, FullOffer, new ChannelBindings { Exporter = () => null }, new ScramServerSettings { NonceSource = () => "NONCE" });
        Assert.Null(server.ParseFirst(Bytes("p=tls-exporter,,n=user,r=abc"), out _));
        Assert.Null(server.Challenge(Credentials, "user@localhost", out _));
        Assert.Equal(SaslCondition.TemporaryAuthFailure, server.Finish(Bytes("c=biws,r=abcNONCE,p=AAAA"), out _)?.Condition);
    }

    [Fact]
    public void A_failed_exchange_cannot_be_continued()
    {
        var server = new ScramServer(Sha256, PlainOffer, ChannelBindings.None);
        Assert.NotNull(server.ParseFirst(Bytes("nonsense"), out _));
        Assert.Throws<InvalidOperationException>(() => server.Challenge(Credentials, "user@localhost", out _));
        Assert.Throws<InvalidOperationException>(() => server.Finish(Bytes("c=biws"), out _));
    }

    [Fact]
    public void Credentials_of_another_hash_are_a_bug_of_the_caller()
    {
        var server = new ScramServer(new ScramMechanism(ScramHash.Sha512, false), PlainOffer, ChannelBindings.None);
        Assert.Null(server.ParseFirst(Bytes("n,,n=user,r=abc"), out _));
        Assert.Throws<ArgumentException>(() => server.Challenge(Credentials, "user@localhost", out _));
    }

    static SaslFailure? First(string message) => new ScramServer(Sha256, PlainOffer, ChannelBindings.None).ParseFirst(Bytes(message), out _);

    static SaslFailure? Final(string message)
    {
        var server = new ScramServer(Sha256, PlainOffer, ChannelBindings.None, new ScramServerSettings { NonceSource = () => "NONCE" });
        Assert.Null(server.ParseFirst(Bytes("n,,n=user,r=abc"), out _));
        Assert.Null(server.Challenge(Credentials, "user@localhost", out _));
        return server.Finish(Bytes(message.Replace("PROOF", Convert.ToBase64String(new byte[32]), StringComparison.Ordinal)), out _);
    }
}
