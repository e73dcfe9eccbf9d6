using RetentionTags.Data;

namespace RetentionTags.Arrow.Reading;

/// <summary>What is read of batches of one type.</summary>
internal sealed unsafe class RecordReading
{
    private readonly (ArrowField Field, ColumnKind Kind)[] _columns;
    private readonly long _childCount;
    private readonly ArrowReadOptions _options;

    /// <summary>Reads the type of the batches, which stays the caller's.</summary>
    public RecordReading(ArrowSchema* schema, ArrowReadOptions options)
    {
        ArrowField[] fields = FieldsOf(schema);
        _options = options;
        _childCount = fields.Length;
        _columns = options.Columns.Count > 0
            ? [.. options.Columns.Select(column => (Find(fields, column.Name), column.Kind))]
            : [.. fields.Select(field => (field, field.DefaultKind()))];
        foreach ((ArrowField field, ColumnKind kind) in _columns)
            field.Check(kind);
    }

    /// <summary>The columns to fill from batch after batch.</summary>
    public ColumnReading[] Start() => [.. _columns.Select(column => new ColumnReading(column.Field, column.Kind, _options))];

    /// <summary>A table over one batch.</summary>
    public Table ToTable(BatchOwner owner, long firstRow)
    {
        ArrowArray* batch = owner.Array;
        int length = Check(batch, _childCount);
        var columns = new Column[_columns.Length];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = BatchColumn.Of(_columns[i].Field, _columns[i].Kind, View(batch, _columns[i].Field, length), owner, firstRow, _options.AllowRounding);
        return Table.Create(columns);
    }

    /// <summary>Adds a batch to columns.</summary>
    public int Add(ArrowArray* batch, ColumnReading[] columns)
    {
        int length = Check(batch, _childCount);
        foreach (ColumnReading column in columns)
            column.Add(View(batch, column.Field, length));
        return length;
    }

    /// <summary>The fields of a record batch.</summary>
    public static ArrowField[] FieldsOf(ArrowSchema* schema)
    {
        if (schema == null || schema->Release == null)
            throw new ArgumentException("The schema is absent, or has been released or moved away.", nameof(schema));
        ArrowField whole = ArrowField.Of(schema, 0);
        if (whole.Format.Text != "+s")
            throw new ArgumentException($"The schema has the format '{whole.Format.Text}'; a record batch is a struct ('+s') whose children are its columns. Put the array into a batch of one column.", nameof(schema));
        var fields = new ArrowField[schema->ChildCount];
        for (int i = 0; i < fields.Length; i++)
            fields[i] = ArrowField.Of(schema->Children[i], i);
        return fields;
    }

    /// <summary>The field of a name, or an error that lists those there are.</summary>
    public static ArrowField Find(ArrowField[] fields, string name)
    {
        ArrowField[] found = [.. fields.Where(field => string.Equals(field.Name, name, StringComparison.Ordinal))];
        return found switch
        {
            [ArrowField field] => field,
            [] => throw new ArgumentException($"The source has no column '{name}'. It has: {string.Join(", ", fields.Select(field => $"'{field.Name}'"))}.", nameof(name)),
            _ => throw new ArgumentException($"The source has {found.Length} columns '{name}'. Give them names of their own in the query.", nameof(name)),
        };
    }

    /// <summary>Checks a batch as a whole and tells its rows.</summary>
    public static int Check(ArrowArray* batch, long childCount)
    {
        if (batch == null || batch->Release == null)
            throw new ArgumentException("The record batch is absent, or has been released or moved away.", nameof(batch));
        if (batch->ChildCount != childCount)
            throw new ArgumentException($"The record batch has {batch->ChildCount} columns, its schema has {childCount}.", nameof(batch));
        if (batch->Length is < 0 or > int.MaxValue)
            throw new ArgumentException($"The record batch has {batch->Length} rows; a table has up to {Array.MaxLength}. Have it sent in smaller batches.", nameof(batch));
        if (batch->NullCount != 0 && batch->BufferCount > 0 && batch->Buffers[0] != null && ValidityBits.Count((byte*)batch->Buffers[0], batch->Offset, (int)batch->Length) < batch->Length)
            throw new ArgumentException("Some rows of the record batch are missing as a whole. Rows of a table hold values, each of which can be missing; leave such rows out in the query.", nameof(batch));
        return (int)batch->Length;
    }

    public static ArrayView View(ArrowArray* batch, ArrowField field, int length) => ArrayView.Of(field, batch->Children[field.Place], batch->Offset, length);
}
