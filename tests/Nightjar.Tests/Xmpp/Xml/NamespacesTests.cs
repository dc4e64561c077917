using System.Reflection;
using System.Text;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Xml;

public sealed class NamespacesTests
{
    [Fact]
    public void Every_constant_is_found_by_its_bytes()
    {
        var constants = typeof(Namespaces).GetFields(BindingFlags.Public | BindingFlags.Static).Where(static field => field.IsLiteral);
        foreach (var constant in constants.Select(static field => (string)field.GetRawConstantValue()!))
        {
            Assert.True(Namespaces.TryIntern(Encoding.UTF8.GetBytes(constant), out var found), constant);
            Assert.Equal(constant, found);
        }
    }

    [Fact]
    public void What_is_found_is_the_constant_itself()
    {
        Assert.True(Namespaces.TryIntern("urn:xmpp:ping"u8, out var found));
        Assert.Same(Namespaces.Ping, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("urn:xmpp:pin")]
    [InlineData("urn:xmpp:pingg")]
    [InlineData("x")]
    public void Other_bytes_are_not_found(string text) => Assert.False(Namespaces.TryIntern(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void A_context_resolves_its_prefixes_and_xml()
    {
        var context = new NamespaceContext("d", ("p", "u"));
        Assert.Equal("u", context.Resolve("p"));
        Assert.Equal("u", context.Resolve("p"u8));
        Assert.Equal(Namespaces.Xml, context.Resolve("xml"));
        Assert.Null(context.Resolve("q"u8));
        Assert.Equal("p", context.PrefixOf("u"));
        Assert.Equal("e", context.WithDefault("e").DefaultNamespace);
        Assert.Equal("u", context.WithDefault("e").Resolve("p"));
    }
}
