using System.Globalization;
using System.Text;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Xmpp.Addressing;

/// <summary>Compares the tables with what the runtime knows by itself (categories and simple case mapping, of a later Unicode version).</summary>
public sealed class UnicodeTablesTests
{
    // Old Hangul, default ignorables and RFC 5892's exceptions are not visible in the category.
    static readonly HashSet<int> Exceptions =
        [0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007, 0x640, 0x7FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B];

    static IEnumerable<(int CodePoint, DerivedProperty Property)> Assigned =>
        Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(cp => (cp, UnicodeTables.Instance[cp].Precis))
            .Where(p => p.Precis != DerivedProperty.Unassigned && !Exceptions.Contains(p.cp));

    [Fact]
    public void Identifiers_hold_letters_digits_and_marks_without_compatibility_forms_and_nothing_else() =>
        Assert.All(Assigned.Where(p => p.Property == DerivedProperty.Valid && p.CodePoint > 0x7E), p =>
        {
            Assert.Contains(CharUnicodeInfo.GetUnicodeCategory(p.CodePoint), LetterDigits);
            var text = char.ConvertFromUtf32(p.CodePoint);
            Assert.Equal(text, Normalization.Nfkc(text));
        });

    [Fact]
    public void What_only_free_text_may_hold_has_a_compatibility_form_or_is_no_letter() =>
        Assert.All(Assigned.Where(p => p.Property == DerivedProperty.FreeformOnly), p =>
        {
            var text = char.ConvertFromUtf32(p.CodePoint);
            Assert.True(Normalization.Nfkc(text) != text || !LetterDigits.Contains(CharUnicodeInfo.GetUnicodeCategory(p.CodePoint)), $"U+{p.CodePoint:X4}");
        });

    [Fact]
    public void Controls_and_private_use_are_never_allowed() =>
        Assert.All(Assigned.Where(p => CharUnicodeInfo.GetUnicodeCategory(p.CodePoint) is UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate),
            p => Assert.Equal(DerivedProperty.Disallowed, p.Property));

    [Fact]
    public void Lower_case_is_that_of_the_runtime() => Assert.All(Assigned.Where(p => p.CodePoint != 0x130), p =>
        Assert.Equal(Rune.ToLowerInvariant(new Rune(p.CodePoint)).ToString(), CodePoints.ToLower(char.ConvertFromUtf32(p.CodePoint))));

    [Fact]
    public void A_label_never_holds_what_an_identifier_may_not_hold() => Assert.All(Assigned, p =>
    {
        if (UnicodeTables.Instance[p.CodePoint].Idna == DerivedProperty.Valid)
            Assert.Equal(DerivedProperty.Valid, p.Property);
    });

    [Fact]
    public void The_tables_take_less_than_three_hundred_kilobytes() =>
        Assert.InRange(UnicodeTables.Resource("unicode.bin").Length + UnicodeTables.Resource("confusables.bin").Length, 100_000, 300_000);

    static readonly HashSet<UnicodeCategory> LetterDigits =
    [
        UnicodeCategory.UppercaseLetter, UnicodeCategory.LowercaseLetter, UnicodeCategory.OtherLetter, UnicodeCategory.ModifierLetter,
        UnicodeCategory.DecimalDigitNumber, UnicodeCategory.NonSpacingMark, UnicodeCategory.SpacingCombiningMark,
    ];
}
