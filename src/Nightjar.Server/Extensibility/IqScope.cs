namespace Nightjar.Server.Extensibility;

/// <summary>Who is addressed.</summary>
[Flags]
public enum IqScope
{
    /// <summary>The domain.</summary>
    Server = 1,

    /// <summary>An account's bare address.</summary>
    Account = 2,

    /// <summary>Either.</summary>
    Both = Server | Account,
}
