namespace RetentionTags.Selection;

/// <summary>How relevance and redundancy are weighed against each other.</summary>
public enum RedundancyScheme
{
    /// <summary>Relevance − mean redundancy (MID).</summary>
    Difference,

    /// <summary>Relevance / mean redundancy (MIQ).</summary>
    Quotient,
}
