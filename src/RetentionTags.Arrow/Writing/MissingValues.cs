using RetentionTags.Data;

namespace RetentionTags.Arrow.Writing;

/// <summary>Validity bits of columns, in whole words of 64 bytes as Arrow advises; <see langword="null"/> when every value is there.</summary>
internal static class MissingValues
{
    private const int BytesPerWord = 64;

    /// <summary>NaN is missing.</summary>
    public static byte[]? BitsOf(ReadOnlySpan<double> values, out int missing)
    {
        missing = 0;
        byte[]? bits = null;
        for (int row = 0; row < values.Length; row++)
        {
            if (!double.IsNaN(values[row]))
                continue;
            bits ??= AllValid(values.Length);
            bits[row >> 3] &= (byte)~(1 << (row & 7));
            missing++;
        }

        return bits;
    }

    /// <summary>The code −1 is missing.</summary>
    public static byte[]? BitsOf(ReadOnlySpan<int> codes, out int missing)
    {
        missing = 0;
        byte[]? bits = null;
        for (int row = 0; row < codes.Length; row++)
        {
            if (codes[row] != CategoryColumn.MissingCode)
                continue;
            bits ??= AllValid(codes.Length);
            bits[row >> 3] &= (byte)~(1 << (row & 7));
            missing++;
        }

        return bits;
    }

    private static byte[] AllValid(int length)
    {
        var bits = new byte[(((length + 7) / 8) + BytesPerWord - 1) / BytesPerWord * BytesPerWord];
        bits.AsSpan(0, (length + 7) / 8).Fill(byte.MaxValue);
        return bits;
    }
}
