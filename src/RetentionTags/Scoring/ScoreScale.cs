namespace RetentionTags.Scoring;

/// <summary>What a threshold is a threshold of.</summary>
public enum ScoreScale
{
    /// <summary>The probability of the event, through a calibration that is beside the card.</summary>
    Probability,

    /// <summary>The log-odds of the event, before a calibration that is beside the card.</summary>
    LogOdds,

    /// <summary>The card's points; rounded ones where its scale rounds.</summary>
    Points,
}
