namespace Nightjar.Server.Storage;

/// <summary>What an account starts with.</summary>
public sealed record NewAccount
{
    /// <summary>What its log-ins are checked against.</summary>
    public required AccountCredentials Credentials { get; init; }

    /// <summary>How it came to be.</summary>
    public required AccountOrigin Origin { get; init; }

    /// <summary>The day (UTC) it is created.</summary>
    public required DateOnly Created { get; init; }

    /// <summary>The last day of use, where an import knows it.</summary>
    public DateOnly? LastUsed { get; init; }
}
