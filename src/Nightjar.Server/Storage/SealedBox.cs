using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Nightjar.Server.Storage;

/// <summary>
/// The form of a sealed value: format byte, nonce (12), tag (16), AES-256-GCM ciphertext of length (4), value and padding.
/// </summary>
static class SealedBox
{
    public const byte Plain = 0;
    public const byte Gcm = 1;
    public const int TagSize = 16;
    public const int HeaderSize = 1 + Nonces.Size + TagSize;
    const int LengthSize = 4;
    const int SmallestStep = 64;

    /// <summary>
    /// Bytes that a value of <paramref name="length"/> bytes takes inside the box: rounded up to a multiple of 64, and of an
    /// eighth of its own magnitude, so that a size tells little and costs at most 12.5 % (beyond 512 bytes).
    /// </summary>
    public static int PaddedSize(int length)
    {
        var size = length + LengthSize;
        var step = Math.Max(SmallestStep, 1 << Math.Max(0, BitOperations.Log2((uint)size) - 3));
        return (size + step - 1) / step * step;
    }

    public static byte[] Seal(AesGcm cipher, ReadOnlySpan<byte> value, ReadOnlySpan<byte> associated)
    {
        var box = new byte[HeaderSize + PaddedSize(value.Length)];
        box[0] = Gcm;
        var nonce = box.AsSpan(1, Nonces.Size);
        Nonces.Take(nonce);
        // Enciphered in place: the clear text exists nowhere but in the caller's buffer.
        var body = box.AsSpan(HeaderSize);
        BinaryPrimitives.WriteInt32LittleEndian(body, value.Length);
        value.CopyTo(body[LengthSize..]);
        cipher.Encrypt(nonce, body, body, box.AsSpan(1 + Nonces.Size, TagSize), associated);
        return box;
    }

    /// <summary>False when the box was not sealed with this key for this place.</summary>
    public static bool TryOpen(
        AesGcm cipher, ReadOnlySpan<byte> box, ReadOnlySpan<byte> associated, out ReadOnlyMemory<byte> value)
    {
        value = default;
        if (box.Length < HeaderSize + SmallestStep || box[0] != Gcm)
        {
            return false;
        }

        var body = new byte[box.Length - HeaderSize];
        try
        {
            cipher.Decrypt(box.Slice(1, Nonces.Size), box[HeaderSize..], box.Slice(1 + Nonces.Size, TagSize), body, associated);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(body);
        if (length < 0 || length > body.Length - LengthSize)
        {
            return false;
        }

        value = body.AsMemory(LengthSize, length);
        return true;
    }

    /// <summary>The form used when sealing is off (a control test's only).</summary>
    public static byte[] LeaveOpen(ReadOnlySpan<byte> value) => [Plain, .. value];
}
