using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Solvers;

/// <summary>A column of numbers, sorted and divided into pre-bins.</summary>
internal sealed class NumericPrebins
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 18;

    public NumericPrebins(double[] cuts, IntervalCounts counts, BinCounts missing, int distinctValues) =>
        (Cuts, Counts, Missing, DistinctValues) = (cuts, counts, missing, distinctValues);

    /// <summary>Where pre-bins 1, 2 … begin.</summary>
    public double[] Cuts { get; }

    public IntervalCounts Counts { get; }

    public BinCounts Missing { get; }

    public int DistinctValues { get; }

    public static NumericPrebins Of(NumericColumn column, TrainingSet data, int maxPrebins, CancellationToken cancellationToken)
    {
        ulong[] keys = new ulong[column.Length];
        double[] signedWeights = new double[column.Length];
        int rows = 0;
        double missingEvents = 0, missingNonEvents = 0, weight = 0;
        for (int row = 0; row < column.Length; row++)
        {
            if (row % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            double rowWeight = data.WeightOf(row);
            bool isEvent = data.Events[row];
            if (double.IsNaN(column.Values[row]))
            {
                missingEvents += isEvent ? rowWeight : 0;
                missingNonEvents += isEvent ? 0 : rowWeight;
            }
            else if (rowWeight > 0)
            {
                keys[rows] = SortableDouble.ToKey(column.Values[row]);
                signedWeights[rows++] = isEvent ? rowWeight : -rowWeight;
                weight += rowWeight;
            }
        }

        RadixSort.Sort(keys.AsSpan(0, rows), signedWeights.AsSpan(0, rows), cancellationToken);
        int distinctValues = CountDistinct(keys.AsSpan(0, rows), cancellationToken);
        (double[] cuts, PrebinAccumulator prebins) = Divide(keys.AsSpan(0, rows), signedWeights, new(weight, distinctValues, maxPrebins), cancellationToken);
        return new(
            cuts,
            prebins.ToCounts(data.EventWeight, data.NonEventWeight),
            new(missingEvents, missingNonEvents, data.EventWeight, data.NonEventWeight),
            distinctValues);
    }

    private static int CountDistinct(ReadOnlySpan<ulong> sortedKeys, CancellationToken cancellationToken)
    {
        int distinct = sortedKeys.IsEmpty ? 0 : 1;
        for (int i = 1; i < sortedKeys.Length; i++)
        {
            if (i % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            distinct += sortedKeys[i] == sortedKeys[i - 1] ? 0 : 1;
        }

        return distinct;
    }

    /// <summary>One walk over the sorted rows; each run of equal values is added at once.</summary>
    private static (double[] Cuts, PrebinAccumulator Prebins) Divide(ReadOnlySpan<ulong> keys, ReadOnlySpan<double> signedWeights, PrebinAccumulator prebins, CancellationToken cancellationToken)
    {
        var cuts = new List<double>();
        for (int row = 0; row < keys.Length;)
        {
            int first = row;
            double events = 0, nonEvents = 0;
            for (; row < keys.Length && keys[row] == keys[first]; row++)
            {
                if (row % Stride == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                events += Math.Max(signedWeights[row], 0);
                nonEvents += Math.Max(-signedWeights[row], 0);
            }

            if (prebins.Add(events, nonEvents) && first > 0)
                cuts.Add(ShortestCut.Between(SortableDouble.FromKey(keys[first - 1]), SortableDouble.FromKey(keys[first])));
        }

        return ([.. cuts], prebins);
    }
}
