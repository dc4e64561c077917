using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Xmpp.Addressing;

/// <summary>The samples of RFC 3492 §7.1 (code points, encoded form in lower case).</summary>
public sealed class PunycodeTests
{
    public static TheoryData<string, string> Samples => new()
    {
        { "ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn" },
        { "他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye" },
        { "他們爲什麽不說中文", "ihqwctvzc91f659drss3x8bo0yb" },
        { "pročprostěnemluvíčesky", "proprostnemluvesky-uyb24dma41a" },
        { "למההםפשוטלאמדבריםעברית", "4dbcagdahymbxekheh6e0a7fei0b" },
        { "यहलोगहिन्दीक्योंनहींबोलसकतेहैं", "i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0cd" },
        { "なぜみんな日本語を話してくれないのか", "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa" },
        { "почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l" },
        { "porquénopuedensimplementehablarenespañol", "porqunopuedensimplementehablarenespaol-fmd56a" },
        { "3年b組金八先生", "3b-ww4c5e180e575a65lsy2b" },
        { "安室奈美恵-with-super-monkeys", "-with-super-monkeys-pc58ag80a8qai00g7n9n" },
        { "hello-another-way-それぞれの場所", "hello-another-way--fc4qua05auwb3674vfr0b" },
        { "ひとつ屋根の下2", "2-u9tlzr9756bt3uc0v" },
        { "majiでkoiする5秒前", "majikoi5-783gue6qz075azm5e" },
        { "パフィーdeルンバ", "de-jg4avhby1noc0d" },
        { "そのスピードで", "d9juau41awczczp" },
        { "-> $1.00 <-", "-> $1.00 <--" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_samples_of_the_rfc_encode(string text, string encoded) => Assert.Equal(encoded, Punycode.Encode(CodePoints.Of(text)));

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_samples_of_the_rfc_decode(string text, string encoded) => Assert.Equal(CodePoints.Of(text), Punycode.Decode(encoded));

    [Theory]
    [InlineData("99999999")]
    [InlineData("a!b")]
    [InlineData("-")]
    [InlineData("é-a")]
    public void Malformed_input_is_refused(string encoded) => Assert.Null(Punycode.Decode(encoded));

    [Fact]
    public void Surrogates_are_never_decoded()
    {
        var encoded = Punycode.Encode([0xD800]);
        Assert.Null(Punycode.Decode(encoded));
    }

    [Fact]
    public void Input_beyond_the_bound_is_refused()
    {
        Assert.Null(Punycode.Encode(new int[Punycode.MaxLength + 1]));
        Assert.Null(Punycode.Decode(new string('a', Punycode.MaxLength + 1)));
    }
}
