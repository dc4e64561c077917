using System.Text;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Xml;

public sealed class XmlChildrenTests
{
    [Fact]
    public void Children_are_found_with_names_namespaces_and_attributes()
    {
        var content = Encoding.UTF8.GetBytes(
            "text<body>Hi <b>there</b></body><![CDATA[<no/>]]><x xmlns='urn:x' a='&gt;' b=\"'>'\" ><y/></x ><p:z xmlns:p='urn:p'/><q:r/>");
        var found = new List<string>();
        foreach (var child in XmlChildren.Of(content, Namespaces.Client))
        {
            var hasA = child.TryGetAttribute("a"u8, out var a);
            found.Add($"{child.Namespace} {Text(child.LocalName)} {Text(child.Content)} {hasA} {Text(a)} {child.DefaultNamespace}");
        }

        Assert.Equal(
            [
                "jabber:client body Hi <b>there</b> False  jabber:client",
                "urn:x x <y/> True &gt; urn:x",
                "urn:p z  False  jabber:client",
                " r  False  jabber:client",
            ],
            found);
    }

    [Fact]
    public void Namespaces_are_compared_by_meaning()
    {
        var walk = XmlChildren.Of("<a xmlns='u&amp;v'/><b xmlns='urn:xmpp:ping'/><c xmlns=''/>"u8, "d");
        Assert.True(walk.MoveNext());
        Assert.True(walk.Current.NamespaceIs("u&v"));
        Assert.False(walk.Current.NamespaceIs("u&amp;v"));
        Assert.True(walk.MoveNext());
        Assert.True(walk.Current.Is(Namespaces.Ping, "b"u8));
        Assert.Same(Namespaces.Ping, walk.Current.Namespace);
        Assert.True(walk.MoveNext());
        Assert.True(walk.Current.NamespaceIs(""));
        Assert.False(walk.MoveNext());
        Assert.False(walk.MoveNext());
    }

    [Fact]
    public void Empty_content_and_bare_text_have_no_children()
    {
        Assert.False(XmlChildren.Of(default, "").MoveNext());
        Assert.False(XmlChildren.Of("text only"u8, "").MoveNext());
    }

    [Fact]
    public void The_walk_goes_on_inside_a_child()
    {
        var outer = XmlChildren.Of("<sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'/></sent>"u8, "");
        Assert.True(outer.MoveNext());
        var inner = outer.Current.Children;
        Assert.True(inner.MoveNext());
        Assert.True(inner.Current.Is(Namespaces.Forward, "forwarded"u8));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
