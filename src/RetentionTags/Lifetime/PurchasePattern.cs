namespace RetentionTags.Lifetime;

/// <summary>What a purchase model knows of a customer, and how many customers share it.</summary>
/// <param name="RepeatPurchases">x: purchases after the first, at least 0. For opportunities: how many were used.</param>
/// <param name="LastPurchase">t: from the first purchase to the last, in the summary's unit; 0 without a repeat purchase, at most the tenure. For opportunities: the number of the last one used.</param>
/// <param name="Tenure">T: from the first purchase to the end of observation. For opportunities: how many there were.</param>
/// <param name="Weight">The sum of weights of the customers with this pattern.</param>
public readonly record struct PurchasePattern(int RepeatPurchases, double LastPurchase, double Tenure, double Weight);
