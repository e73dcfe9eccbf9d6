using System.Data.Common;

namespace RetentionTags.Data;

/// <summary>Reads whole tables from data readers.</summary>
internal static class TableReading
{
    /// <summary>Rows between two looks at the cancellation token and two reports of progress.</summary>
    public const int Stride = 8192;

    public static Table Read(DbDataReader reader, TableReadOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        IReadOnlyList<ColumnSpec> specs = options.Columns.Count > 0 ? options.Columns : AllColumns(reader);
        var fields = new Field[specs.Count];
        for (int i = 0; i < fields.Length; i++)
            fields[i] = new(specs[i], OrdinalOf(reader, specs[i].Name));

        int row = 0;
        for (; reader.Read(); row++)
        {
            if (row % Stride == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new("reading", row, 0));
            }

            foreach (Field field in fields)
                field.Add(reader.GetValue(field.Ordinal), options, row);
        }

        progress?.Report(new("reading", row, row));
        return Table.Create([.. fields.Select(field => field.ToColumn())]);
    }

    /// <summary>The place of a column, or an error that lists the columns there are.</summary>
    public static int OrdinalOf(DbDataReader reader, string name)
    {
        for (int ordinal = 0; ordinal < reader.FieldCount; ordinal++)
        {
            if (string.Equals(reader.GetName(ordinal), name, StringComparison.Ordinal))
                return ordinal;
        }

        IEnumerable<string> names = Enumerable.Range(0, reader.FieldCount).Select(ordinal => $"'{reader.GetName(ordinal)}'");
        throw new ArgumentException($"The source has no column '{name}'. It has: {string.Join(", ", names)}.", nameof(name));
    }

    private static List<ColumnSpec> AllColumns(DbDataReader reader)
    {
        var specs = new List<ColumnSpec>(reader.FieldCount);
        for (int ordinal = 0; ordinal < reader.FieldCount; ordinal++)
            specs.Add(new(reader.GetName(ordinal), KindOf(reader, ordinal)));
        return specs;
    }

    private static ColumnKind KindOf(DbDataReader reader, int ordinal)
    {
        Type type = reader.GetFieldType(ordinal);
        if (type == typeof(string) || type == typeof(bool))
            return ColumnKind.Category;
        return Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal
            ? ColumnKind.Numeric
            : throw new ArgumentException($"Column '{reader.GetName(ordinal)}' has the type {type.Name}, which is neither a number nor a category. Name the columns to read in TableReadOptions.Columns, without this one or with the kind it is to be read as.", nameof(ordinal));
    }

    /// <summary>A column in the making.</summary>
    private sealed class Field(ColumnSpec spec, int ordinal)
    {
        private readonly List<double> _numbers = [];
        private readonly CategoryBuilder _categories = new();

        public int Ordinal => ordinal;

        public void Add(object cell, TableReadOptions options, int row)
        {
            if (spec.Kind == ColumnKind.Numeric)
                _numbers.Add(CellReading.ToNumber(cell, options.MissingTexts, options.Culture, row, spec.Name));
            else
                _categories.Add(CellReading.ToCategory(cell, options.MissingTexts));
        }

        public Column ToColumn() =>
            spec.Kind == ColumnKind.Numeric ? Column.Numeric(spec.Name, _numbers.ToArray()) : _categories.ToColumn(spec.Name);
    }
}
