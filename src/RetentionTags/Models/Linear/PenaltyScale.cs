namespace RetentionTags.Models.Linear;

/// <summary>The scale on which a penalty measures coefficients.</summary>
public enum PenaltyScale
{
    /// <summary>As if every column had been divided by its standard deviation, so that the unit of a column does not matter.</summary>
    Standardized,

    /// <summary>The columns as they are.</summary>
    Raw,
}
