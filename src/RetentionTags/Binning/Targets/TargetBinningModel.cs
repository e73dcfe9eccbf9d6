using RetentionTags.Data;

namespace RetentionTags.Binning.Targets;

/// <summary>The bins of every column of a table: a <see cref="MeanBinningModel"/>, a <see cref="RateBinningModel"/> or a <see cref="ClassBinningModel"/>. Immutable.</summary>
/// <typeparam name="TColumn">The binning of a column.</typeparam>
public abstract class TargetBinningModel<TColumn>
    where TColumn : TargetColumnBinning
{
    private readonly TColumn[] _columns;
    private readonly ColumnFailure[] _failures;
    private readonly Dictionary<string, TColumn> _byName = new(StringComparer.Ordinal);

    private protected TargetBinningModel(TColumn[] columns, ColumnFailure[] failures)
    {
        (_columns, _failures) = (columns, failures);
        foreach (TColumn column in columns)
            _byName.Add(column.ColumnName, column);
    }

    /// <summary>One binning for each column that has one, in the training table's order.</summary>
    public IReadOnlyList<TColumn> Columns => _columns;

    /// <summary>The columns that could not be binned and were left out, see <see cref="TargetBinning.LeaveOutFailures"/>.</summary>
    public IReadOnlyList<ColumnFailure> Failures => _failures;

    /// <summary>The findings of all columns.</summary>
    public IReadOnlyList<Finding> Findings => [.. _columns.SelectMany(column => column.Findings)];

    /// <summary>The binning of a column.</summary>
    /// <param name="columnName">The column's name, compared by ordinal.</param>
    /// <returns>The binning.</returns>
    /// <exception cref="ArgumentException">The model has no such column.</exception>
    public TColumn this[string columnName] => _byName.TryGetValue(columnName, out TColumn? column)
        ? column
        : throw new ArgumentException($"The model has no column '{columnName}'. It has: {string.Join(", ", _columns.Select(each => $"'{each.ColumnName}'"))}.", nameof(columnName));

    /// <summary>A table of the model's columns, found by name, with numbers in place of their values.</summary>
    private protected Table Replace(Table table, Action<TColumn, Column, double[]> replace)
    {
        ArgumentNullException.ThrowIfNull(table);
        var columns = new Column[_columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            var numbers = new double[table.RowCount];
            replace(_columns[i], table[_columns[i].ColumnName], numbers);
            columns[i] = Column.Numeric(_columns[i].ColumnName, numbers);
        }

        return Table.Create(columns);
    }
}
