namespace RetentionTags.Lifetime;

/// <summary>What the likelihoods of purchase models in continuous time share: their patterns and the scale of time.</summary>
internal abstract class PurchaseLikelihood : LogLikelihood
{
    protected PurchaseLikelihood(PurchasePattern[] patterns)
    {
        Patterns = patterns;
        double purchases = 0, tenure = 0;
        foreach (PurchasePattern pattern in patterns)
        {
            TotalWeight += pattern.Weight;
            purchases += pattern.Weight * pattern.RepeatPurchases;
            tenure += pattern.Weight * pattern.Tenure;
            Last = Math.Max(Last, pattern.RepeatPurchases);
        }

        MeanTenure = tenure / TotalWeight;
        Rate = purchases / tenure;
    }

    public sealed override double TotalWeight { get; }

    protected PurchasePattern[] Patterns { get; }

    /// <summary>The greatest number of repeat purchases.</summary>
    protected int Last { get; }

    protected double MeanTenure { get; }

    /// <summary>Repeat purchases for each unit of time: what r/α would be if nobody ever left.</summary>
    protected double Rate { get; }
}
