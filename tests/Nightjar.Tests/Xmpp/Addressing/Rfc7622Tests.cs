using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Xmpp.Addressing;

/// <summary>The tables of RFC 7622 §3.5, and what its text says about them.</summary>
public sealed class Rfc7622Tests
{
    [Theory]
    [InlineData("juliet@example.com", "juliet", "example.com", null)]
    [InlineData("juliet@example.com/foo", "juliet", "example.com", "foo")]
    [InlineData("juliet@example.com/foo bar", "juliet", "example.com", "foo bar")]
    [InlineData("juliet@example.com/foo@bar", "juliet", "example.com", "foo@bar")]
    [InlineData(@"foo\20bar@example.com", @"foo\20bar", "example.com", null)]
    [InlineData("fussball@example.com", "fussball", "example.com", null)]
    [InlineData("fu\u00DFball@example.com", "fu\u00DFball", "example.com", null)]
    [InlineData("\u03C0@example.com", "\u03C0", "example.com", null)]
    [InlineData("\u03A3@example.com/foo", "\u03C3", "example.com", "foo")]
    [InlineData("\u03C3@example.com/foo", "\u03C3", "example.com", "foo")]
    [InlineData("\u03C2@example.com/foo", "\u03C2", "example.com", "foo")]
    [InlineData("king@example.com/\u265A", "king", "example.com", "\u265A")]
    [InlineData("example.com", null, "example.com", null)]
    [InlineData("example.com/foobar", null, "example.com", "foobar")]
    [InlineData("a.example.com/b@example.net", null, "a.example.com", "b@example.net")]
    public void Table_1_is_accepted(string address, string? local, string domain, string? resource)
    {
        var jid = Jid.Parse(address);
        Assert.Equal((local, domain, resource), (jid.Local, jid.Domain, jid.Resource));
    }

    // Row 17, a space at the beginning of a resource, is missing: no rule of OpaqueString (RFC 8265 §4.2) forbids it.
    [Theory]
    [InlineData("\"juliet\"@example.com", JidPart.Local, AddressFault.ForbiddenCharacter)]
    [InlineData("foo bar@example.com", JidPart.Local, AddressFault.ForbiddenCharacter)]
    [InlineData("@example.com/", JidPart.Local, AddressFault.Empty)]
    [InlineData("henry\u2163@example.com", JidPart.Local, AddressFault.ForbiddenCharacter)]
    [InlineData("\u265A@example.com", JidPart.Local, AddressFault.ForbiddenCharacter)]
    [InlineData("juliet@", JidPart.Domain, AddressFault.Empty)]
    [InlineData("/foobar", JidPart.Domain, AddressFault.Empty)]
    public void Table_2_is_refused(string address, JidPart part, AddressFault fault)
    {
        Assert.False(Jid.TryParse(address, out _, out var error));
        Assert.Equal(new JidError(part, fault), error);
    }

    [Fact]
    public void The_nine_characters_that_local_parts_exclude_stay_out_in_any_width()
    {
        foreach (var c in "\"&'/:<>@")
        {
            Assert.Null(Jid.TryCreate($"a{c}b", "example.com"));
            Assert.Null(Jid.TryCreate($"a{(char)(c - '!' + '\uFF01')}b", "example.com"));
        }
    }

    [Fact]
    public void A_full_width_separator_never_splits() => Assert.Null(Jid.TryParse("mallory\uFF20evil.example@example.com"));

    [Theory]
    [InlineData("Ｊｕｌｉｅｔ@example.com", "juliet@example.com")]
    [InlineData("e\u0301@example.com/e\u0301", "\u00E9@example.com/\u00E9")]
    [InlineData("\u0130@example.com", "i\u0307@example.com")]
    [InlineData("a@example.com/x\u3000y", "a@example.com/x y")]
    public void Equivalent_spellings_become_one(string address, string normalised) => Assert.Equal(normalised, Jid.Parse(address).ToString());

    [Fact]
    public void Preparation_may_shorten_a_part_into_its_bound()
    {
        var fullWidth = new string('\uFF41', 1023); // 3069 bytes, then 1023
        Assert.Equal(new string('a', 1023), Jid.TryCreate(fullWidth, "example.com")?.Local);
    }

    [Fact]
    public void Preparation_may_lengthen_a_part_beyond_its_bound()
    {
        // U+0958 is excluded from composition: three bytes become six.
        var growing = new string('\u0958', 200);
        Assert.False(Jid.TryParse("a@example.com/" + growing, out _, out var error));
        Assert.Equal(new JidError(JidPart.Resource, AddressFault.TooLong), error);
    }
}
