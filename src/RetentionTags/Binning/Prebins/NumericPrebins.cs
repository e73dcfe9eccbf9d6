using RetentionTags.Binning.Solvers;
using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Prebins;

/// <summary>A column of numbers divided into pre-bins for a binary target.</summary>
internal sealed class NumericPrebins
{
    /// <summary>From so many rows on, quantiles are found by counting instead of sorting. The result is the same.</summary>
    private const int WorthCounting = 1 << 15;

    /// <summary>The most distinct values that may each have a pre-bin.</summary>
    private const int MostValues = 2500;

    /// <summary>The smallest leaf of a tree, as a part of an equal share of the weight.</summary>
    private const double MinLeafOfEqualShare = 0.5;

    /// <summary>The level at which ChiMerge tells intervals apart.</summary>
    private const double Significance = 0.05;

    /// <summary>Rows coded at once, between two looks at the cancellation token.</summary>
    private const int Tile = 1 << 12;

    private NumericPrebins(double[] cuts, double[] events, double[] nonEvents, double missingEvents, double missingNonEvents, int distinctValues, TrainingSet data)
    {
        Cuts = cuts;
        Counts = new(events, nonEvents, data.EventWeight, data.NonEventWeight);
        Missing = new(missingEvents, missingNonEvents, data.EventWeight, data.NonEventWeight);
        DistinctValues = distinctValues;
    }

    /// <summary>Where pre-bins 1, 2 … begin.</summary>
    public double[] Cuts { get; }

    public IntervalCounts Counts { get; }

    public BinCounts Missing { get; }

    /// <summary>The number of distinct values; for a long column that is divided at quantiles or at given cuts, no more than 4,097 are counted.</summary>
    public int DistinctValues { get; }

    /// <summary>Divides a column by a rule.</summary>
    /// <param name="column">The column; NaN is missing.</param>
    /// <param name="data">Its labels and weights.</param>
    /// <param name="rule">How cuts are found.</param>
    /// <param name="maxPrebins">The largest number of pre-bins; <see cref="PrebinRule.None"/> has its own.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="TrainingDataException">Each distinct value is to have its own pre-bin, and there are more than 2,500.</exception>
    public static NumericPrebins Of(NumericColumn column, TrainingSet data, PrebinRule rule, int maxPrebins, CancellationToken cancellationToken)
    {
        if (rule == PrebinRule.Quantile && column.Length >= WorthCounting)
            return OfLongColumn(column, data, maxPrebins, cancellationToken);
        return OfRule(column, data, sorted => Starts(sorted, column.Name, rule, maxPrebins, cancellationToken), cancellationToken);
    }

    /// <summary>Divides a column where a function of its distinct values says.</summary>
    /// <param name="column">The column; NaN is missing.</param>
    /// <param name="data">Its labels and weights.</param>
    /// <param name="rule">The first value of each pre-bin.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static NumericPrebins OfRule(NumericColumn column, TrainingSet data, Func<SortedValues, int[]> rule, CancellationToken cancellationToken)
    {
        SortedValues sorted = SortedValues.Of(column.Values, data.Events, data.Weights, cancellationToken);
        return OfStarts(sorted, rule(sorted), data);
    }

    /// <summary>Divides a column at given cuts, which stay as they are. Pre-bins can be empty.</summary>
    /// <param name="column">The column; NaN is missing.</param>
    /// <param name="data">Its labels and weights.</param>
    /// <param name="cuts">Ascending; a value equal to a cut belongs above it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A cut is NaN, or not above the one before it.</exception>
    public static NumericPrebins OfCuts(NumericColumn column, TrainingSet data, ReadOnlySpan<double> cuts, CancellationToken cancellationToken)
    {
        CheckCuts(column.Name, cuts);
        bool isLong = column.Length >= WorthCounting;
        SortedValues? few = isLong ? FewValues.TryFind(column.Values, data.Events, data.Weights, cancellationToken) : null;
        return isLong && few is null && cuts.Length < CutCodes.Most
            ? OfCoded(column, data, cuts, cancellationToken)
            : OfSorted(few ?? SortedValues.Of(column.Values, data.Events, data.Weights, cancellationToken), data, cuts);
    }

    private static NumericPrebins OfLongColumn(NumericColumn column, TrainingSet data, int maxPrebins, CancellationToken cancellationToken)
    {
        if (FewValues.TryFind(column.Values, data.Events, data.Weights, cancellationToken) is SortedValues few)
            return OfStarts(few, QuantileRule.Starts(few.Weights, maxPrebins), data);
        if (CountedQuantiles.TryFind(column.Values, data.Events, data.Weights, maxPrebins, cancellationToken) is CountedQuantiles counted)
            return new(counted.Cuts, counted.Events, counted.NonEvents, counted.MissingEvents, counted.MissingNonEvents, FewValues.Most + 1, data);
        SortedValues sorted = SortedValues.Of(column.Values, data.Events, data.Weights, cancellationToken);
        return OfStarts(sorted, QuantileRule.Starts(sorted.Weights, maxPrebins), data);
    }

    private static int[] Starts(SortedValues sorted, string column, PrebinRule rule, int maxPrebins, CancellationToken cancellationToken) => rule switch
    {
        PrebinRule.Quantile => QuantileRule.Starts(sorted.Weights, maxPrebins),
        PrebinRule.Hull => HullCuts.Find(sorted, maxPrebins, cancellationToken),
        PrebinRule.HullAndQuantile => HullCuts.FindWithQuantiles(sorted, maxPrebins, cancellationToken),
        PrebinRule.Uniform => UniformCuts.Find(sorted, maxPrebins),
        PrebinRule.Tree => TreeCuts.Find(sorted, SegmentScore.Variance(sorted, cancellationToken), maxPrebins, MinLeafOfEqualShare / maxPrebins, cancellationToken),
        PrebinRule.Mdlp => MdlpCuts.Find(sorted, maxPrebins, cancellationToken),
        PrebinRule.ChiMerge => ChiMergeCuts.Find(sorted, maxPrebins, Significance, cancellationToken),
        _ when sorted.Count <= MostValues => [.. Enumerable.Range(0, sorted.Count)],
        _ => throw new TrainingDataException($"Column '{column}' has {sorted.Count} distinct values, and with {nameof(PrebinRule)}.{nameof(PrebinRule.None)} each has a pre-bin of its own, of which there can be {MostValues}. Choose another {nameof(PrebinRule)}, or round the column.") { ColumnName = column },
    };

    private static void CheckCuts(string column, ReadOnlySpan<double> cuts)
    {
        for (int i = 0; i < cuts.Length; i++)
        {
            if (double.IsNaN(cuts[i]))
                throw new ArgumentException(Invariant($"Column '{column}': cut {i} is {cuts[i]}. Cuts are numbers; missing values need none."), nameof(cuts));
            if (i > 0 && cuts[i] <= cuts[i - 1])
                throw new ArgumentException(Invariant($"Column '{column}': cut {i} is {cuts[i]} after {cuts[i - 1]}. Give cuts in ascending order, each once."), nameof(cuts));
        }
    }

    /// <summary>Codes each row by its pre-bin, and counts codes.</summary>
    private static NumericPrebins OfCoded(NumericColumn column, TrainingSet data, ReadOnlySpan<double> cuts, CancellationToken cancellationToken)
    {
        var coder = new CutCodes(cuts);
        var counts = new ulong[coder.CodeCount];
        var sums = new double[2 * coder.CodeCount];
        Span<ushort> codes = stackalloc ushort[Tile];
        for (int first = 0; first < column.Length; first += Tile)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Tile, column.Length - first);
            coder.ToCodes(column.Values.Slice(first, count), codes);
            if (data.Weights.IsEmpty)
                CodeCounts.Add(codes[..count], data.Events.Slice(first, count), counts);
            else
                CodeCounts.Add(codes[..count], data.Events.Slice(first, count), data.Weights.Slice(first, count), sums);
        }

        for (int code = 0; code < counts.Length && data.Weights.IsEmpty; code++)
            (sums[2 * code], sums[(2 * code) + 1]) = (CodeCounts.NonEvents(counts[code]), CodeCounts.Events(counts[code]));
        double[] events = [.. Enumerable.Range(0, cuts.Length + 1).Select(code => sums[(2 * code) + 1])];
        double[] nonEvents = [.. Enumerable.Range(0, cuts.Length + 1).Select(code => sums[2 * code])];
        return new(cuts.ToArray(), events, nonEvents, sums[(2 * coder.Missing) + 1], sums[2 * coder.Missing], FewValues.Most + 1, data);
    }

    /// <summary>Adds up the counts of distinct values between cuts.</summary>
    private static NumericPrebins OfSorted(SortedValues sorted, TrainingSet data, ReadOnlySpan<double> cuts)
    {
        double[] events = new double[cuts.Length + 1], nonEvents = new double[cuts.Length + 1];
        int prebin = 0;
        for (int i = 0; i < sorted.Count; i++)
        {
            while (prebin < cuts.Length && sorted.Values[i] >= cuts[prebin])
                prebin++;
            events[prebin] += sorted.Classes[1][i];
            nonEvents[prebin] += sorted.Classes[0][i];
        }

        return new(cuts.ToArray(), events, nonEvents, sorted.MissingSum, sorted.MissingWeight - sorted.MissingSum, sorted.Count, data);
    }

    private static NumericPrebins OfStarts(SortedValues sorted, int[] starts, TrainingSet data) => new(
        sorted.CutsAt(starts),
        SortedValues.Grouped(sorted.Classes[1], starts),
        SortedValues.Grouped(sorted.Classes[0], starts),
        sorted.MissingSum,
        sorted.MissingWeight - sorted.MissingSum,
        sorted.Count,
        data);
}
