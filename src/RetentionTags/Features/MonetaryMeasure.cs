namespace RetentionTags.Features;

/// <summary>What the monetary value of RFM is, of the values v₁ … vₙ of an entity's purchases.</summary>
public enum MonetaryMeasure
{
    /// <summary>v₁ + … + vₙ: column <c>monetary</c>; 0 without a purchase.</summary>
    Sum,

    /// <summary>(v₁ + … + vₙ) / n: column <c>mean_amount</c>; missing without a purchase.</summary>
    MeanAll,

    /// <summary>(v₂ + … + vₙ) / (n − 1): column <c>repeat_mean_amount</c>; 0 for a single purchase, missing without one.</summary>
    MeanRepeat,
}
