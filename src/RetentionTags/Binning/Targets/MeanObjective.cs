namespace RetentionTags.Binning.Targets;

/// <summary>What <see cref="MeanBinning"/> maximises. With a bin's weight c and mean m, and the mean of all rows M:</summary>
public enum MeanObjective
{
    /// <summary>The sum of squares between bins, Σ c (m − M)²: what the bins explain of the target's variance. To maximise it is to minimise the squares within bins.</summary>
    BetweenGroups,

    /// <summary>Σ |m − M|, in the unit of the target and without weights, as optbinning has it: small bins far from the mean count as much as large ones.</summary>
    AbsoluteDifferences,
}
