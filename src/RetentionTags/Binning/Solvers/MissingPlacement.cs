namespace RetentionTags.Binning.Solvers;

/// <summary>
/// The exact optimum in which exactly one bin also takes the missing rows: the cuts and that bin are chosen together. <see cref="Partition.MissingBin"/> says which it is; of equal
/// values and cuts it is the leftmost.
/// </summary>
/// <remarks>
/// <para>
/// A chain of bins carries with it whether the missing rows have been placed, so <see cref="PlacementPolicy.Nearest"/>, <see cref="PlacementPolicy.FirstBin"/> and
/// <see cref="PlacementPolicy.LastBin"/> are one dynamic program. The highest and the lowest level are a rule for all bins: neighbours obey it in the program, and where a bin further off breaks it,
/// the problem is divided by the level of the bin that takes the missing rows.
/// </para>
/// <para>Trend and rules hold for that bin with the missing rows in it; its place on the axis does not depend on them.</para>
/// </remarks>
internal sealed class MissingPlacement
{
    private readonly PartitionSolver _solver;

    /// <param name="plain">The intervals that may be bins, without the missing rows.</param>
    /// <param name="withMissing">The intervals that may be the bin with the missing rows, with them in value and level.</param>
    /// <param name="policy">Which bin takes them.</param>
    /// <param name="rules">What the bins have to satisfy besides.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public MissingPlacement(IntervalTable plain, IntervalTable withMissing, PlacementPolicy policy, PartitionRules rules, CancellationToken cancellationToken)
    {
        IntervalTable takers = policy switch
        {
            PlacementPolicy.FirstBin => withMissing.Where((start, _) => start == 0),
            PlacementPolicy.LastBin => withMissing.Where((_, end) => end == withMissing.Size),
            _ => withMissing,
        };
        _solver = new(new Placement(plain, takers), policy, rules, cancellationToken);
    }

    /// <inheritdoc cref="PartitionSolver.Best"/>
    public Partition? Best(Trend trend) => _solver.Best(trend);

    /// <inheritdoc cref="PartitionSolver.BestOf"/>
    public Partition? BestOf(Trend trend, int bins) => _solver.BestOf(trend, bins);

    /// <inheritdoc cref="PartitionSolver.MostBins"/>
    public int MostBins(Trend trend) => _solver.MostBins(trend);
}
