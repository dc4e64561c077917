using FsCheck;
using FsCheck.Fluent;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Payloads;

public sealed class ResultSetTests
{
    public static TheoryData<string, int?, string?, string?, int?> Requests => new()
    {
        // XEP-0059 §2.1-2.6
        { "<max>10</max>", 10, null, null, null },
        { "<max>10</max><after>peterpan@neverland.lit</after>", 10, "peterpan@neverland.lit", null, null },
        { "<max>10</max><before>peter@pixyland.org</before>", 10, null, "peter@pixyland.org", null },
        { "<max>10</max><before/>", 10, null, "", null },
        { "<max>10</max><index>371</index>", 10, null, null, 371 },
        { "<max>0</max>", 0, null, null, null },
        { "", null, null, null, null },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_is_read_and_written(string content, int? max, string? after, string? before, int? index)
    {
        var expected = new ResultSetRequest { Max = max, After = after, Before = before, Index = index };
        Assert.Equal(expected, ResultSetRequest.Parse(Set(content)));
        Assert.Equal(expected, ResultSetRequest.Parse(Element.Parse(expected.ToElement().ToString())));
        Assert.Equal(before is not null, expected.Backwards);
    }

    [Theory]
    [InlineData("<max/>")]
    [InlineData("<max>-1</max>")]
    [InlineData("<max>ten</max>")]
    [InlineData("<max>99999999999</max>")]
    [InlineData("<max>1</max><max>2</max>")]
    [InlineData("<index>1.5</index>")]
    public void A_malformed_request_is_refused(string content) => Assert.Null(ResultSetRequest.Parse(Set(content)));

    [Fact]
    public void Another_element_is_no_request_and_no_page()
    {
        Assert.Null(ResultSetRequest.Parse(new Element("urn:example", "set")));
        Assert.Null(ResultSet.Parse(new Element("urn:example", "set")));
    }

    [Fact]
    public void The_page_of_XEP_0059_is_read_and_written()
    {
        var page = ResultSet.Parse(Set("<first index='0'>stpeter@jabber.org</first><last>peterpan@neverland.lit</last><count>800</count>"));
        Assert.Equal(new ResultSet { First = "stpeter@jabber.org", FirstIndex = 0, Last = "peterpan@neverland.lit", Count = 800 }, page);
        Assert.Equal(page, ResultSet.Parse(Element.Parse(page!.ToElement().ToString())));
        Assert.Equal(new ResultSet { Count = 800 }, ResultSet.Parse(Set("<count>800</count>")));
    }

    [Theory]
    [InlineData("<first>a</first>")]
    [InlineData("<last>a</last>")]
    [InlineData("<first index='x'>a</first><last>b</last>")]
    [InlineData("<count>many</count>")]
    public void A_malformed_page_is_refused(string content) => Assert.Null(ResultSet.Parse(Set(content)));

    [Fact]
    public void Any_request_and_any_page_are_read_as_they_are_written() => Prop.ForAll(
        (from number in Gen.Choose(0, int.MaxValue)
         from place in Gen.Choose(0, int.MaxValue)
         from letters in Gen.NonEmptyListOf(Gen.Elements('a', '<', '&', '\'', '"', ' ', '\t', '\n', 'ä', '漢', ']', '>'))
         select (number, place, id: string.Concat(letters))).ToArbitrary(),
        c =>
        {
            var request = new ResultSetRequest { Max = c.number, After = c.id, Before = c.id, Index = c.place };
            var page = new ResultSet { First = c.id, Last = c.id, FirstIndex = c.place, Count = c.number };
            return request == ResultSetRequest.Parse(Element.Parse(request.ToElement().ToString()))
                && page == ResultSet.Parse(Element.Parse(page.ToElement().ToString()));
        }).QuickCheckThrowOnFailure();

    static Element Set(string content) => Element.Parse($"<set xmlns='http://jabber.org/protocol/rsm'>{content}</set>");
}
