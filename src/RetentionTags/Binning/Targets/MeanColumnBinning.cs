using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Binning.Targets;

/// <summary>How one column is cut into bins of different means.</summary>
public sealed class MeanColumnBinning : TargetColumnBinning
{
    private readonly MeanBin[] _bins;
    private readonly double[] _means;

    internal MeanColumnBinning(TargetColumnContent<MeanBin> content, MeanTotals totals)
        : base(content.ColumnName, content.Kind, content.Bins, content.MissingBin)
    {
        (_bins, Totals) = (content.Bins, totals);
        (Trend, Objective, Candidates, NeighbourTests, Findings) = (content.Trend, content.Objective, content.Candidates, content.Tests, content.Findings);
        _means = [.. _bins.Select(bin => bin.Count > 0 ? bin.Mean : totals.Mean)];
        foreach (MeanBin bin in _bins)
        {
            ExplainedVariance += bin.ExplainedVariance;
            Contribution += bin.Contribution;
            AbsoluteDifference += Math.Abs(bin.MeanDifference);
        }
    }

    /// <summary>
    /// The bins: regular ones in order, then those of special values, then the missing bin, unless a policy sends missing rows elsewhere, and for categories the unseen bin. The last two are there also when no
    /// training row fell into them. A bin's place in this list is its index everywhere.
    /// </summary>
    public IReadOnlyList<MeanBin> Bins => _bins;

    /// <summary>Sum of the weights of all training rows.</summary>
    public double TotalCount => Totals.Count;

    /// <summary>Sum of the target over all training rows.</summary>
    public double TotalSum => Totals.Sum;

    /// <summary>Mean of the target over all training rows.</summary>
    public double TotalMean => Totals.Mean;

    /// <summary>Standard deviation of the target over all training rows, with the count − 1 in the denominator.</summary>
    public double TotalStandardDeviation => Totals.StandardDeviation;

    /// <summary>The share of the target's variance that the bins explain, η² = Σ c (m − M)² / Σ w (y − M)², over all bins; 0–1.</summary>
    public double ExplainedVariance { get; }

    /// <summary>Σ |m − M| · share over all bins, in the unit of the target; optbinning calls it "IV".</summary>
    public double Contribution { get; }

    /// <summary>Σ |m − M| over all bins that hold rows, in the unit of the target; optbinning calls it "WoE".</summary>
    public double AbsoluteDifference { get; }

    internal MeanTotals Totals { get; }

    /// <summary>Replaces each row by the mean of its bin in training.</summary>
    /// <param name="column">A column of the same kind; its name does not matter.</param>
    /// <param name="destination">Receives one mean for each row; that of all training rows where the bin had none.</param>
    /// <exception cref="ArgumentException">The column is of the other kind, or lengths differ.</exception>
    public void ToMeans(Column column, Span<double> destination) => Replace(column, destination, _means);

    /// <summary>Replaces each value of a column of numbers by the mean of its bin in training. Allocates nothing.</summary>
    /// <param name="values">Any numbers; NaN is missing.</param>
    /// <param name="destination">Receives one mean for each value; that of all training rows where the bin had none.</param>
    /// <exception cref="ArgumentException">The column holds categories, or lengths differ.</exception>
    public void ToMeans(ReadOnlySpan<double> values, Span<double> destination) => Replace(values, destination, _means);

    private protected override TextTable ToTable()
    {
        var table = new TextTable(ColumnName, "Count", "Share", "Sum", "Std", "Mean", "Min", "Max", "Zeros", "Difference", "Contribution");
        foreach (MeanBin bin in _bins)
            Add(bin.Label, bin.Count, bin.CountShare, bin.Sum, bin.StandardDeviation, bin.Mean, bin.Min, bin.Max, bin.Zeros, TableCell.Number(bin.MeanDifference, 4), bin.Contribution);
        Add("total", Totals.Count, 1, Totals.Sum, Totals.StandardDeviation, Totals.Mean, Totals.Min, Totals.Max, Totals.Zeros, "", Contribution);
        return table;

        void Add(string label, double count, double share, double sum, double deviation, double mean, double min, double max, double zeros, TableCell difference, double contribution) => table.Add(
            label,
            TableCell.Weight(count),
            TableCell.Percent(share),
            TableCell.Weight(sum),
            TableCell.Number(deviation, 4),
            TableCell.Number(mean, 4),
            TableCell.Weight(min),
            TableCell.Weight(max),
            TableCell.Weight(zeros),
            difference,
            TableCell.Number(contribution, 4));
    }
}
