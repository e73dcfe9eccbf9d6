using System.Data.Common;

namespace RetentionTags.Data;

/// <summary>Reads whole tables from data readers.</summary>
internal static class TableReading
{
    /// <summary>Rows between two reports of progress.</summary>
    private const int Stride = 8192;

    public static Table Read(DbDataReader reader, TableReadOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ColumnReading[] columns = options.Columns.Count > 0
            ? [.. options.Columns.Select(spec => new ColumnReading(spec.Name, OrdinalOf(reader, spec.Name), spec.Kind, options))]
            : [.. Enumerable.Range(0, reader.FieldCount).Select(ordinal => new ColumnReading(reader.GetName(ordinal), ordinal, null, options))];
        ReadRows(reader, Add, progress, cancellationToken);
        return Table.Create([.. columns.Select(column => column.ToColumn())]);

        void Add(int row)
        {
            foreach (ColumnReading column in columns)
                column.Add(reader, row);
        }
    }

    /// <summary>Reads to the end.</summary>
    /// <param name="reader">Placed before its first row.</param>
    /// <param name="add">Takes the row that the reader is at, given its number.</param>
    /// <param name="progress">Told of the rows read so far.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The number of rows.</returns>
    public static int ReadRows(DbDataReader reader, Action<int> add, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        int row = 0;
        for (; reader.Read(); row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row % Stride == 0)
                progress?.Report(new("reading", row, 0));
            add(row);
        }

        progress?.Report(new("reading", row, row));
        return row;
    }

    /// <summary>The place of a column, or an error that lists the columns there are.</summary>
    public static int OrdinalOf(DbDataReader reader, string name)
    {
        int[] places = [.. Enumerable.Range(0, reader.FieldCount).Where(ordinal => string.Equals(reader.GetName(ordinal), name, StringComparison.Ordinal))];
        return places switch
        {
            [int place] => place,
            [] => throw new ArgumentException($"The source has no column '{name}'. It has: {string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(ordinal => $"'{reader.GetName(ordinal)}'"))}.", nameof(name)),
            _ => throw new ArgumentException($"The source has {places.Length} columns '{name}'. Give them names of their own in the query.", nameof(name)),
        };
    }
}
