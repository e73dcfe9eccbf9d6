using System.Data;
using RetentionTags.Data;

namespace RetentionTags.Sql;

/// <summary>Rows in memory as values for a database.</summary>
internal sealed class RowsToWrite
{
    private readonly ScoreTable _table;
    private readonly Column[] _columns;
    private readonly string? _run;

    public RowsToWrite(ScoreTable table, Table rows, string? run)
    {
        if (table.Keys.FirstOrDefault(key => !rows.TryGetColumn(key, out _)) is string absent)
            throw new ArgumentException($"The key '{absent}' is no column of the rows. They have: {string.Join(", ", rows.Columns.Select(column => $"'{column.Name}'"))}.", nameof(rows));
        if (table.RunColumn is string own && rows.TryGetColumn(own, out _))
            throw new ArgumentException($"The rows have a column '{own}', and so has the table for the name of the run. Leave one of the two out.", nameof(rows));
        (_table, _run, Count) = (table, run, rows.RowCount);
        _columns = [.. rows.Columns];
        Names = run is null ? [.. _columns.Select(column => column.Name)] : [.. _columns.Select(column => column.Name), table.RunColumn!];
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The columns, that of the run the last.</summary>
    public string[] Names { get; }

    /// <summary>Whether a column tells rows apart, the run included.</summary>
    public bool IsKey(int column) => column == _columns.Length || _table.Keys.Contains(_columns[column].Name);

    public DbType TypeOf(int column) => column == _columns.Length || _columns[column] is CategoryColumn ? DbType.String : IsKey(column) ? DbType.Int64 : DbType.Double;

    /// <summary>A value: a long, a double, a string, or <see langword="null"/>.</summary>
    public object? this[int row, int column]
    {
        get
        {
            if (column == _columns.Length)
                return _run;
            object? value = _columns[column] switch
            {
                NumericColumn key when IsKey(column) => KeyOf(key, row),
                NumericColumn numbers => NumberOf(numbers, row),
                Column texts => TextOf((CategoryColumn)texts, row),
            };
            return value is null && IsKey(column) ? throw new ArgumentException($"Row {row}: the key '{_columns[column].Name}' is missing. Every row has its keys.") : value;
        }
    }

    private static long? KeyOf(NumericColumn column, int row)
    {
        double number = column.Values[row];
        if (double.IsNaN(number))
            return null;
        return number == Math.Floor(number) && Math.Abs(number) < 1L << 53 ? (long)number : throw new ArgumentException(Invariant($"Row {row}: the key '{column.Name}' is {number}. Keys are whole numbers of less than 2^53, or texts."));
    }

    private double? NumberOf(NumericColumn column, int row)
    {
        double number = column.Values[row];
        if (double.IsNaN(number))
            return null;
        return double.IsFinite(number) || _table.Dialect.HasInfinity ? number : throw new ArgumentException(Invariant($"Row {row}, column '{column.Name}': {_table.Dialect.Name} has no number such as {number}. Replace it, or make it missing."));
    }

    private string? TextOf(CategoryColumn column, int row)
    {
        string? text = column[row];
        return text is null || _table.Dialect.CanHold(text) ? text : throw new ArgumentException($"Row {row}, column '{column.Name}': {_table.Dialect.Name} has no text such as this one, which holds the character 0 or half a surrogate pair.");
    }
}
