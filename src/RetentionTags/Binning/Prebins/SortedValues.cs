using System.Buffers;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Prebins;

/// <summary>
/// The distinct values of a column in ascending order (−0 is 0, NaN is missing and apart), with what the rows of each weigh: all that a rule for cuts may look at. Rows without weight do not exist.
/// </summary>
/// <remarks>
/// <para>It is a function of the multiset of rows: their order has no influence, and a row of whole weight w is the same as w rows. With fractional weights rounding remains.</para>
/// <para>
/// For a binary target <see cref="Sums"/> are the weights of the events and <see cref="Classes"/> those of non-events and events. Each rule looks at one of the two, so that it also holds for a target of
/// several classes, which has <see cref="Classes"/> only, and for a number as target, which has <see cref="Sums"/> of weight · target only.
/// </para>
/// <para>
/// Rules for cuts answer with <em>starts</em>: the index of the first value of each group, ascending, the first of them 0 (none when there are no values). <see cref="CutsAt"/> turns them into cuts.
/// </para>
/// </remarks>
internal sealed class SortedValues
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 18;

    /// <summary>Fewer rows than these are sorted before one has found out whether they have few values.</summary>
    private const int WorthLooking = 1 << 14;

    internal SortedValues(double[] values, double[] weights, double[] sums, double[][] classes)
    {
        (Values, Weights, Sums, Classes) = (values, weights, sums, classes);
        foreach (double weight in weights)
            TotalWeight += weight;
    }

    /// <summary>The number of distinct values.</summary>
    public int Count => Values.Length;

    /// <summary>The distinct values, ascending; infinities included.</summary>
    public double[] Values { get; }

    /// <summary>The weight of each value's rows, above 0.</summary>
    public double[] Weights { get; }

    /// <summary>Σ weight · target of each value's rows, where an event counts as 1 and a non-event as 0; empty for a target of several classes.</summary>
    public double[] Sums { get; }

    /// <summary>For each class the weight of each value's rows in it; empty for a number as target.</summary>
    public double[][] Classes { get; }

    /// <summary>The weight of all values.</summary>
    public double TotalWeight { get; }

    /// <summary>The weight of the rows whose value is missing.</summary>
    public double MissingWeight { get; init; }

    /// <summary>Σ weight · target of the rows whose value is missing.</summary>
    public double MissingSum { get; init; }

    /// <summary>For a binary target.</summary>
    /// <param name="values">One for each row; NaN is missing.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">One for each row, or empty for weight 1 each.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static SortedValues Of(ReadOnlySpan<double> values, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, CancellationToken cancellationToken) =>
        (values.Length >= WorthLooking ? FewValues.TryFind(values, events, weights, cancellationToken) : null) ?? Sorted(values, events, weights, cancellationToken);

    /// <summary>For a binary target, when distinct values have been found and counted already.</summary>
    public static SortedValues OfCounted(double[] values, double[] events, double[] nonEvents, double missingEvents, double missingNonEvents)
    {
        var weights = new double[values.Length];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = events[i] + nonEvents[i];
        return new(values, weights, events, [nonEvents, events]) { MissingWeight = missingEvents + missingNonEvents, MissingSum = missingEvents };
    }

    /// <summary>Where groups begin: the cuts between the last value of a group and the first of the next.</summary>
    public double[] CutsAt(ReadOnlySpan<int> starts)
    {
        var cuts = new double[Math.Max(0, starts.Length - 1)];
        for (int i = 0; i < cuts.Length; i++)
            cuts[i] = ShortestCut.Between(Values[starts[i + 1] - 1], Values[starts[i + 1]]);
        return cuts;
    }

    /// <summary>The sum of one of the arrays over each group.</summary>
    public static double[] Grouped(ReadOnlySpan<double> perValue, ReadOnlySpan<int> starts)
    {
        var sums = new double[starts.Length];
        for (int group = 0; group < sums.Length; group++)
        {
            int end = group + 1 < starts.Length ? starts[group + 1] : perValue.Length;
            foreach (double x in perValue[starts[group]..end])
                sums[group] += x;
        }

        return sums;
    }

    private static SortedValues Sorted(ReadOnlySpan<double> values, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, CancellationToken cancellationToken)
    {
        ulong[] pooledKeys = ArrayPool<ulong>.Shared.Rent(values.Length);
        double[] pooledWeights = ArrayPool<double>.Shared.Rent(values.Length);
        try
        {
            double missingEvents = 0, missingNonEvents = 0;
            int rows = 0;
            for (int row = 0; row < values.Length; row++)
            {
                CheckSometimes(row, cancellationToken);
                double weight = weights.IsEmpty ? 1 : weights[row];
                if (double.IsNaN(values[row]))
                {
                    missingEvents += events[row] ? weight : 0;
                    missingNonEvents += events[row] ? 0 : weight;
                }
                else if (weight > 0)
                {
                    pooledKeys[rows] = SortableDouble.ToKey(values[row]);
                    pooledWeights[rows++] = events[row] ? weight : -weight;
                }
            }

            Span<ulong> keys = pooledKeys.AsSpan(0, rows);
            Span<double> signedWeights = pooledWeights.AsSpan(0, rows);
            RadixSort.Sort(keys, signedWeights, cancellationToken);
            int[] runs = Runs(keys, cancellationToken);
            double[] eventWeights = new double[runs.Length - 1], nonEventWeights = new double[runs.Length - 1];
            for (int run = 0; run < eventWeights.Length; run++)
            {
                CheckSometimes(run, cancellationToken);
                foreach (double weight in signedWeights[runs[run]..runs[run + 1]])
                {
                    eventWeights[run] += Math.Max(weight, 0);
                    nonEventWeights[run] += Math.Max(-weight, 0);
                }
            }

            return OfCounted(FirstValues(keys, runs), eventWeights, nonEventWeights, missingEvents, missingNonEvents);
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(pooledKeys);
            ArrayPool<double>.Shared.Return(pooledWeights);
        }
    }

    /// <summary>Where each run of equal keys begins, and the end.</summary>
    private static int[] Runs(ReadOnlySpan<ulong> keys, CancellationToken cancellationToken)
    {
        int distinct = keys.IsEmpty ? 0 : 1;
        for (int i = 1; i < keys.Length; i++)
        {
            CheckSometimes(i, cancellationToken);
            distinct += keys[i] == keys[i - 1] ? 0 : 1;
        }

        var runs = new int[distinct + 1];
        int run = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            CheckSometimes(i, cancellationToken);
            if (i == 0 || keys[i] != keys[i - 1])
                runs[run++] = i;
        }

        runs[run] = keys.Length;
        return runs;
    }

    private static double[] FirstValues(ReadOnlySpan<ulong> keys, ReadOnlySpan<int> runs)
    {
        var values = new double[runs.Length - 1];
        for (int run = 0; run < values.Length; run++)
            values[run] = SortableDouble.FromKey(keys[runs[run]]);
        return values;
    }

    private static void CheckSometimes(int i, CancellationToken cancellationToken)
    {
        if (i % Stride == 0)
            cancellationToken.ThrowIfCancellationRequested();
    }
}
