using Nightjar.Server.Accounts;

namespace Nightjar.Server.Negotiation;

/// <summary>What logging in with a token came to.</summary>
/// <param name="Step">Success or failure.</param>
internal sealed record FastStep(ScramStep Step)
{
    /// <summary>The device's tokens before.</summary>
    public FastDevice Before { get; init; } = FastDevice.Empty;

    /// <summary>What they become.</summary>
    public FastDevice After { get; init; } = FastDevice.Empty;

    /// <summary>See <see cref="FastTokens.RevocationOf"/>, from before the check.</summary>
    public int Revocation { get; init; }

    /// <summary>The token that was right and remains; null when it was to be invalidated.</summary>
    public FastToken? Used { get; init; }
}
