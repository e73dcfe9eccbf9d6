using RetentionTags.Binning;

namespace RetentionTags.Scoring;

/// <summary>Which columns a regression sees out of fold, see <see cref="CrossFittedWoe"/>.</summary>
public enum CrossFitting
{
    /// <summary>Columns of more than 50 categories: their bins are chosen among so many that rows recognise their own labels in them.</summary>
    HighCardinality,

    /// <summary>None.</summary>
    Never,

    /// <summary>All.</summary>
    Always,
}
