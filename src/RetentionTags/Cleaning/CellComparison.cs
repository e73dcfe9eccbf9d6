using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Cleaning;

/// <summary>Values of rows, of any column. Missing equals missing, and 0 equals −0.</summary>
internal static class CellComparison
{
    public static bool AreEqual(Column first, int firstRow, Column second, int secondRow) => (first, second) switch
    {
        (NumericColumn a, NumericColumn b) => SortableDouble.ToKeyOrNaNKey(a.Values[firstRow]) == SortableDouble.ToKeyOrNaNKey(b.Values[secondRow]),
        (CategoryColumn a, CategoryColumn b) when ReferenceEquals(a, b) => a.Codes[firstRow] == b.Codes[secondRow],
        (CategoryColumn a, CategoryColumn b) => string.Equals(a[firstRow], b[secondRow], StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>The order of two rows of a column: missing first, then numbers by size and categories by ordinal.</summary>
    public static int Compare(Column column, int first, int second) => column is NumericColumn numbers
        ? SortableDouble.ToKeyOrNaNKey(numbers.Values[first]).CompareTo(SortableDouble.ToKeyOrNaNKey(numbers.Values[second]))
        : string.CompareOrdinal(((CategoryColumn)column)[first], ((CategoryColumn)column)[second]);
}
