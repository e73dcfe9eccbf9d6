namespace RetentionTags.Lifetime;

/// <summary>How many customers made so many purchases, and how many a model expects to.</summary>
/// <param name="Purchases">The number of purchases, at least 0.</param>
/// <param name="IsOrMore">Whether it stands for this number and all above.</param>
/// <param name="Actual">The weight of the customers who did.</param>
/// <param name="Expected">The weight that the model expects: the sum of weights times probabilities.</param>
public sealed record PurchaseFrequency(int Purchases, bool IsOrMore, double Actual, double Expected)
{
    /// <summary>What this line adds to the chi-square statistic, (actual − expected)² / expected; infinite where customers are and none are expected.</summary>
    public double ChiSquare => Actual == Expected ? 0 : (Actual - Expected) * (Actual - Expected) / Expected;

    /// <summary>The number as people read it.</summary>
    /// <returns>Such as <c>3</c> or <c>7+</c>.</returns>
    public override string ToString() => Invariant($"{Purchases}{(IsOrMore ? "+" : "")}");
}
