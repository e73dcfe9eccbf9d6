using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>The bins of a column of numbers: half-open intervals [lower, upper), bins of special values, and one for missing values.</summary>
public sealed class NumericBinning : ColumnBinning
{
    internal NumericBinning(ColumnBinningContent content)
        : base(content) =>
        Lookup = NumberLookup.Of(content.Bins, content.MissingBin);

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Numeric;

    /// <summary>
    /// Where one regular bin ends and the next begins, ascending; a value equal to a cut belongs to the bin above it. Of all numbers between the two
    /// training values that a cut divides, it is the one with the fewest significant bits, unless it was given.
    /// </summary>
    public ReadOnlySpan<double> Cuts => Lookup.Cuts;

    internal NumberLookup Lookup { get; }

    /// <summary>Finds the bin of a value.</summary>
    /// <param name="value">Any number; NaN is missing, infinities belong to the outermost intervals.</param>
    /// <returns>An index into <see cref="ColumnBinning.Bins"/>.</returns>
    public int FindBin(double value) => Lookup.Find(value);

    private protected override void FindBins(Column column, Span<int> destination) =>
        Lookup.Find((column as NumericColumn ?? throw WrongKind(column)).Values, destination);
}
