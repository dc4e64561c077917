using Nightjar.Server.Storage;

namespace Nightjar.Control;

/// <summary>What is shown of an account: state, days and sizes.</summary>
internal sealed record AccountView
{
    public required AccountState State { get; init; }

    public required AccountOrigin Origin { get; init; }

    public required DateOnly Created { get; init; }

    public DateOnly? LastUsed { get; init; }

    public required IReadOnlyList<StoredSize> Sizes { get; init; }
}
