namespace Nightjar.Server.Storage;

/// <summary>What is known about an account without opening anything of its own.</summary>
public sealed record AccountRecord
{
    /// <summary>Its id; never reused, also when the name is.</summary>
    public required OwnerId Owner { get; init; }

    /// <summary>Its name, normalised.</summary>
    public required string BareJid { get; init; }

    /// <summary>Whether it may be used.</summary>
    public required AccountState State { get; init; }

    /// <summary>How it came to be.</summary>
    public required AccountOrigin Origin { get; init; }

    /// <summary>The day (UTC) it was created.</summary>
    public required DateOnly Created { get; init; }

    /// <summary>The last day (UTC) on which a device was connected; null when there never was one.</summary>
    public DateOnly? LastUsed { get; init; }

    /// <summary>Whether any device ever logged in.</summary>
    public bool EverUsed => LastUsed is not null;
}
