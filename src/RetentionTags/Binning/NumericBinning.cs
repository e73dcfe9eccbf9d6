using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>The bins of a column of numbers: half-open intervals [lower, upper), and one bin for missing values.</summary>
public sealed class NumericBinning : ColumnBinning
{
    private readonly double[] _cuts;

    internal NumericBinning(string columnName, Bin[] bins, double totalEvents, double totalNonEvents, Trend trend, IReadOnlyList<TrendCandidate> candidates, IReadOnlyList<Finding> findings)
        : base(columnName, bins, totalEvents, totalNonEvents, trend, candidates, findings) =>
        _cuts = [.. bins.Where(bin => bin.Kind == BinKind.Regular).Skip(1).Select(bin => bin.Lower)];

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Numeric;

    /// <summary>
    /// Where one regular bin ends and the next begins, ascending; a value equal to a cut belongs to the bin above it. Of all numbers between the two
    /// training values that a cut divides, it is the one with the fewest significant bits.
    /// </summary>
    public ReadOnlySpan<double> Cuts => _cuts;

    /// <summary>Finds the bin of a value.</summary>
    /// <param name="value">Any number; NaN is missing, infinities belong to the outermost intervals.</param>
    /// <returns>An index into <see cref="ColumnBinning.Bins"/>.</returns>
    public int FindBin(double value)
    {
        if (double.IsNaN(value))
            return MissingBin;
        int low = 0, high = _cuts.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (value >= _cuts[middle])
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private protected override void FindBins(Column column, Span<int> destination)
    {
        ReadOnlySpan<double> values = (column as NumericColumn ?? throw WrongKind(column)).Values;
        for (int row = 0; row < values.Length; row++)
            destination[row] = FindBin(values[row]);
    }
}
