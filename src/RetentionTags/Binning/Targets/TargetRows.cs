using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Targets;

/// <summary>
/// The rows that weigh something, in ascending order of their targets, and for each its stratum: rows of one stratum have the same target. Whatever is summed in this order, with the weights of a stratum summed
/// first, is a function of the multiset of rows, to the bit, and whole weights are copies.
/// </summary>
internal sealed class TargetRows
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    public const int Stride = 1 << 17;

    private readonly TrainingSet _data;

    private TargetRows(TrainingSet data, int[] order, int[] strata, int[] firstRows, double[] weights) =>
        (_data, Order, Strata, FirstRows, Weights) = (data, order, strata, firstRows, weights);

    /// <summary>The rows with weight, in the order of their targets.</summary>
    public int[] Order { get; }

    /// <summary>For each row its stratum; strata ascend with the target.</summary>
    public int[] Strata { get; }

    /// <summary>For each stratum a row that belongs to it.</summary>
    public int[] FirstRows { get; }

    /// <summary>The weight of each stratum.</summary>
    public double[] Weights { get; }

    /// <param name="data">The rows and their weights.</param>
    /// <param name="keys">What targets are ordered by, most important part first: for each row a number of the same order.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static TargetRows Of(TrainingSet data, ReadOnlySpan<ulong[]> keys, CancellationToken cancellationToken)
    {
        int[] order = WithWeight(data, cancellationToken);
        var sorted = new ulong[order.Length];
        for (int part = keys.Length - 1; part >= 0; part--)
        {
            for (int i = 0; i < order.Length; i++)
            {
                CheckSometimes(i, cancellationToken);
                sorted[i] = keys[part][order[i]];
            }

            RadixSort.Sort(sorted.AsSpan(), order.AsSpan(), cancellationToken);
        }

        var strata = new int[data.RowCount];
        List<int> firstRows = [];
        List<double> weights = [];
        for (int i = 0; i < order.Length; i++)
        {
            CheckSometimes(i, cancellationToken);
            if (i == 0 || Differ(keys, order[i - 1], order[i]))
            {
                firstRows.Add(order[i]);
                weights.Add(0);
            }

            strata[order[i]] = weights.Count - 1;
            weights[^1] += data.WeightOf(order[i]);
        }

        return new(data, order, strata, [.. firstRows], [.. weights]);
    }

    public double WeightOf(int row) => _data.WeightOf(row);

    public static void CheckSometimes(int i, CancellationToken cancellationToken)
    {
        if (i % Stride == 0)
            cancellationToken.ThrowIfCancellationRequested();
    }

    private static int[] WithWeight(TrainingSet data, CancellationToken cancellationToken)
    {
        var rows = new int[data.RowCount];
        int count = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            CheckSometimes(row, cancellationToken);
            if (data.WeightOf(row) > 0)
                rows[count++] = row;
        }

        return rows[..count];
    }

    private static bool Differ(ReadOnlySpan<ulong[]> keys, int a, int b)
    {
        foreach (ulong[] part in keys)
        {
            if (part[a] != part[b])
                return true;
        }

        return false;
    }
}
