namespace RetentionTags.Sql;

/// <summary>What a scoring statement gives of each row. Names may be joined by <c>|</c>.</summary>
[Flags]
public enum ScoreColumns
{
    /// <summary>Nothing but the columns that are kept.</summary>
    None = 0,

    /// <summary>Column <c>log_odds</c>: the same to the bit as <c>Scorecard.LogOdds</c>.</summary>
    LogOdds = 1,

    /// <summary>Column <c>probability</c>: that of <c>Scorecard.Score</c>, through the card's calibration if there is one beside it.</summary>
    Probability = 2,

    /// <summary>Column <c>uncalibrated_probability</c>: the probability before a calibration that is beside the card.</summary>
    UncalibratedProbability = 4,

    /// <summary>Column <c>points</c>: those of <c>Scorecard.Points</c>, rounded where the card's scale rounds.</summary>
    Points = 8,

    /// <summary>For each of the card's columns its name with <c>_bin</c>: the index of the row's bin.</summary>
    Bins = 16,

    /// <summary>For each of the card's columns its name with <c>_label</c>: the label of the row's bin.</summary>
    Labels = 32,

    /// <summary>For each of the card's columns its name with <c>_woe</c>: the weight of evidence of the row's bin.</summary>
    WeightsOfEvidence = 64,

    /// <summary>For each of the card's columns its name with <c>_contribution</c>: what it adds to the log-odds beyond its mean at the card's baseline, as in <c>Scorecard.Contributions</c>.</summary>
    Contributions = 128,
}
