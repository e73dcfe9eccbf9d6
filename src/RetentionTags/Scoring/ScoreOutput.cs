namespace RetentionTags.Scoring;

/// <summary>What becomes of the log-odds of a batch.</summary>
internal enum ScoreOutput
{
    /// <summary>They stay what they are.</summary>
    LogOdds,

    /// <summary>Points on the recipe's scale.</summary>
    Points,

    /// <summary>Probabilities, calibrated where the card is.</summary>
    Probability,
}
