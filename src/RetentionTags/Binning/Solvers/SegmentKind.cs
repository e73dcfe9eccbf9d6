namespace RetentionTags.Binning.Solvers;

/// <summary>Where a bin of a chain stands with respect to the missing rows. From left to right a chain is Before … Before, Taker, After … After; without missing rows to place it is After only.</summary>
internal enum SegmentKind
{
    /// <summary>Left of the bin that takes the missing rows.</summary>
    Before,

    /// <summary>The bin that takes the missing rows.</summary>
    Taker,

    /// <summary>Right of the bin that takes the missing rows, or there are none to take.</summary>
    After,
}
