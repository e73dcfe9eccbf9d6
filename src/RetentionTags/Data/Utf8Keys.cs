using System.Runtime.Intrinsics;

namespace RetentionTags.Data;

/// <summary>Texts in Arrow's layout: all of them in UTF-8, one after another, and the place where each begins. A log takes keys of entities this way without making a string of each.</summary>
public readonly ref struct Utf8Keys
{
    /// <summary>Texts over memory that is not copied.</summary>
    /// <param name="bytes">The texts in UTF-8, one after another.</param>
    /// <param name="offsets">Where each text begins, and at last where the last one ends: one number more than there are texts, none less than the one before it.</param>
    /// <exception cref="ArgumentException">There are no offsets, or they do not rise from at least 0 to at most the number of bytes.</exception>
    public Utf8Keys(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets)
    {
        if (offsets.IsEmpty)
            throw new ArgumentException("There is one offset more than there are texts, so at least one.", nameof(offsets));
        if (offsets[0] < 0 || offsets[^1] > bytes.Length)
            throw new ArgumentException($"Offsets go from {offsets[0]} to {offsets[^1]}, but there are {bytes.Length} bytes.", nameof(offsets));
        for (int row = RisingTo(offsets); row < offsets.Length; row++)
        {
            if (offsets[row] < offsets[row - 1])
                throw new ArgumentException($"Row {row - 1}: the text begins at {offsets[row - 1]} and ends before that, at {offsets[row]}.", nameof(offsets));
        }

        Bytes = bytes;
        Offsets = offsets;
    }

    /// <summary>The number of texts.</summary>
    public int Count => Offsets.Length - 1;

    internal ReadOnlySpan<byte> Bytes { get; }

    internal ReadOnlySpan<int> Offsets { get; }

    internal ReadOnlySpan<byte> this[int row] => Bytes[Offsets[row]..Offsets[row + 1]];

    /// <summary>A row, from 1 on, below which no offset is less than the one before it.</summary>
    private static int RisingTo(ReadOnlySpan<int> offsets)
    {
        int row = 1;
        while (Vector256.IsHardwareAccelerated && row <= offsets.Length - Vector256<int>.Count && Vector256.GreaterThanOrEqualAll(Vector256.Create(offsets[row..]), Vector256.Create(offsets[(row - 1)..])))
            row += Vector256<int>.Count;
        return row;
    }
}
