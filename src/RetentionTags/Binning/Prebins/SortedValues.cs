using System.Buffers;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Prebins;

/// <summary>
/// The distinct values of a column in ascending order (−0 is 0, NaN is missing and apart), with what the rows of each weigh: all that a rule for cuts may look at. Rows without weight do not exist.
/// </summary>
/// <remarks>
/// <para>It is a function of the multiset of rows: their order has no influence, and a row of whole weight w is the same as w rows. With fractional weights rounding remains.</para>
/// <para>
/// There are three makers. For a binary target <see cref="Sums"/> are the weights of the events and <see cref="Classes"/> those of non-events and events; for a target of several classes there are only
/// <see cref="Classes"/>; for a number as target only <see cref="Sums"/>, of weight · target.
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
    public double MissingWeight { get; private init; }

    /// <summary>Σ weight · target of the rows whose value is missing.</summary>
    public double MissingSum { get; private init; }

    /// <summary>For a binary target.</summary>
    /// <param name="values">One for each row; NaN is missing.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">One for each row, or empty for weight 1 each.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static SortedValues Of(ReadOnlySpan<double> values, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, CancellationToken cancellationToken) =>
        (values.Length >= WorthLooking ? FewValues.TryFind(values, events, weights, cancellationToken) : null) ?? Sorted(values, events, weights, cancellationToken);

    /// <summary>For a target of several classes.</summary>
    /// <param name="values">One for each row; NaN is missing.</param>
    /// <param name="classes">For each row its class, from 0.</param>
    /// <param name="classCount">The number of classes.</param>
    /// <param name="weights">One for each row, or empty for weight 1 each.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static SortedValues OfClasses(ReadOnlySpan<double> values, ReadOnlySpan<int> classes, int classCount, ReadOnlySpan<double> weights, CancellationToken cancellationToken)
    {
        (ulong[] keys, int[] rows, double missing, _) = SortedRows(values, weights, [], cancellationToken);
        int[] runs = Runs(keys, cancellationToken);
        var byClass = new double[classCount][];
        for (int k = 0; k < classCount; k++)
            byClass[k] = new double[runs.Length - 1];
        var total = new double[runs.Length - 1];
        for (int run = 0; run < total.Length; run++)
        {
            CheckSometimes(run, cancellationToken);
            foreach (int row in rows.AsSpan(runs[run]..runs[run + 1]))
            {
                double weight = weights.IsEmpty ? 1 : weights[row];
                byClass[classes[row]][run] += weight;
                total[run] += weight;
            }
        }

        return new(FirstValues(keys, runs), total, [], byClass) { MissingWeight = missing };
    }

    /// <summary>For a number as target.</summary>
    /// <param name="values">One for each row; NaN is missing.</param>
    /// <param name="targets">For each row what is to be explained.</param>
    /// <param name="weights">One for each row, or empty for weight 1 each.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static SortedValues OfTargets(ReadOnlySpan<double> values, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, CancellationToken cancellationToken)
    {
        (ulong[] keys, int[] rows, double missing, double missingSum) = SortedRows(values, weights, targets, cancellationToken);
        int[] runs = Runs(keys, cancellationToken);
        double[] total = new double[runs.Length - 1], sums = new double[runs.Length - 1];
        for (int run = 0; run < total.Length; run++)
        {
            CheckSometimes(run, cancellationToken);
            foreach (int row in rows.AsSpan(runs[run]..runs[run + 1]))
            {
                double weight = weights.IsEmpty ? 1 : weights[row];
                total[run] += weight;
                sums[run] += weight * targets[row];
            }
        }

        return new(FirstValues(keys, runs), total, sums, []) { MissingWeight = missing, MissingSum = missingSum };
    }

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

    /// <summary>Keys and numbers of the rows that have a value and a weight, in order of value; beside them weight and Σ weight · target of those that have no value.</summary>
    private static (ulong[] Keys, int[] Rows, double Missing, double MissingSum) SortedRows(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, ReadOnlySpan<double> targets, CancellationToken cancellationToken)
    {
        var keys = new ulong[values.Length];
        var rows = new int[values.Length];
        double missing = 0, missingSum = 0;
        int count = 0;
        for (int row = 0; row < values.Length; row++)
        {
            CheckSometimes(row, cancellationToken);
            double weight = weights.IsEmpty ? 1 : weights[row];
            if (double.IsNaN(values[row]))
            {
                missing += weight;
                missingSum += targets.IsEmpty ? 0 : weight * targets[row];
            }
            else if (weight > 0)
            {
                keys[count] = SortableDouble.ToKey(values[row]);
                rows[count++] = row;
            }
        }

        Array.Resize(ref keys, count);
        Array.Resize(ref rows, count);
        RadixSort.Sort(keys.AsSpan(), rows.AsSpan(), cancellationToken);
        return (keys, rows, missing, missingSum);
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
