namespace RetentionTags.Binning.Solvers;

/// <summary>The best division of the pre-bins into exactly so many bins, for one trend and one set of rules.</summary>
internal interface IOptima
{
    Partition? Optimum(int bins);

    /// <summary>A value that the best division into so many bins does not exceed, cheaper to come by; <see cref="ChainTable.None"/> when there is certainly none.</summary>
    long Bound(int bins);

    /// <summary>The value of the best division into any number of bins from <paramref name="fewest"/> to <paramref name="most"/>; <see cref="ChainTable.None"/> when there is none.</summary>
    long Highest(int fewest, int most);
}
