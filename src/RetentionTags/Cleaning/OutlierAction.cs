namespace RetentionTags.Cleaning;

/// <summary>What happens to outliers.</summary>
public enum OutlierAction
{
    /// <summary>They stay, and the report lists them.</summary>
    Report,

    /// <summary>They stay, and a column <c>…_outlier</c> is added, 1 in their rows and 0 elsewhere, where training rows have any.</summary>
    Flag,

    /// <summary>They are set to the limit that they are beyond.</summary>
    Winsorise,

    /// <summary>Their rows are dropped from a training set. In a table they stay and are listed.</summary>
    DropRow,
}
