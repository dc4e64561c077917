using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Xmpp.Addressing;

/// <summary>What holds for every input. FsCheck prints the seed of a failure.</summary>
public sealed class JidPropertyTests
{
    static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(3000);

    // Pieces in which something may go wrong: separators, case, width, marks, directions, joiners, prefixes.
    static readonly Gen<string> Piece = Gen.Frequency(
        (6, Gen.Choose(0x20, 0x7E).Select(c => ((char)c).ToString())),
        (3, Gen.Elements("@", "/", ".", "-", "xn--", "a", "Z", "1", "[::1]", "example.com")),
        (4, Gen.Choose(0xA0, 0x24FF).Where(c => c is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32)),
        (3, Gen.Choose(0x2E80, 0xFFFF).Where(c => c is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32)),
        (1, Gen.Choose(0x10000, 0x2FFFF).Select(char.ConvertFromUtf32)),
        (3, Gen.Elements("\u0301", "\u0323", "\u0130", "\u03A3", "\u3002", "\uFF0E", "\uFF21", "\u200C", "\u094D", "\u30FB", "\u0661", "\u05D0", "\uFF76", "\uFF9E", "\u1E9B", "\u0345", "\u212B")));

    static readonly Arbitrary<string> AnyText = Gen.ListOf(Piece).Select(p => string.Concat(p)).ToArbitrary();

    // Letters of many scripts, so that a good part of the addresses is valid.
    static readonly Gen<string> Letter = Gen.Frequency(
        (4, Gen.Elements("a", "b", "Q", "z", "7", "e\u0301", "\u0130", "\u03A3", "\uFF21", "\uFF76\uFF9E", "\u1EA1\u0301")),
        (2, Gen.Choose(0xC0, 0x24F).Select(char.ConvertFromUtf32)),
        (1, Gen.Choose(0x391, 0x3FF).Select(char.ConvertFromUtf32)),
        (1, Gen.Choose(0x904, 0x939).Select(char.ConvertFromUtf32)),
        (1, Gen.Choose(0x1E00, 0x1FFF).Select(char.ConvertFromUtf32)),
        (1, Gen.Choose(0x3041, 0x30FA).Select(char.ConvertFromUtf32)),
        (1, Gen.Choose(0xAC00, 0xD7A3).Select(char.ConvertFromUtf32)));

    static readonly Arbitrary<string> MostlyAddresses =
        (from local in Few(Gen.Frequency((12, Letter), (1, Piece)))
         from label in Few(Gen.Frequency((12, Letter), (1, Piece)))
         from resource in Few(Gen.Frequency((1, Letter), (1, Piece)))
         select $"{local}@{label}.example/{resource}").ToArbitrary();

    static Gen<string> Few(Gen<string> piece) =>
        from count in Gen.Choose(1, 4)
        from pieces in Gen.ListOf(piece, count)
        select string.Concat(pieces);

    [Fact]
    public void A_parsed_address_parses_again_to_itself()
    {
        var parsed = 0;
        Prop.ForAll(MostlyAddresses, text =>
        {
            if (Jid.TryParse(text) is not { } jid)
                return true;
            parsed++;
            var again = Jid.TryParse(jid.ToString());
            return jid.Equals(again) && jid.Utf8.SequenceEqual(again!.Utf8) && jid.GetHashCode() == again.GetHashCode()
                && jid.ToString() == again.ToString();
        }).Check(Config);
        Assert.True(parsed > 500, $"only {parsed} of the inputs were valid: the generator tests nothing");
    }

    [Fact]
    public void Any_text_is_answered_and_never_throws() => Prop.ForAll(AnyText, text =>
    {
        var valid = Jid.TryParse(text, out var jid, out var error);
        return valid ? jid is not null && error == default : error.Fault != AddressFault.None && error.ToString().Length > 0;
    }).Check(Config);

    [Fact]
    public void Any_bytes_are_answered_and_never_throw() => Prop.ForAll(
        Gen.ListOf(Gen.Frequency((3, Gen.Choose(0, 255)), (1, Gen.Elements(0x40, 0x2F, 0x2E, 0x61)))).Select(l => l.Select(b => (byte)b).ToArray()).ToArbitrary(),
        bytes => !Jid.TryParse(bytes, out var jid) || Jid.TryParse(jid.Utf8, out _)).Check(Config);

    [Fact]
    public void A_mutated_address_is_answered_and_never_throws() => Prop.ForAll(
        (from at in Gen.Choose(0, 29) from value in Gen.Choose(0, 255) from cut in Gen.Choose(0, 30) select (at, value, cut)).ToArbitrary(),
        mutation =>
        {
            var bytes = "j\u00FCliet@b\u00FCrg.example/b\u00E4lcon"u8.ToArray();
            bytes[mutation.at % bytes.Length] = (byte)mutation.value;
            return !Jid.TryParse(bytes.AsSpan(0, Math.Min(mutation.cut, bytes.Length)), out var jid) || jid.Domain.Length > 0;
        }).Check(Config);

    [Fact]
    public void The_cache_answers_as_the_parser_does()
    {
        var cache = new JidCache(8);
        Prop.ForAll(MostlyAddresses, text =>
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            var parsed = Jid.TryParse(utf8, out var jid) ? jid : null;
            return Equals(parsed, cache.GetOrParse(utf8)) && Equals(parsed, cache.GetOrParse(utf8));
        }).Check(Config);
    }

    [Fact]
    public void Creating_from_the_parts_gives_the_same_address() => Prop.ForAll(MostlyAddresses, text =>
        Jid.TryParse(text) is not { } jid || jid.Equals(Jid.TryCreate(jid.Local, jid.Domain, jid.Resource))).Check(Config);

    [Fact]
    public void The_bytes_are_those_of_the_text_and_the_parts() => Prop.ForAll(MostlyAddresses, text =>
    {
        if (Jid.TryParse(text) is not { } jid)
            return true;
        var expected = (jid.Local is null ? "" : jid.Local + "@") + jid.Domain + (jid.Resource is null ? "" : "/" + jid.Resource);
        return expected == jid.ToString() && Encoding.UTF8.GetString(jid.Utf8) == expected
            && System.Net.WebUtility.HtmlDecode(Encoding.UTF8.GetString(jid.EscapedUtf8)) == System.Net.WebUtility.HtmlDecode(expected.Replace("&", "&amp;", StringComparison.Ordinal))
            && !jid.EscapedUtf8.ContainsAny("<'"u8);
    }).Check(Config);

    [Fact]
    public void Enforcing_a_profile_twice_changes_nothing() => Prop.ForAll(AnyText, text =>
        Enum.GetValues<PrecisProfile>().All(profile =>
            !Precis.TryEnforce(profile, text, out var once, out _)
            || (Precis.TryEnforce(profile, once, out var twice, out _) && once == twice))).Check(Config);

    [Fact]
    public void Preparing_a_single_code_point_twice_changes_nothing()
    {
        for (var cp = 0; cp < 0x30000; cp++)
        {
            if (cp is >= 0xD800 and <= 0xDFFF)
                continue;
            var text = "a" + char.ConvertFromUtf32(cp);
            if (Jid.TryCreate(text, text + ".example", text) is { } jid)
                Assert.Equal(jid, Jid.Parse(jid.ToString()));
        }
    }
}
