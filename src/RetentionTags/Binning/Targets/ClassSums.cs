namespace RetentionTags.Binning.Targets;

/// <summary>The weight of each class in some rows: of their own, of an interval of pre-bins, or of both together.</summary>
internal readonly struct ClassSums(double[]? own, ClassIntervals? intervals = null, int start = 0, int end = 0)
{
    private readonly double[]? _own = own;

    /// <summary>The weight of a class.</summary>
    public double this[int k] => (intervals is null ? 0 : intervals.Weight(k, start, end)) + (_own is null ? 0 : _own[k]);

    public ClassSums And(double[] more) => new(more, intervals, start, end);

    public double[] ToArray(int classCount)
    {
        var counts = new double[classCount];
        for (int k = 0; k < classCount; k++)
            counts[k] = this[k];
        return counts;
    }
}
