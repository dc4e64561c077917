using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

using Nightjar.Server.Connections.Native;

namespace Nightjar.Server.Connections;

/// <summary>
/// The TLS contexts of all domains, exchanged as a whole when a certificate changes. Thread-safe. The application
/// protocol is checked too (XEP-0368): a client that names protocols must name <c>xmpp-client</c>.
/// </summary>
internal sealed unsafe class TlsContexts : IDisposable
{
    private static ReadOnlySpan<byte> ClientProtocol => "xmpp-client"u8;

    private readonly List<TlsContext> _all = [];
    private readonly Lock _gate = new();
    private GCHandle _self;
    private FrozenDictionary<string, TlsContext> _byDomain = FrozenDictionary<string, TlsContext>.Empty;
    private FrozenDictionary<nint, TlsContext> _byHandle = FrozenDictionary<nint, TlsContext>.Empty;
    private TlsContext? _default;

    public TlsContexts() => _self = GCHandle.Alloc(this, GCHandleType.Weak);

    /// <summary>Sets or replaces the certificate of a domain. The first domain is the one for clients that name none.</summary>
    public void Set(string domain, TlsContext context)
    {
        lock (_gate)
        {
            if (_byDomain.TryGetValue(domain, out TlsContext? older))
            {
                context.InheritTicketKeys(older);
            }

            context.SetCallbacks(&OnServerName, &OnAlpn, GCHandle.ToIntPtr(_self));

            // Replaced contexts stay: connections made with them still ask for their binding.
            _all.Add(context);
            _byHandle = _all.ToFrozenDictionary(c => c.Handle);
            var byDomain = new Dictionary<string, TlsContext>(_byDomain, StringComparer.OrdinalIgnoreCase) { [domain] = context };
            _byDomain = byDomain.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
            _default = _default is null || _default == older ? context : _default;
        }
    }

    public TlsContext For(string? domain) =>
        domain is not null && _byDomain.TryGetValue(domain, out TlsContext? context)
            ? context
            : _default ?? throw new InvalidOperationException("No certificate is configured.");

    public TlsContext ByHandle(nint handle) => _byHandle[handle];

    public void Dispose()
    {
        lock (_gate)
        {
            _all.ForEach(c => c.Dispose());
            if (_self.IsAllocated)
            {
                _self.Free();
            }
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnServerName(nint ssl, int* alert, nint argument)
    {
        byte* name = OpenSsl.SSL_get_servername(ssl, 0);
        if (name is null || GCHandle.FromIntPtr(argument).Target is not TlsContexts contexts)
        {
            return OpenSsl.TlsExtNoAck;
        }

        string domain = Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
        if (!contexts._byDomain.TryGetValue(domain, out TlsContext? context))
        {
            return OpenSsl.TlsExtNoAck;
        }

        OpenSsl.SSL_set_SSL_CTX(ssl, context.Handle);
        return OpenSsl.TlsExtOk;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnAlpn(nint ssl, byte** selected, byte* selectedLength, byte* offered, uint offeredLength, nint argument)
    {
        for (uint at = 0; at < offeredLength; at += 1u + offered[at])
        {
            uint length = offered[at];
            if (at + 1 + length <= offeredLength && new ReadOnlySpan<byte>(offered + at + 1, (int)length).SequenceEqual(ClientProtocol))
            {
                *selected = offered + at + 1;
                *selectedLength = (byte)length;
                return OpenSsl.TlsExtOk;
            }
        }

        // A browser sent here by somebody else must not be talked to (RFC 7301 §3.2).
        return OpenSsl.AlertNoApplicationProtocolFatal;
    }
}
