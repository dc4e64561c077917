using FsCheck;
using FsCheck.Fluent;
using Nightjar.Xmpp.Payloads;

namespace Nightjar.Tests.Xmpp.Payloads;

public sealed class XmppDateTimeTests
{
    [Theory]
    [InlineData("1969-07-21T02:56:15Z", "1969-07-21T02:56:15Z")]
    [InlineData("1969-07-20T21:56:15-05:00", "1969-07-21T02:56:15Z")]
    [InlineData("2002-09-10T23:08:25.1Z", "2002-09-10T23:08:25.1Z")]
    [InlineData("2002-09-10T23:08:25.000Z", "2002-09-10T23:08:25Z")]
    [InlineData("2002-09-10T23:08:25.12345678901234567890Z", "2002-09-10T23:08:25.1234567Z")]
    [InlineData("2024-02-29T00:00:00+14:00", "2024-02-28T10:00:00Z")]
    [InlineData("2024-02-29T00:00:00-00:00", "2024-02-29T00:00:00Z")]
    public void A_moment_is_read_and_written_in_UTC(string text, string expected)
    {
        Assert.True(XmppDateTime.TryParse(text, out DateTimeOffset value));
        Assert.Equal(TimeSpan.Zero, value.Offset);
        Assert.Equal(expected, XmppDateTime.Format(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2002-09-10")]
    [InlineData("2002-09-10T")]
    [InlineData("2002-09-10T23:08:25")]
    [InlineData("2002-09-10 23:08:25Z")]
    [InlineData("2002-09-10t23:08:25z")]
    [InlineData("2002-09-10T23:08:25z")]
    [InlineData("2002-09-10T23:08:25.Z")]
    [InlineData("2002-09-10T23:08:25,5Z")]
    [InlineData("2002-09-10T23:08:25+5:00")]
    [InlineData("2002-09-10T23:08:25+0500")]
    [InlineData("2002-09-10T23:08:25+14:01")]
    [InlineData("2002-09-10T23:08:25+05:60")]
    [InlineData("2002-09-10T24:00:00Z")]
    [InlineData("2002-09-10T23:60:25Z")]
    [InlineData("2002-09-10T23:08:60Z")]
    [InlineData("2002-13-10T23:08:25Z")]
    [InlineData("2002-02-29T23:08:25Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("-002-09-10T23:08:25Z")]
    [InlineData("2002-9-10T23:08:25Z")]
    [InlineData(" 2002-09-10T23:08:25Z")]
    [InlineData("2002-09-10T23:08:25Z ")]
    [InlineData("20020910T23:08:25")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("2002-09-10T2٣:08:25Z")]
    public void Anything_else_is_refused(string text) => Assert.False(XmppDateTime.TryParse(text, out DateTimeOffset _));

    [Fact]
    public void Fractional_digits_are_cut_to_the_number_asked_for()
    {
        Assert.True(XmppDateTime.TryParse("2002-09-10T23:08:25.9876543Z", out DateTimeOffset value));
        Assert.Equal("2002-09-10T23:08:25Z", XmppDateTime.Format(value, 0));
        Assert.Equal("2002-09-10T23:08:25.987Z", XmppDateTime.Format(value, 3));
        Assert.Equal("2002-09-10T23:08:25.9876543Z", XmppDateTime.Format(value, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => XmppDateTime.Format(value, 8));
    }

    [Fact]
    public void Every_moment_is_read_back_as_it_was_written() => Prop.ForAll(
        (from high in Gen.Choose(0, int.MaxValue) from low in Gen.Choose(0, int.MaxValue) select ((long)high << 31 | (uint)low) % DateTime.MaxValue.Ticks).ToArbitrary(),
        ticks =>
        {
            var value = new DateTimeOffset(ticks, TimeSpan.Zero);
            return XmppDateTime.TryParse(XmppDateTime.Format(value), out DateTimeOffset parsed) && parsed == value;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Dates_and_times_alone_are_read()
    {
        Assert.True(XmppDateTime.TryParse("1776-07-04", out DateOnly date));
        Assert.Equal("1776-07-04", XmppDateTime.Format(date));
        Assert.False(XmppDateTime.TryParse("1776-07-32", out DateOnly _));
        Assert.True(XmppDateTime.TryParseTime("16:00:00", out var tea, out var zone));
        Assert.Equal((new TimeOnly(16, 0), null), (tea, zone));
        Assert.True(XmppDateTime.TryParseTime("16:00:00.5-07:30", out tea, out zone));
        Assert.Equal((new TimeOnly(16, 0, 0, 500), new TimeSpan(-7, -30, 0)), (tea, zone));
        Assert.False(XmppDateTime.TryParseTime("16:00", out _, out _));
    }
}
