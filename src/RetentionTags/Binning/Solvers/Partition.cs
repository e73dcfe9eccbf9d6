namespace RetentionTags.Binning.Solvers;

/// <summary>A way to divide the pre-bins into bins.</summary>
/// <param name="Value">The sum of its bins' values, in the unit of the <see cref="IntervalTable"/>.</param>
/// <param name="Starts">The first pre-bin of each bin; the first of them is 0.</param>
/// <param name="MissingBin">The index of the bin that also holds the missing rows; −1 when they are no part of the division.</param>
internal sealed record Partition(long Value, int[] Starts, int MissingBin = -1)
{
    public int BinCount => Starts.Length;

    /// <summary>Whether this is to be preferred: a higher value or, if equal, cuts further to the left or, if equal too, missing rows further to the left. Both have as many bins.</summary>
    public bool IsBetterThan(Partition? other)
    {
        if (other is null || Value != other.Value)
            return other is null || Value > other.Value;
        int order = Starts.AsSpan().SequenceCompareTo(other.Starts);
        return order < 0 || (order == 0 && MissingBin < other.MissingBin);
    }

    /// <summary>The end of a bin.</summary>
    /// <param name="bin">Its index.</param>
    /// <param name="size">The number of pre-bins.</param>
    public int EndOf(int bin, int size) => bin + 1 < Starts.Length ? Starts[bin + 1] : size;
}
