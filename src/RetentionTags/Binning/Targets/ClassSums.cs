namespace RetentionTags.Binning.Targets;

/// <summary>The weight of each class in some rows: given, or those of an interval of pre-bins, which are computed when they are asked for.</summary>
internal readonly struct ClassSums(double[]? given, ClassIntervals? intervals = null, int start = 0, int end = 0)
{
    /// <summary>The weight of a class.</summary>
    public double this[int k] => given is null ? intervals!.Weight(k, start, end) : given[k];

    public double[] ToArray(int classCount)
    {
        var counts = new double[classCount];
        for (int k = 0; k < classCount; k++)
            counts[k] = this[k];
        return counts;
    }
}
