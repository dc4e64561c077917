using Nightjar.Interop.Servers;

namespace Nightjar.Interop.Drivers;

/// <summary>How a client is told to log in; by default with everything right, over STARTTLS.</summary>
internal sealed record Login(ServerUnderTest Server, Account Account)
{
    public string Password { get; init; } = Account.Password;

    public string CaFile { get; init; } = Server.CaFile;

    public bool DirectTls { get; init; }

    /// <summary>Register the account in-band first (XEP-0077).</summary>
    public bool Register { get; init; }
}
