using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace RetentionTags.Data;

/// <summary>Columns of one length, found by name. Immutable; making one copies no values.</summary>
public sealed class Table
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, Column> _byName;

    private Table(Column[] columns, int rowCount)
    {
        _columns = columns;
        RowCount = rowCount;
        _byName = new(columns.Length, StringComparer.Ordinal);
        foreach (Column column in columns)
        {
            if (column.Length != rowCount)
                throw new ArgumentException($"Column '{column.Name}' has {column.Length} rows, column '{columns[0].Name}' has {rowCount}. All columns of a table have one length.", nameof(columns));
            if (!_byName.TryAdd(column.Name, column))
                throw new ArgumentException($"Two columns are named '{column.Name}'. Names are unique within a table.", nameof(columns));
        }
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>All columns, in the order given.</summary>
    public IReadOnlyList<Column> Columns => _columns;

    /// <summary>The column of a name.</summary>
    /// <param name="name">The name, compared by ordinal.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    public Column this[string name] => TryGetColumn(name, out Column? column) ? column : throw NoSuchColumn(name);

    /// <summary>Puts columns together. Nothing is copied.</summary>
    /// <param name="columns">Columns of one length with distinct names; at least one.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">There is no column, two share a name, or lengths differ.</exception>
    public static Table Create(params ReadOnlySpan<Column> columns)
    {
        if (columns.IsEmpty)
            throw new ArgumentException("A table has at least one column.", nameof(columns));
        foreach (Column column in columns)
            ArgumentNullException.ThrowIfNull(column, nameof(columns));
        return new(columns.ToArray(), columns[0].Length);
    }

    /// <summary>Reads a table from a database, or from anything else that speaks ADO.NET.</summary>
    /// <remarks>
    /// CSV comes in through CsvHelper's <c>CsvDataReader</c>; all its fields are text, so name the numeric ones with
    /// <see cref="ColumnSpec.Numeric"/>. The reader is read to its end and not closed.
    /// </remarks>
    /// <param name="reader">An open reader, placed before its first row.</param>
    /// <param name="options">Which columns to read and how; by default all of them, each by the reader's own type.</param>
    /// <param name="progress">Told of the rows read so far; the total is not known.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The table, in the reader's row order.</returns>
    /// <exception cref="ArgumentException">A column is absent, or its name occurs twice.</exception>
    /// <exception cref="CellFormatException">A cell cannot be read; the message names row, column, value and the type expected.</exception>
    public static Table Read(DbDataReader reader, TableReadOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        TableReading.Read(reader, options ?? new(), progress, cancellationToken);

    /// <summary>Looks for a column.</summary>
    /// <param name="name">The name, compared by ordinal.</param>
    /// <param name="column">The column, when there is one.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetColumn(string name, [NotNullWhen(true)] out Column? column) => _byName.TryGetValue(name, out column);

    /// <summary>The numeric column of a name.</summary>
    /// <param name="name">The name, compared by ordinal.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">There is no such column, or it holds categories.</exception>
    public NumericColumn Numeric(string name) => this[name] as NumericColumn
        ?? throw new ArgumentException($"Column '{name}' holds categories; numbers are needed here.", nameof(name));

    /// <summary>The category column of a name.</summary>
    /// <param name="name">The name, compared by ordinal.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">There is no such column, or it holds numbers.</exception>
    public CategoryColumn Category(string name) => this[name] as CategoryColumn
        ?? throw new ArgumentException($"Column '{name}' holds numbers; categories are needed here.", nameof(name));

    /// <summary>The named columns only, in the order named.</summary>
    /// <param name="names">At least one name.</param>
    /// <returns>A table over the same values.</returns>
    /// <exception cref="ArgumentException">There is no such column, or a name occurs twice.</exception>
    public Table Select(params ReadOnlySpan<string> names)
    {
        var columns = new Column[names.Length];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = this[names[i]];
        return Create(columns);
    }

    /// <summary>All columns, and further ones behind them, such as scores.</summary>
    /// <param name="columns">Columns of the table's length, with names that it does not have yet.</param>
    /// <returns>A table over the same values.</returns>
    /// <exception cref="ArgumentException">A name occurs twice, or lengths differ.</exception>
    public Table With(params ReadOnlySpan<Column> columns) => Create([.. _columns, .. columns]);

    /// <summary>All columns but the named ones.</summary>
    /// <param name="names">Columns that exist.</param>
    /// <returns>A table over the same values.</returns>
    /// <exception cref="ArgumentException">There is no such column, or none remains.</exception>
    public Table Without(params ReadOnlySpan<string> names)
    {
        var left = new List<Column>(_columns);
        foreach (string name in names)
            left.Remove(this[name]);
        return Create([.. left]);
    }

    /// <summary>The given rows, in the given order. Values are copied.</summary>
    /// <param name="rows">Row numbers from 0; one may occur more than once.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A row number is outside the table.</exception>
    public Table Rows(ReadOnlySpan<int> rows) => Rows(rows, default);

    /// <summary>The given rows; the token is looked at between columns.</summary>
    internal Table Rows(ReadOnlySpan<int> rows, CancellationToken cancellationToken)
    {
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)RowCount)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"The table has {RowCount} rows, numbered from 0.");
        }

        var taken = new Column[_columns.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            taken[i] = _columns[i].Rows(rows);
        }

        return new(taken, rows.Length);
    }

    private ArgumentException NoSuchColumn(string name) =>
        new($"There is no column '{name}'. The table has: {string.Join(", ", _columns.Select(column => $"'{column.Name}'"))}.", nameof(name));
}
