namespace Nightjar.Server.Sessions;

/// <summary>How many sessions took a message, and how.</summary>
public record struct DeliveryTally
{
    /// <summary>Sessions it was written to, without stream management.</summary>
    public int Sent { get; private set; }

    /// <summary>Sessions that keep it until their client acknowledges it.</summary>
    public int Kept { get; private set; }

    /// <summary>At least one took it.</summary>
    public readonly bool Any => Sent + Kept > 0;

    /// <summary>Counts one session's answer.</summary>
    public void Count(HandOver result)
    {
        Sent += result == HandOver.Sent ? 1 : 0;
        Kept += result == HandOver.Kept ? 1 : 0;
    }
}
