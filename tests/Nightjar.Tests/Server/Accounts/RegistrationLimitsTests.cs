using System.Net;

using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Testing;

namespace Nightjar.Tests.Server.Accounts;

public sealed class RegistrationLimitsTests
{
    private static readonly RegistrationOptions s_options = new() { Interval = TimeSpan.FromMinutes(10), PerAddressPerDay = 2, PerNetworkPerDay = 3 };

    private readonly TestClock _clock = new();

    [Fact]
    public void An_address_waits_between_two_and_has_a_number_a_day()
    {
        var limits = new RegistrationLimits(_clock, off: false);

        Assert.True(Take(limits, "192.0.2.1"));
        Assert.False(Take(limits, "192.0.2.1"));
        _clock.Advance(s_options.Interval);
        Assert.True(Take(limits, "192.0.2.1"));
        _clock.Advance(s_options.Interval);
        Assert.False(Take(limits, "192.0.2.1"));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.True(Take(limits, "192.0.2.1"));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.3.1")]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:2::1", "2001:db8:1:3::1", "2001:db8:1:4::1", "2001:db8:2::1")]
    public void A_network_has_a_number_a_day(string first, string second, string third, string oneTooMany, string elsewhere)
    {
        var limits = new RegistrationLimits(_clock, off: false);

        Assert.True(Take(limits, first));
        Assert.True(Take(limits, second));
        Assert.True(Take(limits, third));
        Assert.False(Take(limits, oneTooMany));
        Assert.True(Take(limits, elsewhere));
    }

    [Fact]
    public void A_customer_with_an_IPv6_prefix_is_one_address()
    {
        var limits = new RegistrationLimits(_clock, off: false);

        Assert.True(Take(limits, "2001:db8:1:1::1"));
        Assert.False(Take(limits, "2001:db8:1:1:ffff::2"));
    }

    [Fact]
    public void What_did_not_happen_does_not_count()
    {
        var limits = new RegistrationLimits(_clock, off: false);
        Take(limits, "192.0.2.1");

        limits.GiveBack("localhost", IPAddress.Parse("192.0.2.1"));

        Assert.True(Take(limits, "192.0.2.1"));
    }

    [Fact]
    public void Domains_count_apart()
    {
        var limits = new RegistrationLimits(_clock, off: false);
        Take(limits, "192.0.2.1");

        Assert.True(limits.TryTake("other.example", IPAddress.Parse("192.0.2.1"), s_options));
    }

    private static bool Take(RegistrationLimits limits, string address) => limits.TryTake("localhost", IPAddress.Parse(address), s_options);
}
