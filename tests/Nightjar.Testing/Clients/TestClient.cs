using System.Text;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Testing.Clients;

/// <summary>
/// A client that does what a test says and nothing else: sends raw XML, and reads the server's elements one by one when asked.
/// What is not asked for stays unread, as with a slow reader. Waits are bounded and only ever fail. One caller at a time.
/// </summary>
public sealed partial class TestClient : IAsyncDisposable
{
    /// <summary>How long an answer may take before the test fails: far more than a loaded machine needs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>A client believes its server: only the size is bounded, so that a broken server cannot exhaust the test.</summary>
    private static readonly XmlLimits Limits = XmlLimits.Server with { MaxElementBytes = 16 * 1024 * 1024, MaxElements = 100_000 };

    private readonly IClientTransport _transport;
    private readonly XmlStreamReader _reader = new(Limits);
    private readonly Queue<StreamItem> _arrived = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private bool _ended;
    private int _ids;

    /// <summary>A client on a fresh connection.</summary>
    /// <param name="transport">The connection; belongs to the client from now on.</param>
    /// <param name="domain">The domain it wants to talk to.</param>
    /// <param name="name">What to call it when an expectation fails.</param>
    public TestClient(IClientTransport transport, string domain, string name = "The client")
    {
        _transport = transport;
        Domain = domain;
        Name = name;
    }

    internal IClientTransport Transport => _transport;

    /// <summary>What it is called in messages.</summary>
    public string Name { get; set; }

    /// <summary>The domain it talks to.</summary>
    public string Domain { get; }

    /// <summary>The full address, once bound.</summary>
    public Jid? Jid { get; set; }

    /// <summary>The server's last stream header.</summary>
    public Element? Header { get; private set; }

    /// <summary>The last stream features.</summary>
    public Element? Features { get; private set; }

    /// <summary>What placeholders of expected XML have stood for; see <see cref="XmlPattern"/>. May be shared between clients.</summary>
    public IDictionary<string, string> Captures { get; set; } = new Dictionary<string, string>();

    /// <summary>What is taken off and forgotten where something else is expected; null: nothing.</summary>
    public Func<StreamItem, bool>? Skips { get; set; }

    /// <summary>Stanzas received since <see cref="ResetCount"/>, as stream management counts them.</summary>
    public uint StanzasReceived { get; private set; }

    /// <summary>Sends text as it is, well-formed or not.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var patience = new CancellationTokenSource(Patience);
        await _transport.WriteAsync(bytes, patience.Token).ConfigureAwait(false);
    }

    /// <summary>The next thing on the stream, whatever it is.</summary>
    /// <exception cref="ExpectationException">Nothing came.</exception>
    public async Task<StreamItem> NextAsync(string expected = "anything")
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            StreamItem item;
            do
            {
                item = await ReadAsync(patience.Token).ConfigureAwait(false);
            }
            while (Skips is { } skips && skips(item));

            return item;
        }
        catch (OperationCanceledException)
        {
            throw new ExpectationException($"{Name} waited in vain for {expected}");
        }
    }

    /// <summary>The next element.</summary>
    /// <exception cref="ExpectationException">Nothing came, or the stream ended.</exception>
    public async Task<Element> ReceiveAsync(string expected = "an element")
    {
        StreamItem item = await NextAsync(expected).ConfigureAwait(false);
        return item.Kind == StreamItemKind.Element
            ? item.Element!
            : throw new ExpectationException($"{Name} expected {expected}\n but met {item}");
    }

    /// <summary>The next element, which must look like <paramref name="pattern"/> (see <see cref="XmlPattern"/>).</summary>
    /// <exception cref="ExpectationException">Something else came, or nothing.</exception>
    public async Task<Element> ExpectAsync(string pattern)
    {
        var expected = XmlPattern.Parse(pattern);
        Element element = await ReceiveAsync(pattern).ConfigureAwait(false);
        if (expected.Match(element, Captures) is { } difference)
        {
            throw new ExpectationException($"{Name} received something else than expected: {difference}\n expected: {pattern}\n received: {element}");
        }

        return element;
    }

    /// <summary>The elements that come next, in any order; each must look like one of the patterns, all of which must be met.</summary>
    /// <exception cref="ExpectationException">One fits no pattern that is left, or one is missing.</exception>
    public async Task ExpectUnorderedAsync(params IReadOnlyList<string> patterns)
    {
        List<XmlPattern> left = [.. patterns.Select(XmlPattern.Parse)];
        while (left.Count > 0)
        {
            Element element = await ReceiveAsync(string.Join("\n or ", left)).ConfigureAwait(false);
            if (left.Find(p => p.Match(element, Captures) is null) is not { } met)
            {
                throw new ExpectationException(
                    $"{Name} received something else than expected\n expected one of: {string.Join("\n              or: ", left)}\n received: {element}");
            }

            left.Remove(met);
        }
    }

    /// <summary>The stream error that comes next, then the end of the stream.</summary>
    /// <param name="condition">Its condition, such as <c>not-well-formed</c>.</param>
    public async Task<Element> ExpectStreamErrorAsync(string condition)
    {
        Element error = await ReceiveAsync($"the stream error {condition}").ConfigureAwait(false);
        if (!error.Is(Namespaces.Streams, "error") || error.Child(Namespaces.StreamErrors, condition) is null)
        {
            throw new ExpectationException($"{Name} expected the stream error {condition}\n received: {error}");
        }

        await ExpectEndAsync().ConfigureAwait(false);
        return error;
    }

    /// <summary>The end of the stream or of the connection, with nothing before it.</summary>
    public async Task ExpectEndAsync()
    {
        StreamItem item = await NextAsync("the end of the stream").ConfigureAwait(false);
        if (item.Kind is not (StreamItemKind.Closed or StreamItemKind.Ended))
        {
            throw new ExpectationException($"{Name} expected the end of the stream\n received: {item}");
        }
    }

    /// <summary>Everything that has been sent to the client up to now, without taking it off: for a test that then goes on.</summary>
    /// <remarks>Proved by an IQ to the server and its answer, behind which nothing older can stand.</remarks>
    /// <param name="afterCommit">The request writes to storage: its answer also comes after everything that was written before it.</param>
    public async Task<IReadOnlyList<Element>> PeekAsync(bool afterCommit = false)
    {
        string id = await SendBarrierAsync(afterCommit).ConfigureAwait(false);
        var before = new List<StreamItem>();
        while (true)
        {
            StreamItem item = await NextAsync("the answer to a ping").ConfigureAwait(false);
            if (item.Element is { Name: "iq" } iq && iq.Attribute("id") == id)
            {
                break;
            }

            before.Add(item);
            if (item.Kind == StreamItemKind.Ended)
            {
                break;
            }
        }

        Requeue(before);
        return [.. before.Where(i => i.Element is not null).Select(i => i.Element!)];
    }

    /// <summary>Takes the first such element off; what comes before it stays.</summary>
    /// <exception cref="ExpectationException">None came.</exception>
    public async Task<Element> WaitForAsync(Func<Element, bool> isSuch)
    {
        var before = new List<StreamItem>();
        while (true)
        {
            StreamItem item = await NextAsync("an element to come").ConfigureAwait(false);
            if (item.Kind == StreamItemKind.Ended)
            {
                throw new ExpectationException($"{Name} waited for an element, but the connection ended after {string.Join(' ', before)}");
            }

            if (item.Element is { } element && isSuch(element))
            {
                Requeue(before);
                return element;
            }

            before.Add(item);
        }
    }

    /// <summary>Fails if anything has been sent to the client that no test has asked for.</summary>
    public async Task ExpectNothingAsync()
    {
        IReadOnlyList<Element> unexpected = await PeekAsync().ConfigureAwait(false);
        if (unexpected.Count > 0)
        {
            throw new ExpectationException($"{Name} expected nothing\n received: {string.Join("\n           ", unexpected)}");
        }
    }

    /// <summary>Forgets what <see cref="PeekAsync"/> has found, as far as it is such a thing.</summary>
    public void Drop(Func<Element, bool> isSuch)
    {
        StreamItem[] arrived = [.. _arrived];
        _arrived.Clear();
        foreach (StreamItem item in arrived)
        {
            if (item.Element is { } element && isSuch(element))
            {
                StanzasReceived += IsStanza(item) ? 1u : 0u;
            }
            else
            {
                _arrived.Enqueue(item);
            }
        }
    }

    /// <summary>Counts stanzas from zero again, or from where a resumed stream left off.</summary>
    public void ResetCount(uint received = 0) => StanzasReceived = received;

    /// <summary>Cuts the connection without a word, as when a phone loses its network.</summary>
    public void Break() => _transport.Break();

    /// <summary>Closes the stream and waits until the server has done the same.</summary>
    public async Task CloseAsync()
    {
        await SendAsync("</stream:stream>").ConfigureAwait(false);
        while ((await NextAsync("the end of the stream").ConfigureAwait(false)).Kind is not (StreamItemKind.Closed or StreamItemKind.Ended))
        {
            // What was under way when the client left.
        }

        Break();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _transport.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<string> SendBarrierAsync(bool afterCommit)
    {
        string id = $"barrier-{++_ids}";
        await SendAsync(afterCommit
            ? $"<iq xmlns='jabber:client' type='set' id='{id}'><query xmlns='jabber:iq:private'><barrier xmlns='urn:example:barrier'/></query></iq>"
            : $"<iq xmlns='jabber:client' type='get' id='{id}' to='{Domain}'><ping xmlns='urn:xmpp:ping'/></iq>").ConfigureAwait(false);
        return id;
    }

    private void Requeue(List<StreamItem> first)
    {
        StreamItem[] later = [.. _arrived];
        _arrived.Clear();
        foreach (StreamItem item in first.Concat(later))
        {
            _arrived.Enqueue(item);
            StanzasReceived -= IsStanza(item) && first.Contains(item) ? 1u : 0u;
        }
    }

    private async Task<StreamItem> ReadAsync(CancellationToken cancellationToken)
    {
        while (_arrived.Count == 0)
        {
            if (_ended)
            {
                return new StreamItem(StreamItemKind.Ended, null);
            }

            int read = await _transport.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                _ended = true;
            }

            Parse(_buffer.AsSpan(0, read));
        }

        StreamItem item = _arrived.Dequeue();
        StanzasReceived += IsStanza(item) ? 1u : 0u;
        return item;
    }

    private void Parse(ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty)
        {
            XmlReadStatus status = _reader.Read(input, out int consumed, out XmlFrame frame);
            input = input[consumed..];
            switch (status)
            {
                case XmlReadStatus.NeedMoreData:
                    return;
                case XmlReadStatus.StreamOpened:
                    _arrived.Enqueue(new StreamItem(StreamItemKind.Opened, _reader.StreamHeader!));
                    break;
                case XmlReadStatus.Element:
                    _arrived.Enqueue(new StreamItem(StreamItemKind.Element, frame.ToElement()));
                    break;
                case XmlReadStatus.StreamClosed:
                    _arrived.Enqueue(new StreamItem(StreamItemKind.Closed, null));
                    return;
                default:
                    throw new ExpectationException($"{Name} received XML that is broken: {_reader.Error}\n{Encoding.UTF8.GetString(_buffer)}");
            }
        }
    }

    private static bool IsStanza(StreamItem item) =>
        item is { Kind: StreamItemKind.Element, Element: { Namespace: Namespaces.Client, Name: "message" or "presence" or "iq" } };
}
