using Nightjar.Xmpp.Sasl;
using static Nightjar.Tests.Xmpp.Sasl.ScramExchange;

namespace Nightjar.Tests.Xmpp.Sasl;

public sealed class ScramClientMessageTests
{
    static readonly ScramMechanism Sha1 = new(ScramHash.Sha1, false);
    static readonly ScramMechanism Sha1Plus = new(ScramHash.Sha1, true);

    [Theory]
    [InlineData("")]
    [InlineData("m=ext,r=abcdef,s=c2FsdA==,i=4096")]
    [InlineData("r=abcdef")]
    [InlineData("r=abcdef,s=c2FsdA==")]
    [InlineData("r=abcdef,i=4096,s=c2FsdA==")]
    [InlineData("r=abcdef,s=,i=4096")]
    [InlineData("r=abcdef,s=c2FsdA,i=4096")]
    [InlineData("r=abcdef,s=c2FsdB==,i=4096")]
    [InlineData("r=abcdef,s=c2Fs dA==,i=4096")]
    [InlineData("r=abcdef,s=c2FsdA==,i=")]
    [InlineData("r=abcdef,s=c2FsdA==,i=0")]
    [InlineData("r=abcdef,s=c2FsdA==,i=-4096")]
    [InlineData("r=abcdef,s=c2FsdA==,i=+4096")]
    [InlineData("r=abcdef,s=c2FsdA==,i=04096")]
    [InlineData("r=abcdef,s=c2FsdA==,i=4096x")]
    [InlineData("r=abcdef,s=c2FsdA==,i=99999999999999999999")]
    [InlineData("r=abcdef,s=c2FsdA==,i=4096,m=ext")]
    [InlineData("r=abcdef,s=c2FsdA==,i=4096,x")]
    [InlineData("r=abcdef,s=c2FsdA==,i=4096,")]
    [InlineData("r=abc def,s=c2FsdA==,i=4096")]
    public void A_malformed_challenge_is_refused(string message) => Assert.Equal(SaslCondition.MalformedRequest, Respond(message)?.Condition);

    [Theory]
    [InlineData("r=abc,s=c2FsdA==,i=4096")] // the server added nothing
    [InlineData("r=xbcdef,s=c2FsdA==,i=4096")]
    [InlineData("r=abcdef,s=c2FsdA==,i=10000001")]
    public void A_dangerous_challenge_is_refused(string message) => Assert.Equal(SaslCondition.NotAuthorized, Respond(message)?.Condition);

    [Theory]
    [InlineData(4095)]
    [InlineData(1)]
    public void Too_few_iterations_are_too_weak(int iterations) =>
        Assert.Equal(SaslCondition.MechanismTooWeak, Respond($"r=abcdef,s=c2FsdA==,i={iterations}")?.Condition);

    [Fact]
    public void Unknown_optional_attributes_of_the_challenge_are_ignored() => Assert.Null(Respond("r=abcdef,s=c2FsdA==,i=4096,h=unchecked,x=1"));

    [Theory]
    [InlineData("")]
    [InlineData("v=")]
    [InlineData("v=AAAA")]
    [InlineData("e=invalid-proof")]
    [InlineData("x=1")]
    [InlineData("v=AAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("v=AAAAAAAAAAAAAAAAAAAAAAAAAAA=,v=AAAA")]
    public void A_final_message_without_the_right_signature_is_refused(string message)
    {
        var client = Started();
        Assert.Null(client.Respond(Bytes("r=abcdef,s=c2FsdA==,i=4096"), out _));
        Assert.NotNull(client.Verify(Bytes(message)));
    }

    [Fact]
    public void The_flag_says_n_without_channel_binding_and_y_when_only_the_server_lacks_it()
    {
        Assert.StartsWith("n,,", First(Sha1, new ScramClientSettings { Username = "u", Offer = PlainOffer }), StringComparison.Ordinal);
        Assert.StartsWith("n,,", First(Sha1, new ScramClientSettings { Username = "u", Bindings = Channel }), StringComparison.Ordinal);
        Assert.StartsWith("n,,", First(Sha1, new ScramClientSettings { Username = "u", Bindings = Channel, Offer = FullOffer }), StringComparison.Ordinal);
        Assert.StartsWith("y,,", First(Sha1, new ScramClientSettings { Username = "u", Bindings = Channel, Offer = PlainOffer }), StringComparison.Ordinal);
        Assert.StartsWith("p=tls-exporter,,", First(Sha1Plus, new ScramClientSettings { Username = "u", Bindings = Channel, Binding = ChannelBindingType.TlsExporter }), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_escaped() =>
        Assert.StartsWith("n,a=a=3Db,n=x=2Cy=3D2C,r=", First(Sha1, new ScramClientSettings { Username = "x,y=2C", Authzid = "a=b" }), StringComparison.Ordinal);

    [Fact]
    public void Kept_keys_answer_without_the_password()
    {
        var salt = "salt"u8.ToArray();
        var settings = new ScramClientSettings { Username = "user", Keys = ScramClientKeys.Derive(ScramHash.Sha1, Pencil, salt, 4096) };
        var server = new ScramServer(Sha1, PlainOffer, ChannelBindings.None);
        var client = new ScramClient(Sha1, settings);
        Assert.Null(Run(server, client, _ => ScramSecrets.Derive(ScramHash.Sha1, Pencil, salt, 4096)));
        Assert.Same(settings.Keys, client.Keys);
    }

    [Theory]
    [InlineData(DowngradeProtection.Current)]
    [InlineData(DowngradeProtection.Draft03)]
    public void A_changed_offer_is_noticed(DowngradeProtection variant)
    {
        var stripped = new SaslOffer(["SCRAM-SHA-1"], ["tls-server-end-point"]);
        Assert.Equal(SaslCondition.NotAuthorized, RunProtected(FullOffer, stripped, variant, out _)?.Condition);
    }

    [Theory]
    [InlineData(DowngradeProtection.Current, true)]
    [InlineData(DowngradeProtection.Draft03, true)]
    [InlineData(DowngradeProtection.Off, false)]
    public void An_unchanged_offer_is_proven_when_the_server_says_so(DowngradeProtection variant, bool proven)
    {
        Assert.Null(RunProtected(FullOffer, FullOffer, variant, out var client));
        Assert.Equal(proven, client.OfferIsProven);
    }

    [Theory]
    [InlineData("0304", "0304", true)]
    [InlineData("0303", "0304", false)]
    [InlineData(null, "0304", true)]
    [InlineData("0304", null, true)]
    public void Different_TLS_versions_are_noticed(string? server, string? client, bool accepted)
    {
        var serverSide = new ScramServer(Sha1, PlainOffer, ChannelBindings.None, new ScramServerSettings { TlsVersion = server });
        var clientSide = new ScramClient(Sha1, new ScramClientSettings { Username = "user", Password = Pencil, TlsVersion = client });
        var failure = Run(serverSide, clientSide, _ => ScramSecrets.Derive(ScramHash.Sha1, Pencil, "salt"u8, 4096));
        Assert.Equal(accepted ? null : SaslCondition.NotAuthorized, failure?.Condition);
    }

    static SaslFailure? RunProtected(SaslOffer sent, SaslOffer seen, DowngradeProtection variant, out ScramClient client)
    {
        var server = new ScramServer(Sha1, sent, Channel, new ScramServerSettings { DowngradeProtection = variant });
        client = new ScramClient(Sha1, new ScramClientSettings { Username = "user", Password = Pencil, Offer = seen });
        return Run(server, client, _ => ScramSecrets.Derive(ScramHash.Sha1, Pencil, "salt"u8, 4096));
    }

    static string First(ScramMechanism mechanism, ScramClientSettings settings) => Text(new ScramClient(mechanism, settings).First());

    static ScramClient Started()
    {
        var client = new ScramClient(Sha1, new ScramClientSettings { Username = "user", Password = Pencil, NonceSource = () => "abc" });
        client.First();
        return client;
    }

    static SaslFailure? Respond(string challenge) => Started().Respond(Bytes(challenge), out _);
}
