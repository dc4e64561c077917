using System.Security.Cryptography;

namespace Nightjar.Server.Storage;

/// <summary>
/// Random 96-bit nonces, drawn from the system generator in blocks: one system call for many rows. Never derived from row
/// ids, because a restored backup would repeat them under the same key.
/// </summary>
static class Nonces
{
    public const int Size = 12;
    const int BlockSize = 256 * Size; // a system call costs a few hundred nanoseconds: shared by 256 rows it vanishes

    [ThreadStatic]
    static byte[]? t_block;

    [ThreadStatic]
    static int t_used;

    public static void Take(Span<byte> nonce)
    {
        var block = t_block ??= new byte[BlockSize];
        if (t_used is 0 or BlockSize)
        {
            RandomNumberGenerator.Fill(block);
            t_used = 0;
        }

        block.AsSpan(t_used, Size).CopyTo(nonce);
        t_used += Size;
    }
}
