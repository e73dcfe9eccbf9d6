namespace RetentionTags.Binning.Solvers;

/// <summary>Rules that concern bins wherever they stand, and how a problem is divided in two when a division breaks one of them.</summary>
/// <param name="allPairs">A rule for every two bins, or none.</param>
/// <param name="policy">Whether the bin that takes the missing rows has to have the highest or the lowest level.</param>
internal sealed class Branching(IAllPairsRule? allPairs, PlacementPolicy policy)
{
    /// <summary>Whether two bins, the first on the left, may belong to one division.</summary>
    public bool Allows(Placement problem, Segment left, Segment right) =>
        (!left.TakesMissing || IsNoFurther(problem, right, left))
        && (!right.TakesMissing || IsNoFurther(problem, left, right))
        && allPairs?.Allows(left.Start, left.End, right.Start, right.End, Segment.SideOf(left, right)) != false;

    /// <summary>Two parts of a problem that together hold all divisions satisfying the rules, and neither of them this one; nothing when it satisfies them itself.</summary>
    public Placement[] Split(Placement problem, Partition partition, CancellationToken cancellationToken)
    {
        Segment[] bins = problem.SegmentsOf(partition);
        if (partition.MissingBin >= 0 && SplitByLevel(problem, bins, bins[partition.MissingBin]) is Placement[] parts)
            return parts;
        for (int left = 0; left < bins.Length; left++)
        {
            for (int right = left + 1; right < bins.Length; right++)
            {
                if (!Allows(problem, bins[left], bins[right]))
                    return SplitByBin(problem, bins[left], bins[right], cancellationToken);
            }
        }

        return [];
    }

    private static List<Segment> BinsWith(Placement problem, int prebin)
    {
        var bins = new List<Segment>();
        foreach (bool takesMissing in (ReadOnlySpan<bool>)[false, true])
        {
            if (takesMissing && problem.WithMissing is null)
                break;
            for (int start = 0; start <= prebin; start++)
            {
                for (int end = prebin + 1; end <= problem.Size; end++)
                {
                    if (problem.TableOf(takesMissing).IsAllowed(start, end))
                        bins.Add(new(start, end, takesMissing));
                }
            }
        }

        return bins;
    }

    /// <summary>A bin's level, so turned that the bin that takes the missing rows has to have the highest.</summary>
    private double HeightOf(Placement problem, Segment bin) => policy == PlacementPolicy.LowestLevel ? -problem.LevelOf(bin) : problem.LevelOf(bin);

    private bool IsNoFurther(Placement problem, Segment bin, Segment taker) =>
        policy is not (PlacementPolicy.HighestLevel or PlacementPolicy.LowestLevel) || HeightOf(problem, bin) <= HeightOf(problem, taker);

    /// <summary>
    /// Some bin is higher than the one that takes the missing rows. Either no bin is higher than a threshold between the two, or the one that takes the missing rows is: the
    /// threshold is the middle one of the heights that it can have there.
    /// </summary>
    private Placement[]? SplitByLevel(Placement problem, Segment[] bins, Segment taker)
    {
        if (Array.TrueForAll(bins, bin => IsNoFurther(problem, bin, taker)))
            return null;
        double lowest = HeightOf(problem, taker), highest = bins.Max(bin => HeightOf(problem, bin));
        var heights = new List<double>();
        problem.WithMissing!.Where((start, end) =>
        {
            double height = HeightOf(problem, new(start, end, true));
            if (height >= lowest && height < highest)
                heights.Add(height);
            return false;
        });
        heights.Sort();
        double threshold = heights[heights.Count / 2];
        return
        [
            problem.Where(bin => HeightOf(problem, bin) <= threshold),
            problem.Where(bin => !bin.TakesMissing || HeightOf(problem, bin) > threshold),
        ];
    }

    /// <summary>
    /// Two bins exclude one another. The bins that can hold the first pre-bin of one of them are halved by their level, and either half must hold it; so, half by half, any other
    /// bin goes with which none of the half may stand. That shuts out whole neighbourhoods of bins instead of one bin at a time.
    /// </summary>
    private Placement[] SplitByBin(Placement problem, Segment left, Segment right, CancellationToken cancellationToken)
    {
        List<Segment> leftRivals = BinsWith(problem, left.Start), rightRivals = BinsWith(problem, right.Start);
        (Segment chosen, List<Segment> rivals) = leftRivals.Count >= rightRivals.Count ? (left, leftRivals) : (right, rightRivals);
        rivals.Sort((a, b) => Compare(problem, a, b));
        int half = rivals.Count / 2;
        return [PartWith(rivals[..half]), PartWith(rivals[half..])];

        Placement PartWith(List<Segment> members)
        {
            var set = new HashSet<Segment>(members);
            return problem.Where(bin =>
            {
                if (bin.Contains(chosen.Start))
                    return set.Contains(bin);
                cancellationToken.ThrowIfCancellationRequested();
                return members.Exists(member => CanCoexist(problem, bin, member));
            });
        }
    }

    private bool CanCoexist(Placement problem, Segment a, Segment b)
    {
        if (a.TakesMissing && b.TakesMissing)
            return false;
        return a.End <= b.Start ? Allows(problem, a, b) : b.End <= a.Start && Allows(problem, b, a);
    }

    private static int Compare(Placement problem, Segment a, Segment b)
    {
        int order = problem.LevelOf(a).CompareTo(problem.LevelOf(b));
        if (order == 0)
            order = a.Start.CompareTo(b.Start);
        if (order == 0)
            order = a.End.CompareTo(b.End);
        return order != 0 ? order : a.TakesMissing.CompareTo(b.TakesMissing);
    }
}
