namespace RetentionTags.Binning.Solvers;

/// <summary>The missing rows are part of the first bin or of the last, whichever that is, so they need not be placed: rules are told by where a bin stands.</summary>
/// <param name="policy"><see cref="PlacementPolicy.FirstBin"/> or <see cref="PlacementPolicy.LastBin"/>.</param>
/// <param name="size">The number of pre-bins.</param>
/// <param name="rules">The rules that want to know which bin has the missing rows.</param>
internal sealed class MissingAtEnd(PlacementPolicy policy, int size, PartitionRules rules) : IPairRule, IAllPairsRule
{
    public bool IsFirst => policy == PlacementPolicy.FirstBin;

    public bool TakesMissing(int start, int end) => IsFirst ? start == 0 : end == size;

    public bool Allows(int start, int middle, int end, MissingSide missing = MissingSide.Neither) =>
        rules.Pairs!.Allows(start, middle, end, SideOf(start, end));

    public bool Allows(int start1, int end1, int start2, int end2, MissingSide missing = MissingSide.Neither) =>
        rules.AllPairs!.Allows(start1, end1, start2, end2, SideOf(start1, end2));

    private MissingSide SideOf(int start, int end) =>
        !TakesMissing(start, end) ? MissingSide.Neither : IsFirst ? MissingSide.Left : MissingSide.Right;
}
