namespace RetentionTags.Binning.Prebins;

/// <summary>What a tree maximises when it divides values: the impurity of a run of values, negated and times its weight, from running sums.</summary>
internal sealed class SegmentScore
{
    private readonly double[] _weight;
    private readonly double[][] _parts;
    private readonly bool _isEntropy;

    private SegmentScore(SortedValues sorted, double[][] parts, bool isEntropy)
    {
        _weight = RunningSum(sorted.Weights);
        _parts = [.. parts.Select(RunningSum)];
        _isEntropy = isEntropy;
        double alone = 0;
        for (int i = 0; i < sorted.Count; i++)
            alone += Of(i, i + 1);
        Rounding = 1e-12 * (sorted.Count == 0 ? 0 : Math.Max(alone - Of(0, sorted.Count), 0));
    }

    /// <summary>10⁻¹² of what separating all values gains: smaller differences between gains are no differences.</summary>
    public double Rounding { get; }

    /// <summary>
    /// The sum of squares that means explain: (Σ weight · target)² / weight, of targets less their mean. For classes the same, summed over their indicators: Gini's impurity. For a binary target the
    /// two lead to the same divisions.
    /// </summary>
    public static SegmentScore Variance(SortedValues sorted)
    {
        if (sorted.Sums.Length == 0)
            return new(sorted, sorted.Classes, isEntropy: false);
        double sum = 0;
        foreach (double part in sorted.Sums)
            sum += part;
        double mean = sum / sorted.TotalWeight;
        return new(sorted, [[.. sorted.Sums.Select((part, i) => part - (mean * sorted.Weights[i]))]], isEntropy: false);
    }

    /// <summary>Σ over classes of w log₂ w, less W log₂ W: the entropy of the class frequencies in bits, times −W.</summary>
    public static SegmentScore Entropy(SortedValues sorted) => new(sorted, sorted.Classes, isEntropy: true);

    public double Weight(int start, int end) => _weight[end] - _weight[start];

    /// <summary>The score of the values from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public double Of(int start, int end)
    {
        double weight = Weight(start, end), sum = 0;
        foreach (double[] part in _parts)
        {
            double x = part[end] - part[start];
            sum += _isEntropy ? TimesLog(x) : x * x / weight;
        }

        return _isEntropy ? sum - TimesLog(weight) : sum;
    }

    /// <summary>What dividing a run of values before one of them gains; never below 0 but for rounding.</summary>
    public double Gain(int start, int at, int end) => Of(start, at) + Of(at, end) - Of(start, end);

    /// <summary>The number of classes that a run of values has.</summary>
    public int ClassCount(int start, int end) => _parts.Count(part => part[end] > part[start]);

    private static double TimesLog(double x) => x > 0 ? x * Math.Log2(x) : 0;

    private static double[] RunningSum(double[] parts)
    {
        var sums = new double[parts.Length + 1];
        for (int i = 0; i < parts.Length; i++)
            sums[i + 1] = sums[i] + parts[i];
        return sums;
    }
}
