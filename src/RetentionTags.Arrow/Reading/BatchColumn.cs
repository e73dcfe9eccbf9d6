using RetentionTags.Data;

namespace RetentionTags.Arrow.Reading;

/// <summary>A column of one batch, over the batch's own memory where its layout is a column's.</summary>
internal static unsafe class BatchColumn
{
    public static Column Of(ArrowField field, ColumnKind kind, in ArrayView array, BatchOwner owner, long firstRow, bool allowRounding) => kind == ColumnKind.Numeric
        ? Column.Numeric(field.Name, Numbers(field, array, owner, firstRow, allowRounding))
        : Categories(field, array, owner, firstRow);

    private static ReadOnlyMemory<double> Numbers(ArrowField field, in ArrayView array, BatchOwner owner, long firstRow, bool allowRounding)
    {
        if (field.Format.Kind == ArrowKind.Float64 && field.Dictionary is null && IsUsable<double>(array))
            return new ForeignMemory<double>(owner, array.Start<double>(), array.Length).Memory;
        var numbers = new double[array.Length];
        new NumberReading(field, allowRounding).Decode(array, numbers, firstRow);
        return numbers;
    }

    private static CategoryColumn Categories(ArrowField field, in ArrayView array, BatchOwner owner, long firstRow)
    {
        var reading = new CategoryReading(field);
        if (field.Dictionary is not null && field.Format.Kind == ArrowKind.Int32 && IsUsable<int>(array))
        {
            // Indices are codes when the dictionary has no value twice and none missing.
            int[] codeOf = reading.CodesOfDictionary(array);
            if (reading.Levels.Count == codeOf.Length)
                return Column.Category(field.Name, new ForeignMemory<int>(owner, array.Start<int>(), array.Length).Memory, reading.Levels);
        }

        var codes = new int[array.Length];
        reading.Decode(array, codes, firstRow);
        return Column.Category(field.Name, codes, reading.Levels);
    }

    /// <summary>Whether nothing is missing and the memory is aligned.</summary>
    private static bool IsUsable<T>(in ArrayView array)
        where T : unmanaged => array.MissingCount == 0 && array.Length > 0 && (nuint)array.Start<T>() % (nuint)sizeof(T) == 0;
}
