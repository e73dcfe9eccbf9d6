namespace RetentionTags.Binning.Solvers;

/// <summary>Which bin may take the missing rows.</summary>
internal enum PlacementPolicy
{
    /// <summary>Any: the one with which the division is worth most.</summary>
    Nearest,

    /// <summary>One whose level, the missing rows included, no other bin exceeds.</summary>
    HighestLevel,

    /// <summary>One whose level, the missing rows included, no other bin falls below.</summary>
    LowestLevel,

    /// <summary>The one that begins with the first pre-bin.</summary>
    FirstBin,

    /// <summary>The one that ends with the last pre-bin.</summary>
    LastBin,
}
