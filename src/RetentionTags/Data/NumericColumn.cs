namespace RetentionTags.Data;

/// <summary>A column of numbers. NaN means missing.</summary>
public sealed class NumericColumn : Column
{
    private readonly ReadOnlyMemory<double> _values;

    internal NumericColumn(string name, ReadOnlyMemory<double> values)
        : base(name, values.Length) => _values = values;

    /// <summary>One number for each row; NaN means missing.</summary>
    public ReadOnlySpan<double> Values => _values.Span;

    /// <summary>The same values as memory that can be kept, or pinned for another system; not to be changed.</summary>
    public ReadOnlyMemory<double> Memory => _values;

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Numeric;

    /// <inheritdoc/>
    public override int CountMissing()
    {
        int missing = 0;
        foreach (double value in Values)
            missing += double.IsNaN(value) ? 1 : 0;
        return missing;
    }

    internal override bool IsMissing(int row) => double.IsNaN(Values[row]);

    internal override NumericColumn Rows(ReadOnlySpan<int> rows) => new(Name, ValuesOfRows.Of(Values, rows));
}
