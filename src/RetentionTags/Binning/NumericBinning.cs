using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>The bins of a column of numbers: half-open intervals [lower, upper), bins of special values, and one for missing values.</summary>
public sealed class NumericBinning : ColumnBinning
{
    internal NumericBinning(ColumnBinningContent content)
        : base(content) =>
        Lookup = NumberLookup.Of([.. content.Bins.Select(bin => bin.Place)], content.MissingBin);

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

    /// <summary>Finds the bin of each value.</summary>
    /// <param name="values">Any numbers.</param>
    /// <param name="destination">Receives one index into <see cref="ColumnBinning.Bins"/> for each value.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public void ToBins(ReadOnlySpan<double> values, Span<int> destination)
    {
        RequireLength(values, destination.Length);
        Lookup.Find(values, destination);
    }

    /// <summary>Replaces each value by the weight of evidence of its bin. Allocates nothing.</summary>
    /// <param name="values">Any numbers.</param>
    /// <param name="destination">Receives one weight of evidence, in log-odds, for each value; never NaN.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public void ToWoe(ReadOnlySpan<double> values, Span<double> destination)
    {
        RequireLength(values, destination.Length);
        for (int row = 0; row < values.Length; row++)
            destination[row] = Content.Bins[Lookup.Find(values[row])].Woe;
    }

    /// <inheritdoc/>
    public override NumericBinning Merge(int bin, string reason) => (NumericBinning)base.Merge(bin, reason);

    /// <inheritdoc/>
    public override NumericBinning MergeMissing(int bin, string reason) => (NumericBinning)base.MergeMissing(bin, reason);

    /// <summary>Cuts a bin in two.</summary>
    /// <param name="at">Where: a finite number that is no cut yet.</param>
    /// <param name="data">The rows of the fit, to be counted again.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    /// <returns>A new binning; this one stays as it is.</returns>
    /// <exception cref="ArgumentException">There is a cut already, the number is not finite, or these are not the rows of the fit.</exception>
    public NumericBinning Split(double at, TrainingSet data, string reason)
    {
        if (!double.IsFinite(at) || Cuts.Contains(at))
            throw new ArgumentException(Invariant($"{at} is {(double.IsFinite(at) ? "a cut already" : "not finite")}."), nameof(at));
        int bin = 0;
        while (bin < Cuts.Length && at >= Cuts[bin])
            bin++;
        double[] cuts = [.. Cuts[..bin], at, .. Cuts[bin..]];
        return Recut(bin, cuts, data, Invariant($"split {Bins[bin].Label} at {at}"), reason);
    }

    /// <summary>Moves a cut.</summary>
    /// <param name="cut">The index into <see cref="Cuts"/>.</param>
    /// <param name="to">Where to: between the cuts on either side.</param>
    /// <param name="data">The rows of the fit, to be counted again.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    /// <returns>A new binning; this one stays as it is.</returns>
    /// <exception cref="ArgumentException">There is no such cut, the cuts on either side are in the way, or these are not the rows of the fit.</exception>
    public NumericBinning MoveCut(int cut, double to, TrainingSet data, string reason)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cut);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cut, Cuts.Length);
        if (!double.IsFinite(to) || (cut > 0 && to <= Cuts[cut - 1]) || (cut + 1 < Cuts.Length && to >= Cuts[cut + 1]))
            throw new ArgumentException(Invariant($"The cut at {Cuts[cut]} cannot go to {to}: it stays between the cuts on either side."), nameof(to));
        double[] cuts = Cuts.ToArray();
        cuts[cut] = to;
        return Recut(cut, cuts, data, Invariant($"moved the cut at {Cuts[cut]} to {to}"), reason);
    }

    private protected override ColumnBinning With(ColumnBinningContent content) => new NumericBinning(content);

    private protected override Bin Together(Bin first, Bin? second, BinCounts counts) => Bin.Interval(first.Lower, (second ?? first).Upper, counts);

    /// <summary>Counts the rows again between other cuts, of which there are as many or one more.</summary>
    private NumericBinning Recut(int bin, double[] cuts, TrainingSet data, string change, string reason)
    {
        int more = cuts.Length - Cuts.Length;
        var lookup = new NumberLookup(cuts, [], -1);
        (double[] events, double[] nonEvents) = Recount(data, Bins.Count + more, (column, bins) =>
        {
            ReadOnlySpan<double> values = ((NumericColumn)column).Values;
            for (int row = 0; row < bins.Length; row++)
                bins[row] = bins[row] >= RegularBinCount ? bins[row] + more : lookup.Find(values[row]);
        });
        Bin[] between = new Bin[2];
        for (int i = 0; i < 2; i++)
        {
            int place = bin + i;
            between[i] = Bin.Interval(place == 0 ? double.NegativeInfinity : cuts[place - 1], place == cuts.Length ? double.PositiveInfinity : cuts[place], CountsOf(events[place], nonEvents[place]));
        }

        return (NumericBinning)Edited(bin, 2 - more, between, place => place <= bin ? place : place + more, Trend.None, change, reason);
    }

    private static void RequireLength(ReadOnlySpan<double> values, int length)
    {
        if (values.Length != length)
            throw new ArgumentException($"There are {values.Length} values, and the destination takes {length}.", nameof(values));
    }

    private protected override void FindBins(Column column, Span<int> destination) =>
        Lookup.Find((column as NumericColumn ?? throw WrongKind(column)).Values, destination);

    private protected override void FindBins(Column column, Span<byte> destination) =>
        Lookup.Find((column as NumericColumn ?? throw WrongKind(column)).Values, destination);
}
