using Nightjar.Server.Roster;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Server.Roster;

public sealed class PresencePriorityTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("<show>away</show><priority>127</priority>", 127)]
    [InlineData("<priority>-128</priority>", -128)]
    [InlineData("<priority> +5\n</priority>", 5)]
    [InlineData("<priority xmlns='urn:other'>x</priority>", 0)]
    public void A_priority_in_range_is_read(string content, int expected)
    {
        Assert.True(PresencePriority.TryRead(Make(content), out int priority));
        Assert.Equal(expected, priority);
    }

    [Theory]
    [InlineData("<priority>128</priority>")]
    [InlineData("<priority>-129</priority>")]
    [InlineData("<priority/>")]
    [InlineData("<priority>high</priority>")]
    [InlineData("<priority>1</priority><priority>2</priority>")]
    public void Anything_else_is_refused(string content) => Assert.False(PresencePriority.TryRead(Make(content), out _));

    private static Presence Make(string content) =>
        (Presence)Stanza.FromElement(Element.Parse($"<presence xmlns='{Namespaces.Client}'>{content}</presence>"), null, null)!;
}
