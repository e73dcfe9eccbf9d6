namespace RetentionTags.Scoring;

/// <summary>What the regression of a scorecard sees of a column.</summary>
public enum ScorecardCoding
{
    /// <summary>The weight of evidence of the row's bin: one coefficient for each column, and bins keep their order and their distances.</summary>
    WeightOfEvidence,

    /// <summary>
    /// A column of 0 and 1 for each bin but one, see <see cref="Binning.BinningModel.ToIndicators"/>: one coefficient for each bin, so that other columns can move the bins of one against one another. More coefficients, so more rows are needed.
    /// </summary>
    BinIndicators,
}
