namespace Nightjar.Server.Accounts;

/// <summary>What became of an operator's command on an account.</summary>
public enum AccountOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>There is no account of that name.</summary>
    NoSuchAccount,

    /// <summary>There is an account of that name already.</summary>
    Exists,

    /// <summary>The name belonged to somebody and is kept from being taken over (P8).</summary>
    NameReserved,

    /// <summary>The name waits for somebody with a registration code (P5).</summary>
    NameHeld,

    /// <summary>Not an address of the form <c>name@domain</c>, or not one RFC 7622 allows.</summary>
    BadAddress,

    /// <summary>The domain is not one of this server's.</summary>
    ForeignDomain,

    /// <summary>Empty, or not a password RFC 8265 allows.</summary>
    BadPassword,
}
