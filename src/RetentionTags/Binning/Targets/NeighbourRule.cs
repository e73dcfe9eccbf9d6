using RetentionTags.Binning.Solvers;

namespace RetentionTags.Binning.Targets;

/// <summary>Neighbours differ by as much as the recipe asks for, in size and in significance.</summary>
internal sealed class NeighbourRule<TSums>(Target<TSums> target, Intervals<TSums> intervals, Func<TSums, TSums> withMissing) : IPairRule
{
    public bool Allows(int start, int middle, int end, MissingSide missing = MissingSide.Neither)
    {
        TSums left = intervals[start, middle], right = intervals[middle, end];
        return target.Differ(missing == MissingSide.Left ? withMissing(left) : left, missing == MissingSide.Right ? withMissing(right) : right);
    }
}
