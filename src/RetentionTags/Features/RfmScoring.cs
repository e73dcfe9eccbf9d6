namespace RetentionTags.Features;

/// <summary>How values become scores.</summary>
public enum RfmScoring
{
    /// <summary>By cut-offs among the values, so that equal values have equal scores. Where many values are equal, some scores are never given.</summary>
    ValueCuts,

    /// <summary>
    /// By cut-offs among the ranks of the rows that are scored together, equal values in the order of rows (tiles): every score is given to about as many rows, but rows with equal values may have different scores, and other rows beside it change a row's score.
    /// </summary>
    RankTiles,
}
