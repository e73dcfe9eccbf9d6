using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Binning.Targets;

/// <summary>How one column is cut into bins in which classes are mixed differently.</summary>
public sealed class ClassColumnBinning : TargetColumnBinning
{
    private readonly ClassBin[] _bins;

    internal ClassColumnBinning(TargetColumnContent<ClassBin> content, ClassTotals totals)
        : base(content.ColumnName, content.Kind, content.Bins, content.MissingBin)
    {
        (_bins, Totals) = (content.Bins, totals);
        (Trend, Objective, Candidates, NeighbourTests, Findings) = (content.Trend, content.Objective, content.Candidates, content.Tests, content.Findings);
        Classes = [.. totals.Classes];
        TotalCounts = [.. totals.Counts];
        foreach (double count in totals.Counts)
            TotalCount += count;
        foreach (ClassBin bin in _bins)
        {
            InformationValue += bin.InformationValue;
            JensenShannon += bin.JensenShannon;
        }
    }

    /// <summary>The classes, in ordinal order.</summary>
    public ValueList<string> Classes { get; }

    /// <summary>
    /// The bins: regular ones in order, then those of special values, then the missing bin, unless a policy sends missing rows elsewhere, and for categories the unseen bin. The last two are there also when no
    /// training row fell into them. A bin's place in this list is its index everywhere.
    /// </summary>
    public IReadOnlyList<ClassBin> Bins => _bins;

    /// <summary>Sum of the weights of all training rows.</summary>
    public double TotalCount { get; }

    /// <summary>For each class the weight of its training rows.</summary>
    public ValueList<double> TotalCounts { get; }

    /// <summary>
    /// The sum over the classes of the information value of that class against all others, Σ Σ (p − q) ln(p/q), over all bins. Where a bin lacks a class, or all others, one more row that is divided as all rows
    /// are counts in these formulas.
    /// </summary>
    public double InformationValue { get; }

    /// <summary>
    /// The Jensen–Shannon divergence of the K classes' distributions over the bins, all with the same weight: (1/K) Σ Σ p ln(p/m) with the share p of a class that is in a bin, and the mean m of these shares over
    /// the classes. From 0 to ln K; over all bins.
    /// </summary>
    public double JensenShannon { get; }

    internal ClassTotals Totals { get; }

    /// <summary>Replaces each row by the rate of a class in its bin.</summary>
    /// <param name="className">One of <see cref="Classes"/>.</param>
    /// <param name="column">A column of the same kind; its name does not matter.</param>
    /// <param name="destination">Receives one rate, 0–1, for each row; that of all training rows where the bin had none.</param>
    /// <exception cref="ArgumentException">There is no such class, the column is of the other kind, or lengths differ.</exception>
    public void ToRates(string className, Column column, Span<double> destination) => Replace(column, destination, RatesOf(className));

    /// <summary>Replaces each value of a column of numbers by the rate of a class in its bin.</summary>
    /// <param name="className">One of <see cref="Classes"/>.</param>
    /// <param name="values">Any numbers; NaN is missing.</param>
    /// <param name="destination">Receives one rate, 0–1, for each value; that of all training rows where the bin had none.</param>
    /// <exception cref="ArgumentException">There is no such class, the column holds categories, or lengths differ.</exception>
    public void ToRates(string className, ReadOnlySpan<double> values, Span<double> destination) => Replace(values, destination, RatesOf(className));

    private protected override TextTable ToTable()
    {
        var table = new TextTable([ColumnName, "Count", "Share", .. Classes, .. Classes.Select(name => $"{name} rate"), "JS", "IV"]);
        foreach (ClassBin bin in _bins)
            Add(bin.Label, bin.Count, bin.CountShare, bin.Counts, bin.Rates, bin.JensenShannon, bin.InformationValue);
        Add("total", TotalCount, 1, TotalCounts, TotalCounts.Select(count => count / TotalCount), JensenShannon, InformationValue);
        return table;

        void Add(string label, double count, double share, IEnumerable<double> counts, IEnumerable<double> rates, double jensenShannon, double informationValue) => table.Add(
        [
            label,
            TableCell.Weight(count),
            TableCell.Percent(share),
            .. counts.Select(TableCell.Weight),
            .. rates.Select(TableCell.Percent),
            TableCell.Number(jensenShannon, 4),
            TableCell.Number(informationValue, 4),
        ]);
    }

    private double[] RatesOf(string className)
    {
        int k = Totals.Classes.IndexOf(className);
        if (k < 0)
            throw new ArgumentException($"There is no class '{className}'. There are: {string.Join(", ", Classes.Select(name => $"'{name}'"))}.", nameof(className));
        return [.. _bins.Select(bin => bin.Count > 0 ? bin.Rates[k] : TotalCounts[k] / TotalCount)];
    }
}
