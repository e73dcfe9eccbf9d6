namespace RetentionTags.Binning;

/// <summary>By which rule <see cref="FixedBinning"/> cuts a column.</summary>
public enum FixedRule
{
    /// <summary>At quantiles, so that bins hold about equally many rows.</summary>
    EqualFrequency,

    /// <summary>Into intervals of equal width between the lowest and the highest finite value.</summary>
    EqualWidth,

    /// <summary>Where a decision tree would: the cut with the highest gain of information (entropy) first, then the best cut of all bins again, until there are enough bins.</summary>
    InformationGain,

    /// <summary>By merging the neighbours whose event rates differ least (χ²) until the rest differ significantly (ChiMerge; Kerber 1992).</summary>
    ChiMerge,

    /// <summary>By recursive cuts for as long as they shorten the description of the labels (minimum description length; Fayyad and Irani 1993).</summary>
    MinimumDescriptionLength,

    /// <summary>Where <see cref="FixedBinning.Cuts"/> and <see cref="FixedBinning.CategoryGroups"/> say.</summary>
    Given,
}
