using RetentionTags.Binning.Solvers;
using RetentionTags.Data;

namespace RetentionTags.Binning.Prebins;

/// <summary>A column of numbers divided into pre-bins for a binary target.</summary>
internal sealed class NumericPrebins
{
    /// <summary>From so many rows on, quantiles are found by counting instead of sorting. The result is the same.</summary>
    private const int WorthCounting = 1 << 15;

    private NumericPrebins(double[] cuts, IntervalCounts counts, BinCounts missing, int distinctValues) =>
        (Cuts, Counts, Missing, DistinctValues) = (cuts, counts, missing, distinctValues);

    /// <summary>Where pre-bins 1, 2 … begin.</summary>
    public double[] Cuts { get; }

    public IntervalCounts Counts { get; }

    public BinCounts Missing { get; }

    /// <summary>The number of distinct values; for a long column divided at quantiles, not above 4,097 (one more than are counted).</summary>
    public int DistinctValues { get; }

    public static NumericPrebins Of(NumericColumn column, TrainingSet data, int maxPrebins, CancellationToken cancellationToken) =>
        column.Length < WorthCounting
            ? OfQuantiles(SortedValues.Of(column.Values, data.Events, data.Weights, cancellationToken), data, maxPrebins)
            : CountedQuantiles(column, data, maxPrebins, cancellationToken);

    /// <summary>The quantile pre-bins of values that have been counted.</summary>
    public static NumericPrebins OfQuantiles(SortedValues sorted, double totalEvents, double totalNonEvents, int maxPrebins) =>
        OfStarts(sorted, QuantileRule.Starts(sorted.Weights, maxPrebins), totalEvents, totalNonEvents);

    private static NumericPrebins CountedQuantiles(NumericColumn column, TrainingSet data, int maxPrebins, CancellationToken cancellationToken)
    {
        if (FewValues.TryFind(column.Values, data.Events, data.Weights, cancellationToken) is SortedValues few)
            return OfQuantiles(few, data, maxPrebins);
        if (Prebins.CountedQuantiles.TryFind(column.Values, data.Events, data.Weights, maxPrebins, cancellationToken) is not CountedQuantiles counted)
            return OfQuantiles(SortedValues.Of(column.Values, data.Events, data.Weights, cancellationToken), data, maxPrebins);
        return new(
            counted.Cuts,
            new(counted.Events, counted.NonEvents, data.EventWeight, data.NonEventWeight),
            new(counted.MissingEvents, counted.MissingNonEvents, data.EventWeight, data.NonEventWeight),
            FewValues.Most + 1);
    }

    private static NumericPrebins OfQuantiles(SortedValues sorted, TrainingSet data, int maxPrebins) =>
        OfQuantiles(sorted, data.EventWeight, data.NonEventWeight, maxPrebins);

    private static NumericPrebins OfStarts(SortedValues sorted, int[] starts, double totalEvents, double totalNonEvents)
    {
        double[] events = SortedValues.Grouped(sorted.Sums, starts);
        double[] nonEvents = SortedValues.Grouped(sorted.Classes[0], starts);
        return new(
            sorted.CutsAt(starts),
            new(events, nonEvents, totalEvents, totalNonEvents),
            new(sorted.MissingSum, sorted.MissingWeight - sorted.MissingSum, totalEvents, totalNonEvents),
            sorted.Count);
    }
}
