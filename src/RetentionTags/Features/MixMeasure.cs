namespace RetentionTags.Features;

/// <summary>What is said of a mix of categories. With the weight W_c of category c, above 0, p_c = W_c / Σ W.</summary>
public enum MixMeasure
{
    /// <summary>Number of categories with a weight above 0; 0 when there are none.</summary>
    CategoryCount,

    /// <summary>Entropy −Σ p ln p, in nats: 0 for one category, ln n for n equal shares; missing when there are no categories.</summary>
    Entropy,

    /// <summary>Herfindahl–Hirschman index Σ p²: 1 for one category, 1/n for n equal shares; missing when there are no categories.</summary>
    Concentration,

    /// <summary>The greatest p; missing when there are no categories.</summary>
    TopShare,

    /// <summary>Sum of 2^(−age / half-life) over the events that have a category, which says how much the shares rest on; without a half-life their number. 0 when there are none.</summary>
    EffectiveCount,

    /// <summary>The category of the first event that has one, as a category; missing when none has.</summary>
    First,

    /// <summary>The category of the last event that has one, as a category; missing when none has.</summary>
    Last,
}
