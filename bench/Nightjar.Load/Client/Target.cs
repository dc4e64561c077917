using Nightjar.Load.Engine;

namespace Nightjar.Load.Client;

/// <summary>Where and how clients log in.</summary>
/// <param name="Address">IPv4, host order.</param>
/// <param name="Hash">The SCRAM mechanism, the same for all servers.</param>
internal sealed record Target(uint Address, int Port, string Domain, TlsMode Mode, TlsSettings Tls, ScramHash Hash);
