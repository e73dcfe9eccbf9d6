using System.Runtime.InteropServices;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Targets;

/// <summary>The rows of a column, in order of value and then of target; those of missing and special values apart, in order of target.</summary>
internal sealed class ColumnRows<TSums>
{
    private readonly Target<TSums> _target;
    private readonly CancellationToken _cancellationToken;
    private readonly int[] _rows;
    private int[] _strata = new int[256];
    private double[] _weights = new double[256];

    private ColumnRows(Target<TSums> target, ulong[] keys, int[] rows, List<int>[] apart, CancellationToken cancellationToken)
    {
        (_target, _rows, _cancellationToken) = (target, rows, cancellationToken);
        RadixSort.Sort(keys.AsSpan(), rows.AsSpan(), cancellationToken);
        List<int> starts = [];
        for (int i = 0; i < keys.Length; i++)
        {
            TargetRows.CheckSometimes(i, cancellationToken);
            if (i == 0 || keys[i] != keys[i - 1])
                starts.Add(i);
        }

        FirstRows = [.. starts.Select(start => rows[start])];
        Starts = [.. starts, keys.Length];
        Apart = [.. apart.Select(group => Sum(CollectionsMarshal.AsSpan(group)))];
        AreThere = [.. apart.Select(group => group.Count > 0)];
    }

    /// <summary>The number of distinct values.</summary>
    public int Count => FirstRows.Length;

    /// <summary>For each distinct value a row that has it.</summary>
    public int[] FirstRows { get; }

    /// <summary>Where the rows of each distinct value begin, and the end.</summary>
    public int[] Starts { get; }

    /// <summary>What is known of each special group, and last of the missing rows.</summary>
    public TSums[] Apart { get; }

    /// <summary>Whether there are rows of each special group, and missing ones.</summary>
    public bool[] AreThere { get; }

    /// <param name="target">Says in which order rows are summed.</param>
    /// <param name="groupCount">The number of special groups.</param>
    /// <param name="groupOf">For a row its special group, the number of groups when it is missing, and −1 otherwise.</param>
    /// <param name="keyOf">For a row a number in the order of values.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ColumnRows<TSums> Of(Target<TSums> target, int groupCount, Func<int, int> groupOf, Func<int, ulong> keyOf, CancellationToken cancellationToken)
    {
        int[] order = target.Rows.Order;
        var keys = new ulong[order.Length];
        var rows = new int[order.Length];
        var apart = new List<int>[groupCount + 1];
        for (int group = 0; group <= groupCount; group++)
            apart[group] = [];
        int count = 0;
        for (int i = 0; i < order.Length; i++)
        {
            TargetRows.CheckSometimes(i, cancellationToken);
            int group = groupOf(order[i]);
            if (group >= 0)
            {
                apart[group].Add(order[i]);
                continue;
            }

            keys[count] = keyOf(order[i]);
            rows[count++] = order[i];
        }

        return new(target, keys[..count], rows[..count], apart, cancellationToken);
    }

    /// <summary>What is known of the rows of the distinct values from one up to, not including, another.</summary>
    public TSums Between(int first, int end) => Sum(_rows.AsSpan(Starts[first]..Starts[end]));

    /// <summary>What each distinct value adds to the size of a bin.</summary>
    public double[] Sizes()
    {
        var sizes = new double[Count];
        for (int value = 0; value < sizes.Length; value++)
        {
            TargetRows.CheckSometimes(value, _cancellationToken);
            int strata = Collect(_rows.AsSpan(Starts[value]..Starts[value + 1]));
            for (int i = 0; i < strata; i++)
                sizes[value] += _target.SizeOf(_strata[i], _weights[i]);
        }

        return sizes;
    }

    /// <summary>What is known of some rows, given in order of target or of value and target.</summary>
    public TSums Sum(ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty)
            return _target.Nothing;
        int count = Collect(rows);
        return _target.Sum(_strata.AsSpan(0, count), _weights.AsSpan(0, count));
    }

    /// <summary>Adds up the weights of neighbours of one stratum first, so that a whole weight is the same as copies. Returns the number of strata.</summary>
    private int Collect(ReadOnlySpan<int> rows)
    {
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            TargetRows.CheckSometimes(i + 1, _cancellationToken);
            int stratum = _target.Rows.Strata[rows[i]];
            double weight = _target.Rows.WeightOf(rows[i]);
            if (count > 0 && _strata[count - 1] == stratum)
            {
                _weights[count - 1] += weight;
                continue;
            }

            if (count == _strata.Length)
            {
                Array.Resize(ref _strata, 2 * count);
                Array.Resize(ref _weights, 2 * count);
            }

            (_strata[count], _weights[count]) = (stratum, weight);
            count++;
        }

        return count;
    }
}
