using System.Text;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Xmpp.Addressing;

public sealed class JidCacheTests
{
    [Fact]
    public void The_second_look_gives_the_same_object()
    {
        var cache = new JidCache(64);
        Assert.Same(cache.GetOrParse("a@b.example/c"u8), cache.GetOrParse("a@b.example/c"u8));
    }

    [Fact]
    public void Input_that_is_not_normalised_is_found_by_its_raw_bytes()
    {
        var cache = new JidCache(64);
        var jid = cache.GetOrParse("A@B.Example/c"u8);
        Assert.Equal("a@b.example/c", jid?.ToString());
        Assert.Same(jid, cache.GetOrParse("A@B.Example/c"u8));
    }

    [Fact]
    public void Invalid_input_gives_null_each_time()
    {
        var cache = new JidCache(64);
        Assert.Null(cache.GetOrParse("@b.example"u8));
        Assert.Null(cache.GetOrParse("@b.example"u8));
    }

    [Fact]
    public void Long_input_is_parsed_but_not_kept()
    {
        var cache = new JidCache(64);
        var utf8 = Encoding.UTF8.GetBytes("a@b.example/" + new string('x', JidCache.MaxCachedBytes));
        var first = cache.GetOrParse(utf8);
        Assert.NotNull(first);
        Assert.Equal(first, cache.GetOrParse(utf8));
        Assert.NotSame(first, cache.GetOrParse(utf8));
    }

    [Fact]
    public void A_full_cache_still_answers_rightly()
    {
        var cache = new JidCache(16);
        for (var i = 0; i < 1000; i++)
            Assert.Equal($"u{i % 100}@b.example", cache.GetOrParse(Encoding.UTF8.GetBytes($"u{i % 100}@b.example"))?.ToString());
    }

    [Fact]
    public void Two_addresses_that_share_a_set_are_both_kept()
    {
        var cache = new JidCache(2); // one set of two ways
        var first = cache.GetOrParse("a@b.example"u8);
        var second = cache.GetOrParse("c@b.example"u8);
        Assert.Same(first, cache.GetOrParse("a@b.example"u8));
        Assert.Same(second, cache.GetOrParse("c@b.example"u8));
    }

    [Theory]
    [InlineData(1)]
    [InlineData((1 << 20) + 1)]
    public void A_capacity_out_of_bounds_is_refused(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new JidCache(capacity));

    [Fact]
    public async Task Many_threads_get_right_answers()
    {
        var cache = new JidCache(32);
        var inputs = Enumerable.Range(0, 200).Select(i => Encoding.UTF8.GetBytes($"User{i}@b.example/r")).ToArray();
        var workers = Enumerable.Range(0, 4).Select(w => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                var at = ((i * 7) + w) % inputs.Length;
                if (cache.GetOrParse(inputs[at])?.Local != $"user{at}")
                    return false;
            }
            return true;
        }, TestContext.Current.CancellationToken));
        Assert.All(await Task.WhenAll(workers), Assert.True);
    }

    [Theory]
    [InlineData("juliet@capulet.example/balcony")]
    [InlineData("Juliet@Capulet.example/balcony")]
    [InlineData("jüliet@capulet.example/bälcony")]
    public void A_hit_allocates_nothing(string address)
    {
        var cache = new JidCache(64);
        var utf8 = Encoding.UTF8.GetBytes(address);
        Assert.Equal(0, Allocated(() => cache.GetOrParse(utf8)));
    }

    [Fact]
    public void The_parts_comparisons_and_forms_of_an_address_allocate_nothing_once_made()
    {
        var jid = Jid.Parse("juliet@capulet.example/balcony & 'garden'");
        var other = Jid.Parse("juliet@capulet.example/chamber");
        Assert.Equal(0, Allocated(() =>
        {
            var sum = jid.Utf8.Length + jid.EscapedUtf8.Length + jid.LocalUtf8.Length + jid.GetHashCode();
            return jid.Bare.Equals(other.Bare) && jid.BareEquals(other) && jid.DomainJid.IsDomain && jid.Domain.Length + sum != 0 ? jid.Local : jid.Resource;
        }));
    }

    [Fact]
    public void Parsing_plain_ascii_makes_one_object_and_one_array()
    {
        var utf8 = "juliet@capulet.example/balcony"u8.ToArray();
        // The array: 16 bytes of header, 8 of length and 30 of text, rounded up to 56. The object: header and ten fields.
        Assert.InRange(Allocated(() => Jid.TryParse(utf8, out var jid) ? jid : null), 100, 160);
    }

    [Fact]
    public void Refusing_plain_ascii_allocates_nothing()
    {
        var utf8 = "juli et@capulet.example/balcony"u8.ToArray();
        Assert.Equal(0, Allocated(() => Jid.TryParse(utf8, out var jid) ? jid : null));
    }

    static long Allocated(Func<object?> action)
    {
        for (var i = 0; i < 3; i++)
            action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
