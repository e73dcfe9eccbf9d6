namespace RetentionTags.Scoring;

/// <summary>Which way points run.</summary>
public enum PointsDirection
{
    /// <summary>More points, more probable event. For events that are wished for, such as a repurchase.</summary>
    HigherIsMoreLikely,

    /// <summary>More points, less probable event. For events that are not, such as churn, when a high score is to be good news.</summary>
    HigherIsLessLikely,
}
