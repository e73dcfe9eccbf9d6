namespace RetentionTags.Arrow.Reading;

/// <summary>Errors about single values, worded as those of <see cref="RetentionTags.Data.Table.Read"/>.</summary>
internal static class CellError
{
    /// <summary>Rows count from 1 over all batches of a stream.</summary>
    public static CellFormatException At(ArrowField field, long row, string found, string expected) =>
        new($"Data row {row + 1}, column '{field.Name}': found {found}, expected {expected}.") { DataRow = (int)(row + 1), ColumnName = field.Name };
}
