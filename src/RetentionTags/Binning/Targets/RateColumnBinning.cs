using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Binning.Targets;

/// <summary>How one column is cut into bins of different rates.</summary>
public sealed class RateColumnBinning : TargetColumnBinning
{
    private readonly RateBin[] _bins;
    private readonly double[] _rates;

    internal RateColumnBinning(TargetColumnContent<RateBin> content, RateTotals totals)
        : base(content.ColumnName, content.Kind, content.Bins, content.MissingBin)
    {
        (_bins, Totals) = (content.Bins, totals);
        (Trend, Objective, Candidates, NeighbourTests, Findings) = (content.Trend, content.Objective, content.Candidates, content.Tests, content.Findings);
        _rates = [.. _bins.Select(bin => bin.Count > 0 ? bin.Rate : totals.Rate)];
        foreach (RateBin bin in _bins)
            LogLikelihoodGain += bin.LogLikelihoodGain;
    }

    /// <summary>
    /// The bins: regular ones in order, then those of special values, then the missing bin, unless a policy sends missing rows elsewhere, and for categories the unseen bin. The last two are there also when no
    /// training row fell into them. A bin's place in this list is its index everywhere.
    /// </summary>
    public IReadOnlyList<RateBin> Bins => _bins;

    /// <summary>Sum of the weights of all training rows.</summary>
    public double TotalCount => Totals.Count;

    /// <summary>Number of events of all training rows.</summary>
    public double TotalEvents => Totals.Events;

    /// <summary>Exposure of all training rows.</summary>
    public double TotalExposure => Totals.Exposure;

    /// <summary>Events per unit of exposure over all training rows.</summary>
    public double TotalRate => Totals.Rate;

    /// <summary>What rates by bin add to the Poisson log-likelihood over one rate for all rows, over all bins; at least 0. Twice this is the deviance explained.</summary>
    public double LogLikelihoodGain { get; }

    /// <summary>The share of the rows' Poisson deviance that the bins explain, 0–1; 0 when all rows have the same rate. With few events for each row it is small even for a good column.</summary>
    public double ExplainedDeviance => Totals.NullDeviance > 0 ? Math.Min(1, 2 * LogLikelihoodGain / Totals.NullDeviance) : 0;

    internal RateTotals Totals { get; }

    /// <summary>Replaces each row by the rate of its bin in training.</summary>
    /// <param name="column">A column of the same kind; its name does not matter.</param>
    /// <param name="destination">Receives one rate for each row, in events per unit of exposure; that of all training rows where the bin had none.</param>
    /// <exception cref="ArgumentException">The column is of the other kind, or lengths differ.</exception>
    public void ToRates(Column column, Span<double> destination) => Replace(column, destination, _rates);

    /// <summary>Replaces each value of a column of numbers by the rate of its bin in training. Allocates nothing.</summary>
    /// <param name="values">Any numbers; NaN is missing.</param>
    /// <param name="destination">Receives one rate for each value, in events per unit of exposure; that of all training rows where the bin had none.</param>
    /// <exception cref="ArgumentException">The column holds categories, or lengths differ.</exception>
    public void ToRates(ReadOnlySpan<double> values, Span<double> destination) => Replace(values, destination, _rates);

    /// <summary>Replaces each row by the log rate ratio of its bin, a number to regress on.</summary>
    /// <param name="column">A column of the same kind; its name does not matter.</param>
    /// <param name="destination">Receives one log rate ratio for each row; never NaN.</param>
    /// <exception cref="ArgumentException">The column is of the other kind, or lengths differ.</exception>
    public void ToLogRateRatios(Column column, Span<double> destination) => Replace(column, destination, [.. _bins.Select(bin => bin.LogRateRatio)]);

    private protected override TextTable ToTable()
    {
        var table = new TextTable(ColumnName, "Count", "Share", "Events", "Exposure", "Exposure share", "Rate", "Log rate ratio", "Gain");
        foreach (RateBin bin in _bins)
            Add(bin.Label, bin.Count, bin.CountShare, bin.Events, bin.Exposure, bin.ExposureShare, bin.Rate, TableCell.Number(bin.LogRateRatio, 4), bin.LogLikelihoodGain);
        Add("total", TotalCount, 1, TotalEvents, TotalExposure, 1, TotalRate, "", LogLikelihoodGain);
        return table;

        void Add(string label, double count, double share, double events, double exposure, double exposureShare, double rate, TableCell ratio, double gain) => table.Add(
            label,
            TableCell.Weight(count),
            TableCell.Percent(share),
            TableCell.Weight(events),
            TableCell.Weight(exposure),
            TableCell.Percent(exposureShare),
            TableCell.Number(rate, 6),
            ratio,
            TableCell.Number(gain, 4));
    }
}
