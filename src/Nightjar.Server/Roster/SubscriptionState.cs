namespace Nightjar.Server.Roster;

/// <summary>
/// What holds between an account and a contact (RFC 6121 Appendix A.1). Of the sixteen combinations nine occur: nobody asks
/// for what he has.
/// </summary>
[Flags]
public enum SubscriptionState : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The account sees the contact's presence.</summary>
    To = 1,

    /// <summary>The contact sees the account's presence.</summary>
    From = 2,

    /// <summary>Both of it.</summary>
    Both = To | From,

    /// <summary>The account has asked to see the contact's presence and waits.</summary>
    PendingOut = 4,

    /// <summary>The contact has asked to see the account's presence and waits.</summary>
    PendingIn = 8,
}
