using System.Text;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Xmpp.Addressing;

public sealed class JidTests
{
    [Fact]
    public void A_full_address_has_three_parts()
    {
        var jid = Jid.Parse("Juliet@Capulet.Example./Balcony");
        Assert.Equal("juliet", jid.Local);
        Assert.Equal("capulet.example", jid.Domain);
        Assert.Equal("Balcony", jid.Resource);
        Assert.Equal("juliet@capulet.example/Balcony", jid.ToString());
        Assert.True(jid.IsFull);
    }

    [Fact]
    public void A_domain_is_an_address_by_itself()
    {
        var jid = Jid.Parse("localhost");
        Assert.Null(jid.Local);
        Assert.Null(jid.Resource);
        Assert.True(jid.IsDomain);
        Assert.True(jid.IsBare);
        Assert.Same(jid, jid.Bare);
        Assert.Same(jid, jid.DomainJid);
    }

    [Fact]
    public void The_resource_begins_at_the_first_slash_whatever_follows()
    {
        var jid = Jid.Parse("example.com/foo@bar/baz");
        Assert.Null(jid.Local);
        Assert.Equal("foo@bar/baz", jid.Resource);
    }

    [Fact]
    public void The_bare_form_is_made_once_and_equals_the_parsed_one()
    {
        var jid = Jid.Parse("a@b.example/c");
        Assert.Same(jid.Bare, jid.Bare);
        Assert.Equal(Jid.Parse("a@b.example"), jid.Bare);
        Assert.Equal(Jid.Parse("a@b.example").GetHashCode(), jid.Bare.GetHashCode());
        Assert.Equal("a@b.example", jid.Bare.ToString());
        Assert.True(jid.BareEquals(jid.Bare));
    }

    [Fact]
    public void The_domain_form_of_a_full_address_drops_both_other_parts() =>
        Assert.Equal(Jid.Parse("b.example"), Jid.Parse("a@b.example/c").DomainJid);

    [Fact]
    public void The_resource_of_a_domain_form_of_address_is_kept_apart_from_the_local_part()
    {
        var jid = Jid.Parse("b.example/c");
        Assert.Equal("c", jid.Resource);
        Assert.Equal("b.example", jid.Bare.ToString());
        Assert.False(jid.IsDomain);
    }

    [Fact]
    public void With_resource_replaces_the_resource() =>
        Assert.Equal("a@b.example/é", Jid.Parse("a@b.example/old").WithResource("e\u0301").ToString());

    [Fact]
    public void With_resource_refuses_what_is_no_resource() =>
        Assert.Throws<FormatException>(() => Jid.Parse("a@b.example").WithResource(""));

    [Theory]
    [InlineData("a@b.example/c", "a@b.example/c")]
    [InlineData("a@b.example/R&D <'x'>", "a@b.example/R&amp;D &lt;&apos;x&apos;>")]
    public void Escaped_bytes_fit_into_an_attribute_in_single_quotes(string address, string escaped) =>
        Assert.Equal(escaped, Encoding.UTF8.GetString(Jid.Parse(address).EscapedUtf8));

    [Fact]
    public void Equality_is_that_of_the_normalised_address()
    {
        Assert.True(Jid.Parse("A@B.example/c") == Jid.Parse("a@b.EXAMPLE/c"));
        Assert.True(Jid.Parse("a@b.example/C") != Jid.Parse("a@b.example/c"));
        Assert.False(Jid.Parse("a@b.example").Equals((object?)null));
    }

    [Theory]
    [InlineData("", JidPart.Domain, AddressFault.Empty)]
    [InlineData("@b.example", JidPart.Local, AddressFault.Empty)]
    [InlineData("a@", JidPart.Domain, AddressFault.Empty)]
    [InlineData("a@/c", JidPart.Domain, AddressFault.Empty)]
    [InlineData("a@b.example/", JidPart.Resource, AddressFault.Empty)]
    [InlineData("a b@b.example", JidPart.Local, AddressFault.ForbiddenCharacter)]
    [InlineData("a@b@c", JidPart.Domain, AddressFault.ForbiddenCharacter)]
    [InlineData("a@b..c", JidPart.Domain, AddressFault.BadLabel)]
    [InlineData("a@b.c..", JidPart.Domain, AddressFault.BadLabel)]
    [InlineData("a@-b.c", JidPart.Domain, AddressFault.BadLabel)]
    [InlineData("a@b-.c", JidPart.Domain, AddressFault.BadLabel)]
    [InlineData("a@ab--cd.example", JidPart.Domain, AddressFault.BadLabel)]
    [InlineData("a@b_c.example", JidPart.Domain, AddressFault.ForbiddenCharacter)]
    [InlineData("a@1.2.3.256", JidPart.Domain, AddressFault.BadIpLiteral)]
    [InlineData("a@1.2.3.04", JidPart.Domain, AddressFault.BadIpLiteral)]
    [InlineData("a@1.2.3", JidPart.Domain, AddressFault.BadIpLiteral)]
    [InlineData("a@b.example/\t", JidPart.Resource, AddressFault.ForbiddenCharacter)]
    [InlineData("a@b.example/\u007f", JidPart.Resource, AddressFault.ForbiddenCharacter)]
    public void What_is_wrong_is_named(string address, JidPart part, AddressFault fault)
    {
        Assert.False(Jid.TryParse(address, out var jid, out var error));
        Assert.Null(jid);
        Assert.Equal(new JidError(part, fault), error);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_text()
    {
        Assert.False(Jid.TryParse("a@b.example/" + '\ud800', out _, out var error));
        Assert.Equal(new JidError(JidPart.Whole, AddressFault.NotUnicode), error);
    }

    [Fact]
    public void Parts_may_have_1023_bytes_and_no_more()
    {
        var longest = new string('a', 1023);
        Assert.NotNull(Jid.TryCreate(longest, "b.example", longest));
        Assert.Null(Jid.TryCreate(longest + "a", "b.example"));
        Assert.Null(Jid.TryCreate(null, "b.example", longest + "a"));
    }

    [Fact]
    public void Names_longer_than_dns_carries_are_refused()
    {
        var label = new string('a', 63);
        Assert.NotNull(Jid.TryParse($"{label}.{label}.{label}.{label[..61]}"));
        Assert.Null(Jid.TryParse($"{label}.{label}.{label}.{label[..62]}"));
        Assert.Null(Jid.TryParse(label + "a.example"));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_in_every_part()
    {
        Assert.False(Jid.TryParse([0x61, 0xC0, 0x40, 0x62], out _));
        Assert.False(Jid.TryParse([0x62, 0xFF], out _));
        Assert.False(Jid.TryParse([0x62, (byte)'/', 0xED, 0xA0, 0x80], out _));
    }

    [Fact]
    public void A_separator_inside_a_part_is_never_accepted_from_parts()
    {
        Assert.Null(Jid.TryCreate("a@b", "c.example"));
        Assert.Null(Jid.TryCreate("a/b", "c.example"));
        Assert.Null(Jid.TryCreate("a", "c.example/d"));
    }

    [Fact]
    public void The_message_of_an_error_does_not_repeat_the_address() =>
        Assert.DoesNotContain("secret", Assert.Throws<FormatException>(() => Jid.Parse("secret name@b.example")).Message, StringComparison.Ordinal);
}
