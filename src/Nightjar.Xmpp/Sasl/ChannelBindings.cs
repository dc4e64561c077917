namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// The channel-binding data of one connection, as far as it can be computed. Immutable; <see cref="Exporter"/> is called on the
/// thread that finishes the exchange.
/// </summary>
public sealed class ChannelBindings
{
    const string ServerEndPointName = "tls-server-end-point";
    const string ExporterName = "tls-exporter";

    /// <summary>No channel to bind to.</summary>
    public static ChannelBindings None { get; } = new();

    /// <summary>The hash of the server's certificate (see <see cref="ServerEndPointBinding"/>); empty when there is none.</summary>
    public ReadOnlyMemory<byte> ServerEndPoint { get; init; }

    /// <summary>Computes the 32 bytes of RFC 9266 when they are needed; null when the runtime cannot (then it must not be offered).
    /// A null result fails the log-in with <c>temporary-auth-failure</c>.</summary>
    public Func<byte[]?>? Exporter { get; init; }

    /// <summary>The registered names of the available types, as XEP-0440 advertises them.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            if (Has(ChannelBindingType.TlsServerEndPoint)) yield return ServerEndPointName;
            if (Has(ChannelBindingType.TlsExporter)) yield return ExporterName;
        }
    }

    /// <summary>Whether a type is available.</summary>
    public bool Has(ChannelBindingType type) => type switch
    {
        ChannelBindingType.TlsServerEndPoint => !ServerEndPoint.IsEmpty,
        ChannelBindingType.TlsExporter => Exporter is not null,
        _ => false,
    };

    /// <summary>The data of a type; false when it is not available.</summary>
    public bool TryGet(ChannelBindingType type, out ReadOnlyMemory<byte> data)
    {
        data = !Has(type) ? default : type == ChannelBindingType.TlsExporter ? Exporter!() : ServerEndPoint;
        return !data.IsEmpty;
    }

    /// <summary>The registered name of a type ("unique prefix", RFC 5056).</summary>
    public static string NameOf(ChannelBindingType type) => type switch
    {
        ChannelBindingType.TlsServerEndPoint => ServerEndPointName,
        ChannelBindingType.TlsExporter => ExporterName,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>The type with a registered name, compared exactly; false for types we do not do.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out ChannelBindingType type)
    {
        type = name.SequenceEqual(ExporterName) ? ChannelBindingType.TlsExporter : ChannelBindingType.TlsServerEndPoint;
        return type == ChannelBindingType.TlsExporter || name.SequenceEqual(ServerEndPointName);
    }
}
