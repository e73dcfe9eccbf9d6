namespace RetentionTags.Data;

/// <summary>What some rows have of something that there is for every row.</summary>
internal static class ValuesOfRows
{
    /// <summary>The values of the given rows, in their order; nothing when no row has one.</summary>
    public static T[] Of<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> rows)
    {
        var taken = new T[values.IsEmpty ? 0 : rows.Length];
        for (int i = 0; i < taken.Length; i++)
            taken[i] = values[rows[i]];
        return taken;
    }
}
