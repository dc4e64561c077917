namespace Nightjar.Xmpp.Sasl;

/// <summary>One kind of account that exists on a server, as an observer without a password can tell it.</summary>
/// <param name="Hashes">The hashes offered to such an account.</param>
/// <param name="Iterations">PBKDF2 rounds in its challenge.</param>
/// <param name="SaltBytes">Length of its salt, 1 to 32 bytes.</param>
/// <param name="Weight">How many of the accounts are of this kind, in any unit, at least 1.</param>
public sealed record FakeProfile(IReadOnlyList<ScramHash> Hashes, int Iterations, int SaltBytes, int Weight);
