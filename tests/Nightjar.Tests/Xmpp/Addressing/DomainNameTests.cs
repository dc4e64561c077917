using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Xmpp.Addressing;

/// <summary>Domains by RFC 7622 §3.2: host names, internationalised names (RFC 5890-5893) and address literals.</summary>
public sealed class DomainNameTests
{
    [Theory]
    [InlineData("EXAMPLE.com", "example.com")]
    [InlineData("3com.example", "3com.example")]
    [InlineData("r3-sn.example", "r3-sn.example")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("[2001:DB8:0:0::1]", "[2001:db8::1]")]
    [InlineData("[::]", "[::]")]
    [InlineData("[::ffff:192.0.2.1]", "[::ffff:192.0.2.1]")]
    [InlineData("xn--mnchen-3ya.example", "m\u00FCnchen.example")]
    [InlineData("XN--MNCHEN-3YA.example", "m\u00FCnchen.example")]
    [InlineData("M\u00DCNCHEN.example", "m\u00FCnchen.example")]
    [InlineData("mu\u0308nchen.example", "m\u00FCnchen.example")]
    [InlineData("fa\u00DF.example", "fa\u00DF.example")]
    [InlineData("xn--fa-hia.example", "fa\u00DF.example")]
    [InlineData("\u4F8B\u3048\u3002\u30C6\u30B9\u30C8", "\u4F8B\u3048.\u30C6\u30B9\u30C8")]
    [InlineData("ｅｘａｍｐｌｅ．com", "example.com")]
    [InlineData("\uFF11.2.3.4", "1.2.3.4")]
    [InlineData("\u05D0\u05D1.\u05D2", "\u05D0\u05D1.\u05D2")]
    [InlineData("xn--4dbrk0ce", "\u05D9\u05E9\u05E8\u05D0\u05DC")]
    public void Valid_domains_have_one_form(string domain, string expected)
    {
        Assert.True(Jid.TryParse(domain, out var jid, out var error), error.ToString());
        Assert.Equal(expected, jid.Domain);
    }

    [Theory]
    [InlineData("[::1", AddressFault.BadIpLiteral)]
    [InlineData("[", AddressFault.BadIpLiteral)]
    [InlineData("[]", AddressFault.BadIpLiteral)]
    [InlineData("[127.0.0.1]", AddressFault.BadIpLiteral)]
    [InlineData("[fe80::1%eth0]", AddressFault.BadIpLiteral)]
    [InlineData("[::1]:80", AddressFault.BadIpLiteral)]
    [InlineData("::1", AddressFault.ForbiddenCharacter)]
    [InlineData("\uFF11.2.3.444", AddressFault.BadIpLiteral)]
    [InlineData("xn--.example", AddressFault.BadPunycode)]
    [InlineData("xn--a.example", AddressFault.BadPunycode)]
    [InlineData("xn--abc-.example", AddressFault.BadPunycode)]
    [InlineData("xn--99999999.example", AddressFault.BadPunycode)]
    [InlineData("xn--1ug.example", AddressFault.BadPunycode)] // a lone ZERO WIDTH JOINER
    [InlineData("xn--mnchen-3ya-.example", AddressFault.BadPunycode)]
    [InlineData("xn--\u00FC.example", AddressFault.BadLabel)]
    [InlineData("ab--\u00FC.example", AddressFault.BadLabel)]
    [InlineData("-\u00FC.example", AddressFault.BadLabel)]
    [InlineData("\u00FC-.example", AddressFault.BadLabel)]
    [InlineData("\u0308u.example", AddressFault.ForbiddenCharacter)] // begins with a combining mark
    [InlineData("a.\u0308u.example", AddressFault.ForbiddenCharacter)]
    [InlineData("I\u2665NY.example", AddressFault.ForbiddenCharacter)]
    [InlineData("\u00FC..example", AddressFault.BadLabel)]
    [InlineData("\u00FC_a.example", AddressFault.ForbiddenCharacter)]
    [InlineData("evil.example\uFF0Ffoo", AddressFault.ForbiddenCharacter)]
    [InlineData("evil.example\u2044foo", AddressFault.ForbiddenCharacter)]
    [InlineData("a\u00B7b.example", AddressFault.OutOfContext)]
    [InlineData("\u05D0a.example", AddressFault.MixedDirection)]
    [InlineData("\u05D0.3com", AddressFault.MixedDirection)] // RFC 5893 §2: the other labels too
    public void Invalid_domains_are_refused(string domain, AddressFault fault)
    {
        Assert.False(Jid.TryParse(domain, out _, out var error));
        Assert.Equal(new JidError(JidPart.Domain, fault), error);
    }

    [Fact]
    public void A_label_that_is_short_as_text_may_be_too_long_for_dns()
    {
        Assert.NotNull(Jid.TryParse(new string('\u00FC', 20)));
        Assert.Null(Jid.TryParse(string.Concat(Enumerable.Range(0, 21).Select(i => (char)(0x4E00 + (i * 7919 % 20000))))));
    }

    [Fact]
    public void A_name_that_is_short_as_text_may_be_too_long_for_dns()
    {
        var label = "\u4E00\u4E8C"; // nine bytes encoded
        Assert.NotNull(Jid.TryParse(string.Join('.', Enumerable.Repeat(label, 20))));
        Assert.Null(Jid.TryParse(string.Join('.', Enumerable.Repeat(label, 40))));
    }
}
