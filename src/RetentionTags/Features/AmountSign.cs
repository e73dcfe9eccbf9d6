namespace RetentionTags.Features;

/// <summary>Which events a filter lets through by their amounts.</summary>
public enum AmountSign
{
    /// <summary>All.</summary>
    Any,

    /// <summary>Those with an amount of at least 0: no refunds.</summary>
    NotNegative,

    /// <summary>Those with an amount below 0: refunds.</summary>
    Negative,
}
