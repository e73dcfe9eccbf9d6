using RetentionTags.Binning.Prebins;

namespace RetentionTags.Tests.Support;

/// <summary>The distinct values of a column by their definition: rows grouped by value and added up.</summary>
internal sealed class GroupedValues(double[] values, double[] weights)
{
    private readonly int[][] _groups =
        [.. Enumerable.Range(0, values.Length).Where(row => !double.IsNaN(values[row]) && (weights.Length == 0 || weights[row] > 0)).GroupBy(row => values[row]).OrderBy(group => group.Key).Select(group => group.ToArray())];

    /// <summary>Adding 0.0 turns −0 into 0.</summary>
    private double[] Distinct => [.. _groups.Select(group => values[group[0]] + 0.0)];

    /// <summary>For a target of several classes.</summary>
    public SortedValues OfClasses(int[] classes, int classCount) =>
        new(Distinct, Sums(_ => 1), [], [.. Enumerable.Range(0, classCount).Select(k => Sums(row => classes[row] == k ? 1 : 0))]) { MissingWeight = Missing(_ => 1) };

    /// <summary>For a number as target.</summary>
    public SortedValues OfTargets(double[] targets) =>
        new(Distinct, Sums(_ => 1), Sums(row => targets[row]), []) { MissingWeight = Missing(_ => 1), MissingSum = Missing(row => targets[row]) };

    private double[] Sums(Func<int, double> target) => [.. _groups.Select(group => group.Sum(row => Weighted(row, target)))];

    private double Missing(Func<int, double> target) => Enumerable.Range(0, values.Length).Where(row => double.IsNaN(values[row])).Sum(row => Weighted(row, target));

    private double Weighted(int row, Func<int, double> target) => (weights.Length == 0 ? 1 : weights[row]) * target(row);
}
