namespace RetentionTags.Explanations;

/// <summary>What a score is compared with.</summary>
public enum BaselineKind
{
    /// <summary>The mean of the training rows.</summary>
    Population,

    /// <summary>A row that is in the regular bin with the lowest log-odds of every column (of equal ones the first): the best there is when the event is not wished for. No contribution of a regular bin is negative then.</summary>
    LowestLogOdds,

    /// <summary>A row that is in the regular bin with the highest log-odds of every column (of equal ones the first): the best there is when the event is wished for. No contribution of a regular bin is positive then.</summary>
    HighestLogOdds,

    /// <summary>The mean of chosen rows.</summary>
    Cohort,
}
