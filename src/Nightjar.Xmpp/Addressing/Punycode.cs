using System.Text;

namespace Nightjar.Xmpp.Addressing;

/// <summary>The encoding of code points in letters and digits (RFC 3492), without the <c>xn--</c> before it.</summary>
static class Punycode
{
    const int Base = 36, TMin = 1, TMax = 26, Skew = 38, Damp = 700, InitialBias = 72, InitialN = 0x80;

    /// <summary>Longest input of either direction. A label has at most 63 bytes encoded, so this is only a bound on work (it is quadratic).</summary>
    public const int MaxLength = 256;

    /// <summary>The encoded form in lower case, or null when it does not fit the bounds.</summary>
    public static string? Encode(ReadOnlySpan<int> input)
    {
        if (input.Length > MaxLength)
            return null;
        var output = new StringBuilder();
        foreach (var cp in input)
        {
            if (cp < InitialN)
                output.Append((char)cp);
        }
        int basic = output.Length, handled = basic, n = InitialN, delta = 0, bias = InitialBias;
        if (basic > 0)
            output.Append('-');
        while (handled < input.Length)
        {
            var next = int.MaxValue;
            foreach (var cp in input)
            {
                if (cp >= n && cp < next)
                    next = cp;
            }
            // At most 0x10FFFF * 257, which an int holds: no overflow is possible under MaxLength.
            delta += (next - n) * (handled + 1);
            n = next;
            foreach (var cp in input)
            {
                if (cp < n)
                    delta++;
                if (cp != n)
                    continue;
                AppendDelta(output, delta, bias);
                bias = Adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled++;
            }
            delta++;
            n++;
        }
        return output.ToString();
    }

    /// <summary>The code points of a lower-case encoded form, or null when it is malformed.</summary>
    public static int[]? Decode(ReadOnlySpan<char> input)
    {
        if (input.Length > MaxLength)
            return null;
        var output = new List<int>();
        var delimiter = input.LastIndexOf('-');
        for (var i = 0; i < delimiter; i++)
        {
            if (input[i] >= InitialN)
                return null;
            output.Add(input[i]);
        }
        var rest = delimiter > 0 ? input[(delimiter + 1)..] : input;
        int n = InitialN, index = 0, bias = InitialBias;
        while (!rest.IsEmpty)
        {
            if (ReadDelta(ref rest, bias) is not { } delta)
                return null;
            var length = output.Count + 1;
            bias = Adapt(delta, length, output.Count == Math.Max(delimiter, 0));
            var position = (long)index + delta;
            var value = n + (position / length);
            if (value > 0x10FFFF || !Rune.IsValid((int)value))
                return null;
            n = (int)value;
            index = (int)(position % length);
            output.Insert(index, n);
            index++;
        }
        return [.. output];
    }

    static void AppendDelta(StringBuilder output, int delta, int bias)
    {
        for (var k = Base; ; k += Base)
        {
            var t = Math.Clamp(k - bias, TMin, TMax);
            if (delta < t)
            {
                output.Append(Digit(delta));
                return;
            }
            output.Append(Digit(t + ((delta - t) % (Base - t))));
            delta = (delta - t) / (Base - t);
        }
    }

    static int? ReadDelta(ref ReadOnlySpan<char> rest, int bias)
    {
        long delta = 0, weight = 1;
        for (var k = Base; !rest.IsEmpty; k += Base)
        {
            var digit = rest[0] switch
            {
                >= 'a' and <= 'z' => rest[0] - 'a',
                >= '0' and <= '9' => rest[0] - '0' + 26,
                _ => -1,
            };
            rest = rest[1..];
            delta += digit * weight;
            if (digit < 0 || delta > int.MaxValue)
                return null;
            var t = Math.Clamp(k - bias, TMin, TMax);
            if (digit < t)
                return (int)delta;
            weight *= Base - t;
            if (weight > int.MaxValue)
                return null;
        }
        return null; // the input ends inside a number
    }

    static int Adapt(int delta, int count, bool first)
    {
        delta /= first ? Damp : 2;
        delta += delta / count;
        var k = 0;
        for (; delta > (Base - TMin) * TMax / 2; k += Base)
            delta /= Base - TMin;
        return k + ((Base - TMin + 1) * delta / (delta + Skew));
    }

    static char Digit(int value) => (char)(value < 26 ? 'a' + value : '0' + value - 26);
}
