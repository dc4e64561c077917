using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Xmpp.Addressing;

public sealed class ConfusablesTests
{
    [Theory]
    [InlineData("paypal", "p\u0430yp\u0430l")] // Cyrillic
    [InlineData("scope", "\u0455\u0441\u043E\u0440\u0435")] // the whole word in Cyrillic
    [InlineData("modern", "modem")]
    [InlineData("Ill", "l1l")]
    [InlineData("O", "0")]
    [InlineData("\u00E9", "e\u0301")]
    [InlineData("a", "\U0001D41A")] // mathematical bold
    public void Look_alikes_have_one_skeleton(string left, string right) =>
        Assert.Equal(Confusables.Skeleton(left), Confusables.Skeleton(right));

    [Theory]
    [InlineData("alice", "bob")]
    [InlineData("a", "b")]
    [InlineData("juliet", "juliette")]
    public void Other_strings_have_others(string left, string right) =>
        Assert.NotEqual(Confusables.Skeleton(left), Confusables.Skeleton(right));

    [Theory]
    [InlineData("bob@example.com", "b0b@example.com/phone")]
    [InlineData("bill@example.com", "bi1l@example.com")]
    [InlineData("bob@example.com", "bob@ex\u0430mple.com")]
    public void Addresses_are_compared_bare_and_without_case(string left, string right) =>
        Assert.Equal(Confusables.Skeleton(Jid.Parse(left)), Confusables.Skeleton(Jid.Parse(right)));

    [Fact]
    public void A_skeleton_is_its_own_skeleton()
    {
        for (var cp = 0; cp < 0x20000; cp++)
        {
            if (cp is >= 0xD800 and <= 0xDFFF)
                continue;
            var skeleton = Confusables.Skeleton(char.ConvertFromUtf32(cp));
            Assert.Equal(skeleton, Confusables.Skeleton(skeleton));
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_does_no_harm() => Assert.NotEmpty(Confusables.Skeleton("a" + '\uD800'));
}
