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
        double[] heights = [.. problem.Segments().Where(bin => bin.TakesMissing).Select(bin => HeightOf(problem, bin)).Where(height => height >= lowest && height < highest).Order()];
        double threshold = heights[heights.Length / 2];
        return
        [
            problem.Where(bin => HeightOf(problem, bin) <= threshold),
            problem.Where(bin => !bin.TakesMissing || HeightOf(problem, bin) > threshold),
        ];
    }

    /// <summary>
    /// Two bins exclude one another. Some pre-bin of theirs is chosen, the one that the fewest bins can hold; these bins are halved by their level, and either half must hold it. So, half by half,
    /// any other bin goes with which none of the half may stand. That shuts out whole neighbourhoods of bins instead of one bin at a time.
    /// </summary>
    private Placement[] SplitByBin(Placement problem, Segment left, Segment right, CancellationToken cancellationToken)
    {
        int[] places = [left.Start, left.End - 1, right.Start, right.End - 1];
        List<Segment>[] rivals = [.. places.Select(place => problem.Segments().Where(bin => bin.Contains(place)).ToList())];
        int fewest = Enumerable.Range(0, places.Length).MinBy(i => rivals[i].Count);
        int prebin = places[fewest];
        List<Segment> bins = rivals[fewest];
        bins.Sort((a, b) => Compare(problem, a, b));
        return [PartWith(bins[..(bins.Count / 2)]), PartWith(bins[(bins.Count / 2)..])];

        Placement PartWith(List<Segment> holders)
        {
            var set = new HashSet<Segment>(holders);
            return problem.Where(bin =>
            {
                if (bin.Contains(prebin))
                    return set.Contains(bin);
                cancellationToken.ThrowIfCancellationRequested();
                return holders.Exists(holder => CanCoexist(problem, bin, holder));
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
