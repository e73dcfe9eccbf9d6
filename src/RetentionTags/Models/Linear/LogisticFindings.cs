namespace RetentionTags.Models.Linear;

/// <summary>What several ways of fitting have to say in the same words.</summary>
internal static class LogisticFindings
{
    public static Finding Penalised { get; } = new(FindingSeverity.Note, FindingCodes.PenalisedInference, "a penalised fit is biased on purpose, so it has no standard errors.");

    public static Finding NotConverged(LogisticRegression recipe, int iterations, StopReason reason, double remaining) => new(FindingSeverity.Warning, FindingCodes.NotConverged, Invariant($"the fit stopped after {iterations} steps ({reason}) with {remaining:G3} standard errors left to go; the tolerance is {recipe.Tolerance:G3}. Raise MaxIterations, look for columns that nearly determine one another, or for a few extreme values."));

    public static Finding Dependent(string column, bool isConstant) =>
        new(FindingSeverity.Warning, FindingCodes.CollinearColumn, isConstant ? "it is constant; its coefficient is 0." : "it is a linear combination of the columns before it; its coefficient is 0, and the others tell of both.", column);
}
