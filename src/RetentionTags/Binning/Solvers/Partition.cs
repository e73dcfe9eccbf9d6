namespace RetentionTags.Binning.Solvers;

/// <summary>A way to divide the pre-bins into bins.</summary>
/// <param name="Value">Its information value in units of <see cref="InformationUnits"/>.</param>
/// <param name="Starts">The first pre-bin of each bin; the first of them is 0.</param>
internal sealed record Partition(long Value, int[] Starts)
{
    public int BinCount => Starts.Length;

    /// <summary>Whether this is to be preferred: a higher value or, if equal, cuts further to the left. Both have as many bins.</summary>
    public bool IsBetterThan(Partition? other) =>
        other is null || Value > other.Value || (Value == other.Value && Starts.AsSpan().SequenceCompareTo(other.Starts) < 0);
}
