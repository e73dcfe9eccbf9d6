namespace RetentionTags.Binning.Solvers;

/// <summary>The last bin of a chain that begins at pre-bin 0, and what its continuation depends on.</summary>
/// <param name="Kind">Where the bin stands with respect to the missing rows.</param>
/// <param name="Start">Its first pre-bin; −1 when there is no bin yet.</param>
/// <param name="End">Where the next bin starts.</param>
/// <param name="Phase">1 when the trend has turned, else 0.</param>
/// <param name="Bound">The slope that the next must not exceed, for the trends that bend.</param>
internal readonly record struct ChainEnd(SegmentKind Kind, int Start, int End, int Phase, double Bound)
{
    /// <summary>Before the first bin.</summary>
    public static ChainEnd Nothing(bool placesMissing) => new(placesMissing ? SegmentKind.Before : SegmentKind.After, -1, 0, 0, double.PositiveInfinity);

    public bool IsNothing => Start < 0;
}
