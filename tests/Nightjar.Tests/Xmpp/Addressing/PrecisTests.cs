using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Xmpp.Addressing;

/// <summary>The examples of RFC 8265 §3.5 and §4.3 and RFC 8266 §3, the contextual rules of RFC 5892 and the bidi rule of RFC 5893.</summary>
public sealed class PrecisTests
{
    [Theory]
    [InlineData(PrecisProfile.UsernameCaseMapped, "juliet@example.com", "juliet@example.com")]
    [InlineData(PrecisProfile.UsernameCaseMapped, "fussball", "fussball")]
    [InlineData(PrecisProfile.UsernameCaseMapped, "fu\u00DFball", "fu\u00DFball")]
    [InlineData(PrecisProfile.UsernameCaseMapped, "\u03C0", "\u03C0")]
    [InlineData(PrecisProfile.UsernameCaseMapped, "\u03A3", "\u03C3")]
    [InlineData(PrecisProfile.UsernameCaseMapped, "\u03C2", "\u03C2")]
    [InlineData(PrecisProfile.UsernameCaseMapped, "\u0391\u03A3", "\u03B1\u03C3")]
    [InlineData(PrecisProfile.UsernameCaseMapped, "\uFF76\uFF9E", "\u30AC")]
    [InlineData(PrecisProfile.OpaqueString, "correct horse battery staple", "correct horse battery staple")]
    [InlineData(PrecisProfile.OpaqueString, "Correct Horse Battery Staple", "Correct Horse Battery Staple")]
    [InlineData(PrecisProfile.OpaqueString, "\u03C0\u00DF\u00E5", "\u03C0\u00DF\u00E5")]
    [InlineData(PrecisProfile.OpaqueString, "Jack of \u2666s", "Jack of \u2666s")]
    [InlineData(PrecisProfile.OpaqueString, "foo\u1680bar", "foo bar")]
    [InlineData(PrecisProfile.OpaqueString, "A\u030A\uFF21", "\u00C5\uFF21")]
    [InlineData(PrecisProfile.Nickname, "Foo", "Foo")]
    [InlineData(PrecisProfile.Nickname, "Foo Bar", "Foo Bar")]
    [InlineData(PrecisProfile.Nickname, "\u3000 Foo \u00A0 Bar ", "Foo Bar")]
    [InlineData(PrecisProfile.Nickname, "\u03A3", "\u03A3")]
    [InlineData(PrecisProfile.Nickname, "\u265A", "\u265A")]
    [InlineData(PrecisProfile.Nickname, "Richard \u2163", "Richard IV")]
    public void Valid_strings_are_brought_into_one_form(PrecisProfile profile, string text, string expected)
    {
        Assert.True(Precis.TryEnforce(profile, text, out var result, out var fault), fault.ToString());
        Assert.Equal(expected, result);
    }

    [Theory]
    [InlineData(PrecisProfile.UsernameCaseMapped, "", AddressFault.Empty)]
    [InlineData(PrecisProfile.UsernameCaseMapped, "foo bar", AddressFault.ForbiddenCharacter)]
    [InlineData(PrecisProfile.UsernameCaseMapped, "henry\u2163", AddressFault.ForbiddenCharacter)]
    [InlineData(PrecisProfile.UsernameCaseMapped, "\u221E", AddressFault.ForbiddenCharacter)]
    [InlineData(PrecisProfile.UsernameCaseMapped, "\u1100\u1161", AddressFault.ForbiddenCharacter)]
    [InlineData(PrecisProfile.UsernameCaseMapped, "a\u00ADb", AddressFault.ForbiddenCharacter)]
    [InlineData(PrecisProfile.UsernameCaseMapped, "a\u0378", AddressFault.ForbiddenCharacter)]
    [InlineData(PrecisProfile.OpaqueString, "", AddressFault.Empty)]
    [InlineData(PrecisProfile.OpaqueString, "my cat is a \u0009by", AddressFault.ForbiddenCharacter)]
    [InlineData(PrecisProfile.OpaqueString, "a\u202Eb", AddressFault.ForbiddenCharacter)]
    [InlineData(PrecisProfile.Nickname, "  \u3000", AddressFault.Empty)]
    [InlineData(PrecisProfile.Nickname, "", AddressFault.Empty)]
    public void Invalid_strings_are_refused(PrecisProfile profile, string text, AddressFault expected)
    {
        Assert.False(Precis.TryEnforce(profile, text, out var result, out var fault));
        Assert.Null(result);
        Assert.Equal(expected, fault);
    }

    [Theory]
    [InlineData("\u0915\u094D\u200C\u0937", true)] // ZERO WIDTH NON-JOINER after a virama
    [InlineData("\u0628\u200C\u0628", true)] // between two letters that join
    [InlineData("\u0628\u064E\u200C\u064E\u0628", true)] // the same with vowel signs
    [InlineData("\u0627\u200C\u0628", false)] // ALEF does not join what follows
    [InlineData("a\u200Cb", false)]
    [InlineData("\u200C", false)]
    [InlineData("\u0915\u094D\u200D\u0937", true)] // ZERO WIDTH JOINER after a virama
    [InlineData("a\u200Db", false)]
    [InlineData("l\u00B7l", true)]
    [InlineData("a\u00B7l", false)]
    [InlineData("l\u00B7", false)]
    [InlineData("\u00B7l", false)]
    [InlineData("\u0375\u03B1", true)]
    [InlineData("\u0375a", false)]
    [InlineData("\u03B1\u0375", false)]
    [InlineData("\u05D0\u05F3", true)]
    [InlineData("\u05F3\u05D0", false)]
    [InlineData("\u05D0\u05F4\u05D1", true)]
    [InlineData("\u30FB\u30A2", true)]
    [InlineData("a\u30FB\u4E00", true)]
    [InlineData("a\u30FBb", false)]
    [InlineData("\u0628\u0661", true)]
    [InlineData("\u0628\u06F1", true)]
    [InlineData("\u0628\u0661\u06F1", false)]
    public void Contextual_characters_need_their_neighbours(string text, bool allowed) =>
        Assert.Equal(allowed, Precis.TryEnforce(PrecisProfile.UsernameCaseMapped, text, out _, out _));

    [Theory]
    [InlineData("\u05D0\u05D1", true)] // Hebrew
    [InlineData("\u05D0\u05D11", true)] // a European number at the end
    [InlineData("1\u05D0", false)] // must not begin with a number
    [InlineData("\u05D0a", false)]
    [InlineData("a\u05D0", false)]
    [InlineData("a\u05D0b", false)]
    [InlineData("\u05D0-", false)] // must not end with a neutral
    [InlineData("\u05D0-\u05D1", true)]
    [InlineData("\u0628\u0661", true)] // an Arabic number
    [InlineData("\u06281\u0661", false)] // both kinds of number
    [InlineData("\u0628\u064E", true)] // a mark at the end does not count
    [InlineData("1a\u00E9", true)] // without right-to-left characters the rule does not apply
    public void Right_to_left_strings_obey_the_bidi_rule(string text, bool allowed) =>
        Assert.Equal(allowed, Precis.TryEnforce(PrecisProfile.UsernameCaseMapped, text, out _, out _));

    [Fact]
    public void Resources_may_mix_directions() => Assert.True(Precis.TryEnforce(PrecisProfile.OpaqueString, "a \u05D0 b", out _, out _));

    [Fact]
    public void Nicknames_are_compared_without_case_and_compatibility_differences()
    {
        Assert.True(Precis.AreEqual(PrecisProfile.Nickname, "Foo  Bar", "foo bar"));
        Assert.True(Precis.AreEqual(PrecisProfile.Nickname, "\u03A3", "\u03C3"));
        Assert.False(Precis.AreEqual(PrecisProfile.Nickname, "\u03A3", "\u03C2"));
        Assert.True(Precis.AreEqual(PrecisProfile.Nickname, "Richard \u2163", "richard iv"));
    }

    [Fact]
    public void Opaque_strings_are_compared_with_case()
    {
        Assert.False(Precis.AreEqual(PrecisProfile.OpaqueString, "Secret", "secret"));
        Assert.False(Precis.AreEqual(PrecisProfile.OpaqueString, "\t", "\t"));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        Assert.False(Precis.TryEnforce(PrecisProfile.OpaqueString, "a" + '\uDC00', out _, out var fault));
        Assert.Equal(AddressFault.NotUnicode, fault);
    }

    [Fact]
    public void Input_beyond_the_bound_is_refused_before_any_work()
    {
        Assert.False(Precis.TryEnforce(PrecisProfile.Nickname, new string('a', Precis.MaxInputLength + 1), out _, out var fault));
        Assert.Equal(AddressFault.TooLong, fault);
    }
}
