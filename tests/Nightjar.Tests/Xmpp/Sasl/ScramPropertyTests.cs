using FsCheck;
using FsCheck.Fluent;
using Nightjar.Xmpp.Sasl;
using static Nightjar.Tests.Xmpp.Sasl.ScramExchange;

namespace Nightjar.Tests.Xmpp.Sasl;

public sealed class ScramPropertyTests
{
    static readonly Gen<ScramMechanism> Mechanisms = Gen.Elements(ScramMechanism.All.ToArray());
    static readonly FakeCredentials Fakes = new("0123456789abcdef"u8);

    static Gen<string> Passwords => Gen.ArrayOf(Gen.Choose(' ', '~')).Where(text => text.Length > 0)
        .Select(text => string.Concat(text.Select(letter => (char)letter)));

    [Fact]
    public void Any_name_with_its_password_logs_in() => Prop.ForAll(
        (from mechanism in Mechanisms from name in Passwords from password in Passwords select (mechanism, name, password)).ToArbitrary(),
        c => Attempt(c.mechanism, c.name, c.password, c.password, ChannelBindingType.TlsExporter, Channel) is null).QuickCheckThrowOnFailure();

    [Fact]
    public void No_other_password_logs_in() => Prop.ForAll(
        (from mechanism in Mechanisms from right in Passwords from wrong in Passwords where right != wrong select (mechanism, right, wrong)).ToArbitrary(),
        c => Attempt(c.mechanism, "user", c.right, c.wrong, ChannelBindingType.TlsExporter, Channel)?.Condition == SaslCondition.NotAuthorized).QuickCheckThrowOnFailure();

    [Fact]
    public void No_other_channel_logs_in() => Prop.ForAll(
        (from hash in Gen.Elements(ScramHash.Sha1, ScramHash.Sha256, ScramHash.Sha512)
         from type in Gen.Elements(ChannelBindingType.TlsExporter, ChannelBindingType.TlsServerEndPoint)
         select (hash, type)).ToArbitrary(),
        c =>
        {
            var other = new ChannelBindings { ServerEndPoint = new byte[] { 1 }, Exporter = () => [2] };
            return Attempt(new ScramMechanism(c.hash, true), "user", "pencil", "pencil", c.type, other)?.Condition == SaslCondition.NotAuthorized;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_changed_byte_in_any_message_fails_the_log_in_and_never_throws() => Prop.ForAll(
        (from mechanism in Mechanisms
         from message in Gen.Choose(0, 3)
         from position in Gen.Choose(0, 4000)
         from change in Gen.Choose(1, 255)
         select (mechanism, message, position, change)).ToArbitrary(),
        c => Tampered(c.mechanism, (index, bytes) =>
        {
            if (index != c.message) return bytes;
            var changed = bytes.ToArray();
            changed[c.position % changed.Length] ^= (byte)c.change;
            return changed;
        }) is not null).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void A_shortened_or_lengthened_message_fails_the_log_in_and_never_throws() => Prop.ForAll(
        (from mechanism in Mechanisms
         from message in Gen.Choose(0, 3)
         from length in Gen.Choose(0, 400)
         from filler in Gen.Elements((byte)',', (byte)'=', (byte)'a', (byte)0, (byte)0xFF)
         select (mechanism, message, length, filler)).ToArbitrary(),
        c => Tampered(c.mechanism, (index, bytes) =>
        {
            if (index != c.message) return bytes;
            var changed = new byte[c.length == bytes.Length ? c.length + 1 : c.length];
            changed.AsSpan().Fill(c.filler);
            bytes.AsSpan(0, Math.Min(bytes.Length, changed.Length)).CopyTo(changed);
            return changed;
        }) is not null).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Arbitrary_bytes_never_throw() => Prop.ForAll(
        (from mechanism in Mechanisms from bytes in Gen.ArrayOf(Gen.Choose(0, 255)) select (mechanism, bytes)).ToArbitrary(),
        c => Tampered(c.mechanism, (_, _) => [.. c.bytes.Select(value => (byte)value)]) is not null).QuickCheckThrowOnFailure();

    static SaslFailure? Attempt(ScramMechanism mechanism, string name, string password, string typed, ChannelBindingType type, ChannelBindings clientChannel)
    {
        var credentials = ScramSecrets.Derive(mechanism.Hash, Bytes(password), "salt"u8, 2);
        var client = new ScramClient(mechanism, new ScramClientSettings
        {
            Username = name, Password = Bytes(typed), Binding = type, Bindings = clientChannel, Offer = FullOffer, MinIterations = 1,
        });
        var server = new ScramServer(mechanism, FullOffer, Channel, new ScramServerSettings { DowngradeProtection = DowngradeProtection.Current });
        return Run(server, client, asked => asked == name ? credentials : Fakes.For(asked, mechanism.Hash));
    }

    static SaslFailure? Tampered(ScramMechanism mechanism, Func<int, byte[], byte[]> onTheWay)
    {
        var credentials = ScramSecrets.Derive(mechanism.Hash, Pencil, "salt"u8, 2);
        var client = new ScramClient(mechanism, new ScramClientSettings
        {
            Username = "user", Authzid = "user@localhost", Password = Pencil, Bindings = Channel, Offer = FullOffer, MinIterations = 1, MaxIterations = 20,
        });
        var server = new ScramServer(mechanism, FullOffer, Channel);
        return Run(server, client, asked => asked == "user" ? credentials : Fakes.For(asked, mechanism.Hash), onTheWay);
    }
}
