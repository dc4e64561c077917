namespace Nightjar.Server.Storage;

/// <summary>Where an entry stands in its owner's archive.</summary>
/// <param name="Sequence">
/// Strictly increasing within the owner, with gaps; above 0. For the server's own use: never sent.
/// </param>
/// <param name="StanzaId">
/// The XEP-0359 id: the sequence enciphered under a key of the owner, 22 characters of the base64url alphabet. It tells
/// nothing about order, rate or other owners and cannot be guessed; the server finds the sequence from it.
/// </param>
public readonly record struct ArchiveId(long Sequence, string StanzaId);
