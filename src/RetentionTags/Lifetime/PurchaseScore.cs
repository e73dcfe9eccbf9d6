namespace RetentionTags.Lifetime;

/// <summary>How well one score foretold who would buy.</summary>
/// <param name="Name">What the score is.</param>
/// <param name="Auc">The area under its ROC curve, 0–1; 0.5 is chance, below is upside down. NaN when all bought, or none.</param>
/// <param name="Brier">The mean squared difference to 0 or 1; NaN for what is no probability.</param>
/// <param name="ExpectedBuyers">The sum of probabilities; NaN for what is no probability of a purchase.</param>
/// <param name="Note">What to think of it, or nothing.</param>
public sealed record PurchaseScore(string Name, double Auc, double Brier, double ExpectedBuyers, string Note);
