using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Payloads;

public sealed class HashValueTests
{
    [Theory]
    [InlineData("sha-1", "2AfMGH8O7UNPTvUVAM9aK13mpCY=")]
    [InlineData("sha-256", "2XarmwTlNxDAMkvymloX3S5+VbylNrJt/l5QyPa+YoU=")]
    public void The_elements_of_XEP_0300_are_read_and_written(string function, string value)
    {
        var hash = HashValue.Parse(Element.Parse($"<hash xmlns='urn:xmpp:hashes:2' algo='{function}'>{value}</hash>"))!;
        Assert.Equal((function, value), (hash.Function, Convert.ToBase64String(hash.Value.Span)));
        Assert.Equal(hash, HashValue.Parse(Element.Parse(hash.ToElement().ToString())));
    }

    [Theory]
    [InlineData("<hash xmlns='urn:xmpp:hashes:2'>2AfMGH8O7UNPTvUVAM9aK13mpCY=</hash>")]
    [InlineData("<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>2AfMGH8O7UNPTvUVAM9aK13mpCY=</hash>")]
    [InlineData("<hash xmlns='urn:xmpp:hashes:2' algo='sha-1'>2AfMGH8O7UNPTvUVAM9aK13mpCY</hash>")]
    [InlineData("<hash xmlns='urn:xmpp:hashes:2' algo='sha-1'> 2AfMGH8O7UNPTvUVAM9aK13mpCY=</hash>")]
    [InlineData("<hash xmlns='urn:xmpp:hashes:2' algo='sha-1'/>")]
    [InlineData("<hash xmlns='urn:xmpp:hashes:1' algo='sha-1'>2AfMGH8O7UNPTvUVAM9aK13mpCY=</hash>")]
    public void A_malformed_hash_is_refused(string xml) => Assert.Null(HashValue.Parse(Element.Parse(xml)));

    [Fact]
    public void A_function_we_cannot_compute_is_still_read() =>
        Assert.NotNull(HashValue.Parse(Element.Parse("<hash xmlns='urn:xmpp:hashes:2' algo='future'>AAAA</hash>")));

    [Fact]
    public void Every_function_we_name_is_computed_with_its_length() => Assert.All(
        HashFunctions.Names, name => Assert.Equal(HashFunctions.Length(name), HashFunctions.Compute(name, "abc"u8)!.Length));

    [Fact]
    public void Unknown_functions_are_not_computed() => Assert.Null(HashValue.Of("md5", "abc"u8));

    [Fact]
    public void Hashes_are_equal_by_function_and_value()
    {
        Assert.Equal(HashValue.Of("sha-256", "abc"u8), HashValue.Of("sha-256", "abc"u8));
        Assert.NotEqual(HashValue.Of("sha-256", "abc"u8), HashValue.Of("sha-256", "abd"u8));
        Assert.NotEqual(new HashValue("a", [1]), new HashValue("b", [1]));
    }

    [Fact]
    public void The_function_can_be_named_before_the_value_is_known() =>
        Assert.Equal("sha-256", HashValue.UsedElement("sha-256").Attribute("algo"));
}
