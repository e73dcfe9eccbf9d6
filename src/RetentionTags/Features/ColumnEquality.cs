using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Whether columns say the same of every row.</summary>
internal static class ColumnEquality
{
    public static bool IsConstant(Column column)
    {
        if (column is CategoryColumn categories)
            return !categories.Codes.ContainsAnyExcept(categories.Codes[0]);
        ReadOnlySpan<double> values = ((NumericColumn)column).Values;
        for (int row = 1; row < values.Length; row++)
        {
            if (!values[row].Equals(values[0]))
                return false;
        }

        return true;
    }

    /// <summary>What a constant column holds, in words.</summary>
    public static string ConstantOf(Column column) => column switch
    {
        _ when column.IsMissing(0) => "missing in all rows",
        NumericColumn numbers => Invariant($"{numbers.Values[0]} in all rows"),
        CategoryColumn categories => $"'{categories[0]}' in all rows",
        _ => "the same in all rows",
    };

    /// <summary>Whether columns of as many rows are missing in the same ones and otherwise hold the same categories, or numbers that are relatively no further apart than the tolerance.</summary>
    public static bool AreEqual(Column a, Column b, double tolerance)
    {
        if (a is NumericColumn x && b is NumericColumn y)
            return AreEqual(x.Values, y.Values, tolerance);
        return a is CategoryColumn c && b is CategoryColumn d && AreEqual(c, d);
    }

    private static bool AreEqual(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double tolerance)
    {
        for (int row = 0; row < a.Length; row++)
        {
            if (!a[row].Equals(b[row]) && !(Math.Abs(a[row] - b[row]) <= tolerance * Math.Max(Math.Abs(a[row]), Math.Abs(b[row]))))
                return false;
        }

        return true;
    }

    private static bool AreEqual(CategoryColumn a, CategoryColumn b)
    {
        for (int row = 0; row < a.Length; row++)
        {
            if (a[row] != b[row])
                return false;
        }

        return true;
    }
}
