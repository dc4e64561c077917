using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Payloads;

public sealed class DataFormTests
{
    [Fact]
    public void The_form_of_XEP_0004_is_read()
    {
        var form = DataFormExamples.Asked;
        Assert.Equal((FormType.Form, "Bot Configuration", "jabber:bot"), (form.Type, form.Title, form.Kind));
        Assert.Equal(["Fill out this form to configure your new bot!"], form.Instructions);
        Assert.Equal(12, form.Fields.Length);
        Assert.Equal((FieldType.Boolean, true, "Public bot?"), (form["public"]!.Type, form["public"]!.Required, form["public"]!.Label));
        Assert.Equal(["news", "search"], form["features"]!.Values);
        Assert.Equal(new FormOption("none", "None"), form["maxsubs"]!.Options[^1]);
        Assert.Equal("Tell all your friends about your new bot!", form["invitelist"]!.Description);
        Assert.Equal((FieldType.Fixed, "Section 1: Bot Info"), (form.Fields[1].Type, form.Fields[1].Value));
    }

    [Fact]
    public void The_result_table_of_XEP_0004_is_read()
    {
        var form = DataForm.Parse(Element.Parse(DataFormExamples.Result))!;
        Assert.Equal("Joogle Search: verona", form.Title);
        Assert.Equal(["name", "url"], form.Reported.Select(field => field.Var));
        Assert.Equal(2, form.Items.Length);
        Assert.Equal("http://www.hellasverona.it/", form.Items[1]["url"]);
        Assert.Null(form.Items[1]["other"]);
    }

    [Theory]
    [InlineData(DataFormExamples.Form)]
    [InlineData(DataFormExamples.Submission)]
    [InlineData(DataFormExamples.Result)]
    public void A_form_is_read_as_it_is_written(string xml)
    {
        var written = DataForm.Parse(Element.Parse(xml))!.ToElement();
        var again = DataForm.Parse(Element.Parse(written.ToString()))!.ToElement();
        Assert.True(written.DeepEquals(again));
    }

    [Theory]
    [InlineData("<x xmlns='jabber:x:data'/>")]
    [InlineData("<x xmlns='jabber:x:data' type='error'/>")]
    [InlineData("<x xmlns='urn:example' type='form'/>")]
    [InlineData("<y xmlns='jabber:x:data' type='form'/>")]
    [InlineData("<x xmlns='jabber:x:data' type='form'><field type='hidden'/></x>")]
    [InlineData("<x xmlns='jabber:x:data' type='form'><field var='a'/><field var='a'/></x>")]
    [InlineData("<x xmlns='jabber:x:data' type='form'><field var='a' type='list-single'><option/></field></x>")]
    [InlineData("<x xmlns='jabber:x:data' type='result'><reported/><reported/></x>")]
    [InlineData("<x xmlns='jabber:x:data' type='result'><item><field/></item></x>")]
    public void A_malformed_form_is_refused(string xml) => Assert.Null(DataForm.Parse(Element.Parse(xml)));

    [Fact]
    public void An_unknown_field_type_is_a_line_of_text()
    {
        var form = DataForm.Parse(Element.Parse("<x xmlns='jabber:x:data' type='form'><field var='a' type='colour'/><field var='b'/></x>"))!;
        Assert.Equal(FieldType.TextSingle, form["a"]!.Type);
        Assert.Null(form["b"]!.Type);
    }

    [Fact]
    public void The_kind_counts_only_when_it_is_hidden()
    {
        Assert.Null(DataForm.Parse(Element.Parse("<x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE'><value>a</value></field></x>"))!.Kind);
        Assert.Equal("a", DataForm.Parse(Element.Parse("<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>a</value></field></x>"))!.Kind);
        Assert.Equal("a", DataForm.Of(FormType.Form, "a").Kind);
    }

    [Fact]
    public void A_form_is_found_by_its_kind()
    {
        var parent = new Element("urn:example", "parent", DataForm.Of(FormType.Form, "a").ToElement(), DataForm.Of(FormType.Form, "b").ToElement());
        Assert.Equal("b", DataForm.In(parent, "b")!.Kind);
        Assert.Equal("a", DataForm.In(parent)!.Kind);
        Assert.Null(DataForm.In(parent, "c"));
    }

    [Fact]
    public void Media_in_a_field_is_kept()
    {
        const string Xml = "<x xmlns='jabber:x:data' type='form'><field var='a'><media xmlns='urn:xmpp:media-element'/></field></x>";
        Assert.Equal("media", DataForm.Parse(Element.Parse(Xml))!.ToElement().FirstChild!.FirstChild!.Name);
    }
}
