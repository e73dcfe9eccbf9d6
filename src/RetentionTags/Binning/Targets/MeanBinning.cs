using RetentionTags.Data;

namespace RetentionTags.Binning.Targets;

/// <summary>
/// Cuts every column of a table into the bins that tell most about a number, such as what a customer spent: the highest sum of squares between bins (or of differences) that a trend, a number of bins, a smallest
/// bin and other constraints allow.
/// </summary>
/// <remarks>
/// The mean M that bins are compared with is that of all rows, those with missing and special values included. Targets are summed as deviations from a number near M, so that a large common part costs no digits.
/// What else holds is said at <see cref="TargetBinning"/>.
/// </remarks>
public sealed record MeanBinning : TargetBinning
{
    /// <summary>What is maximised.</summary>
    /// <value><see cref="MeanObjective.BetweenGroups"/> by default.</value>
    public MeanObjective Objective { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Objective), value, "one of the named objectives"); }

    /// <summary>Bins every column of a table.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="targets">For each row the number to be explained: finite and, in size, at most 10¹⁰⁰, also of rows of weight 0.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each. A whole weight w means the same as w copies of the row.</param>
    /// <param name="progress">Told of each finished column; may be called from several threads, never concurrently.</param>
    /// <param name="cancellationToken">Stops the fit; it is looked at every few milliseconds of work.</param>
    /// <returns>A model that remembers its recipe.</returns>
    /// <exception cref="ArgumentException">Lengths differ, the table has no rows, or a target or weight is not as it has to be; the message names the row.</exception>
    /// <exception cref="InvalidOperationException">Settings contradict one another.</exception>
    /// <exception cref="TrainingDataException">All targets are the same, or a column cannot be binned as asked.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public MeanBinningModel Fit(Table table, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        TrainingSet data = Checked(table, weights);
        double[] copy = targets.ToArray();
        ulong[] keys = TargetNumbers.Keys(copy, table.RowCount, nameof(targets), _ => true, "Targets are finite; leave out rows whose outcome is not known.", cancellationToken);
        var rows = TargetRows.Of(data, [keys], cancellationToken);
        if (rows.Weights.Length == 1)
            throw new TrainingDataException(Invariant($"The target is {copy[rows.FirstRows[0]]} in every row, so there is nothing to explain: check how it was made."));
        var target = new MeanTarget(this, rows, copy);
        var totals = MeanTotals.Of(target);
        (MeanColumnBinning[] columns, ColumnFailure[] failures) = FitColumns(table, column => new MeanColumnBinning(FitColumn(target, totals, column, cancellationToken), totals), progress, cancellationToken);
        return new(this, columns, failures);
    }

    private static TargetColumnContent<MeanBin> FitColumn(MeanTarget target, MeanTotals totals, Column column, CancellationToken cancellationToken)
    {
        TargetColumnContent<MeanBin> content = TargetColumnFit<MeanSums>.Of(target, column, ToBin, cancellationToken);
        int[] binOf = BinsOf(new MeanColumnBinning(content, totals), column, cancellationToken);
        return content with { Bins = MeanDetails.Add(target, content.Bins, binOf, cancellationToken) };

        MeanBin ToBin(BinPlace place, MeanSums sums)
        {
            if (sums.Weight == 0)
                return new(place);
            double difference = sums.Mean - target.Total.Mean, share = sums.Weight / target.Total.Weight;
            return new(place)
            {
                Count = sums.Weight,
                CountShare = share,
                Mean = target.Origin + (target.Unit * sums.Mean),
                StandardDeviation = target.Unit * Math.Sqrt(sums.Variance),
                MeanDifference = target.Unit * difference,
                Contribution = target.Unit * Math.Abs(difference) * share,
                ExplainedVariance = difference * difference * sums.Weight / target.Total.Squares,
            };
        }
    }

    private static int[] BinsOf(MeanColumnBinning binning, Column column, CancellationToken cancellationToken)
    {
        var bins = new int[column.Length];
        if (column is not NumericColumn numbers)
        {
            binning.ToBins(column, bins);
            return bins;
        }

        for (int first = 0; first < bins.Length; first += TargetRows.Stride)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(TargetRows.Stride, bins.Length - first);
            binning.ToBins(numbers.Values.Slice(first, count), bins.AsSpan(first, count));
        }

        return bins;
    }
}
