namespace RetentionTags.Scoring;

/// <summary>Where the points stand that belong to no bin: those of the intercept.</summary>
public enum BasePlacement
{
    /// <summary>On a line of their own; a bin without evidence has 0 points.</summary>
    OwnLine,

    /// <summary>Spread evenly over the columns, so that a row's points are one number of each column and nothing else.</summary>
    Spread,

    /// <summary>On a line of their own, together with the smallest points of each column: no bin has fewer than 0 points, and the base is the lowest score that there is.</summary>
    LowestIsZero,
}
