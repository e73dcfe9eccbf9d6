using RetentionTags.Data;

namespace RetentionTags.Arrow.Reading;

/// <summary>A column of a table in the making, batch by batch.</summary>
internal sealed class ColumnReading(ArrowField field, ColumnKind kind, ArrowReadOptions options)
{
    private readonly NumberReading _numberReading = new(field, options.AllowRounding);
    private readonly CategoryReading _categoryReading = new(field);
    private readonly Blocks<double> _numbers = new(options.ExpectedRows);
    private readonly Blocks<int> _codes = new(options.ExpectedRows);

    public ArrowField Field => @field;

    /// <summary>Adds a batch's rows.</summary>
    public void Add(in ArrayView array)
    {
        if (kind == ColumnKind.Numeric)
            _numberReading.Decode(array, _numbers.Add(array.Length), _numbers.Count - array.Length);
        else
            _categoryReading.Decode(array, _codes.Add(array.Length), _codes.Count - array.Length);
    }

    public Column ToColumn() => kind == ColumnKind.Numeric
        ? Column.Numeric(field.Name, _numbers.ToMemory())
        : Column.Category(field.Name, _codes.ToMemory(), _categoryReading.Levels);
}
