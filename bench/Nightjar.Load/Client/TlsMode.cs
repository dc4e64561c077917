namespace Nightjar.Load.Client;

/// <summary>How a client's connection is protected.</summary>
internal enum TlsMode
{
    None,
    StartTls,

    /// <summary>TLS from the first byte (XEP-0368).</summary>
    Direct,
}
