namespace RetentionTags.Data;

/// <summary>Arrow's validity bitmap: bit i (least significant first) is 1 when row i holds a value.</summary>
internal static class ValidityBits
{
    /// <summary>The values with <paramref name="missing"/> wherever the bit is 0; the same memory when that changes nothing.</summary>
    public static ReadOnlyMemory<T> Apply<T>(string column, ReadOnlyMemory<T> values, ReadOnlySpan<byte> validity, T missing)
        where T : struct, IEquatable<T>
    {
        if (validity.Length < (values.Length + 7) / 8)
            throw new ArgumentException($"Column '{column}' has {values.Length} values but {validity.Length} bytes of validity bits; it needs {(values.Length + 7) / 8}.", nameof(validity));
        T[]? marked = null;
        for (int row = 0; row < values.Length; row++)
        {
            if (((validity[row >> 3] >> (row & 7)) & 1) == 0 && !values.Span[row].Equals(missing))
                (marked ??= values.ToArray())[row] = missing;
        }

        return marked ?? values;
    }
}
