namespace RetentionTags.Features;

/// <summary>
/// The two meanings that recency, frequency and monetary value have in the field. They are never mixed: each has its own column names.
/// </summary>
public enum RfmConvention
{
    /// <summary>
    /// For segments and scores: days since the last purchase (small is recent), number of purchases, sum of amounts.
    /// </summary>
    Segmentation,

    /// <summary>
    /// For models of lifetime ("buy till you die"): repeat purchases, days from the first to the last purchase (large is recent), mean amount of the repeat purchases.
    /// </summary>
    PurchaseModel,
}
