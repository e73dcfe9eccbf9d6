using RetentionTags.Lifetime;

namespace RetentionTags.Persistence;

/// <summary>The evaluation of a purchase model as it is saved.</summary>
internal sealed record PurchaseEvaluationDocument(double Horizon, TimeUnitDocument Unit, double TotalWeight, double ActualBuyers, ValueList<PurchaseScore> Scores, ValueList<Finding> Findings)
{
    public static PurchaseEvaluationDocument Of(PurchaseEvaluation evaluation) => new(
        evaluation.Horizon.Length,
        TimeUnitDocument.Of(evaluation.Horizon.Unit),
        evaluation.TotalWeight,
        evaluation.ActualBuyers,
        evaluation.Scores,
        evaluation.Findings);

    public PurchaseEvaluation ToEvaluation() => new(Lifetime.Horizon.Of(Horizon, Unit.ToUnit()), TotalWeight, ActualBuyers, Scores, Findings);
}
