namespace RetentionTags.Binning.Solvers;

/// <summary>The best divisions of the pre-bins, for one trend and one set of rules.</summary>
internal interface IOptima
{
    /// <summary>The best division into exactly so many bins.</summary>
    Partition? Optimum(int bins);

    /// <summary>A value that the best division into so many bins does not exceed, cheaper to come by; <see cref="ChainTable.None"/> when there is certainly none.</summary>
    long Bound(int bins);

    /// <summary>
    /// The division with the highest value of those into <paramref name="fewest"/> to <paramref name="most"/> bins; of equal values the one with fewer bins. As it stands here, for methods whose
    /// bound is the value.
    /// </summary>
    Partition? Highest(int fewest, int most)
    {
        int best = fewest;
        long highest = Bound(fewest);
        for (int bins = fewest + 1; bins <= most; bins++)
        {
            long value = Bound(bins);
            if (value > highest)
                (best, highest) = (bins, value);
        }

        return Optimum(best);
    }
}
