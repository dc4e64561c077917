using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Nightjar.Checks;
using Nightjar.Server.Configuration;

namespace Nightjar.Tests.Program.Checks;

public sealed class DnsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly ListenerOptions[] Listeners = [new() { Port = 5222 }];

    [Fact]
    public async Task Services_come_in_the_order_of_their_priority()
    {
        await using var resolver = new FakeResolver(q => FakeResolver.Answer(q,
            (DnsRecordType.Srv, FakeResolver.Service(10, 5222, "second.example")), (DnsRecordType.Srv, FakeResolver.Service(5, 5223, "first.example"))));

        var answer = await AskAsync(resolver, DnsRecordType.Srv);

        Assert.Null(answer.Error);
        Assert.Equal([(5223, "first.example"), (5222, "second.example")], answer.Services.Select(s => ((int)s.Port, s.Target)));
    }

    [Fact]
    public async Task Addresses_of_both_kinds_are_read()
    {
        await using var resolver = new FakeResolver(q => FakeResolver.Answer(q, (DnsRecordType.A, [192, 0, 2, 1]), (DnsRecordType.Aaaa, IPAddress.Parse("2001:db8::1").GetAddressBytes())));

        Assert.Equal("192.0.2.1", Assert.Single((await AskAsync(resolver, DnsRecordType.A)).Addresses).ToString());
        Assert.Equal("2001:db8::1", Assert.Single((await AskAsync(resolver, DnsRecordType.Aaaa)).Addresses).ToString());
    }

    [Fact]
    public async Task An_answer_to_another_question_is_passed_over()
    {
        await using var resolver = new FakeResolver(q =>
        {
            var forged = FakeResolver.Answer(q, (DnsRecordType.A, [192, 0, 2, 66]));
            forged[0] ^= 1;
            return forged;
        });

        Assert.Equal("the resolver did not answer in time", (await resolver.Lookup(TimeSpan.FromMilliseconds(100)).LookupAsync("example.org", DnsRecordType.A, TestContext.Current.CancellationToken)).Error);
    }

    [Fact]
    public async Task A_failing_resolver_is_an_error_and_a_missing_name_is_an_empty_answer()
    {
        await using var failing = new FakeResolver(q => With(FakeResolver.Answer(q), 3, 0x82));
        await using var missing = new FakeResolver(q => With(FakeResolver.Answer(q), 3, 0x83));

        Assert.Equal("the resolver answered with error 2", (await AskAsync(failing, DnsRecordType.A)).Error);
        Assert.Equal((null, 0), ((await AskAsync(missing, DnsRecordType.A)) is var a ? (a.Error, a.Addresses.Count) : default));
    }

    [Fact]
    public void Hostile_bytes_never_throw() => Prop.ForAll<byte[], DnsRecordType>((noise, type) =>
    {
        var query = DnsMessage.Query(7, "example.org", DnsRecordType.Srv)!;
        byte[] answer = [.. FakeResolver.Answer(query)[..6], 0xFF, 0xFF, .. query[8..], .. noise];
        return DnsMessage.Parse(answer, query, type) is not null;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_complete_domain_has_only_good_findings()
    {
        await using var resolver = new FakeResolver(q => FakeResolver.Answer(q,
            (DnsRecordType.Srv, FakeResolver.Service(5, 5222, "host.example")), (DnsRecordType.A, [192, 0, 2, 1])));

        var findings = await DnsCheck.RunAsync("example.org", Listeners, resolver.Lookup(Patience), TestContext.Current.CancellationToken);

        Assert.All(findings, f => Assert.Equal(CheckLevel.Good, f.Level));
        Assert.NotEmpty(findings);
    }

    [Fact]
    public async Task A_record_that_leads_to_a_closed_port_is_found()
    {
        await using var resolver = new FakeResolver(q => FakeResolver.Answer(q,
            (DnsRecordType.Srv, FakeResolver.Service(5, 15222, "host.example")), (DnsRecordType.A, [192, 0, 2, 1])));

        var findings = await DnsCheck.RunAsync("example.org", Listeners, resolver.Lookup(Patience), TestContext.Current.CancellationToken);

        Assert.Contains(findings, f => f.Message == "_xmpp-client._tcp.example.org sends clients (STARTTLS) to port 15222, where nothing listens.");
    }

    [Fact]
    public async Task A_domain_that_does_not_exist_is_an_error_with_the_record_to_add()
    {
        await using var resolver = new FakeResolver(q => With(FakeResolver.Answer(q), 3, 0x83));

        var findings = await DnsCheck.RunAsync("example.org", Listeners, resolver.Lookup(Patience), TestContext.Current.CancellationToken);

        Assert.Contains(findings, f => f.Level == CheckLevel.Error && f.Fix!.Contains("Add an A record", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Localhost_needs_no_records() =>
        Assert.Equal(CheckLevel.Good, Assert.Single(await DnsCheck.RunAsync("localhost", Listeners, new SystemDnsLookup([], Patience), TestContext.Current.CancellationToken)).Level);

    private static Task<DnsAnswer> AskAsync(FakeResolver resolver, DnsRecordType type) => resolver.Lookup(Patience).LookupAsync("_xmpp-client._tcp.example.org", type, TestContext.Current.CancellationToken);

    private static byte[] With(byte[] bytes, int index, byte value)
    {
        bytes[index] = value;
        return bytes;
    }
}
