using System.Numerics;
using System.Runtime.InteropServices;
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
        if (!HasNaN(values))
            return null;
        byte[] bits = NoneValid(values.Length);
        for (int row = 0; row < values.Length; row++)
        {
            int isValid = double.IsNaN(values[row]) ? 0 : 1;
            bits[row >> 3] |= (byte)(isValid << (row & 7));
            missing += 1 - isValid;
        }

        return bits;
    }

    /// <summary>The code −1 is missing.</summary>
    public static byte[]? BitsOf(ReadOnlySpan<int> codes, out int missing)
    {
        missing = codes.Count(CategoryColumn.MissingCode);
        if (missing == 0)
            return null;
        byte[] bits = NoneValid(codes.Length);
        for (int row = 0; row < codes.Length; row++)
            bits[row >> 3] |= (byte)((codes[row] == CategoryColumn.MissingCode ? 0 : 1) << (row & 7));
        return bits;
    }

    /// <summary>Several values at a time, then single ones: a NaN is what does not equal itself.</summary>
    private static bool HasNaN(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        foreach (Vector<double> vector in vectors)
        {
            if (!Vector.EqualsAll(vector, vector))
                return true;
        }

        foreach (double value in values[(vectors.Length * Vector<double>.Count)..])
        {
            if (double.IsNaN(value))
                return true;
        }

        return false;
    }

    private static byte[] NoneValid(int length) => new byte[(((length + 7) / 8) + BytesPerWord - 1) / BytesPerWord * BytesPerWord];
}
