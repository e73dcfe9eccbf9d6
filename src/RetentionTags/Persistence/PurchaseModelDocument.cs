using RetentionTags.Lifetime;

namespace RetentionTags.Persistence;

/// <summary>A purchase model as it is saved: which one it is, its parameters, and what is known of its fit.</summary>
internal sealed record PurchaseModelDocument(
    string Model,
    TimeUnitDocument Unit,
    ValueList<double> Parameters,
    PurchaseRecipe? Recipe,
    LikelihoodReport? Report,
    PurchaseEvaluationDocument? Evaluation)
{
    private static readonly (string Name, Type Type, Func<PurchaseModelDocument, PurchaseModel> Read)[] Models =
    [
        ("nbd", typeof(NbdModel), saved => new NbdModel(saved.Parameters.AsSpan(), saved.Unit.ToUnit(), saved.Recipe, saved.Report, saved.Evaluation?.ToEvaluation())),
        ("bg-nbd", typeof(BgNbdModel), saved => new BgNbdModel(saved.Parameters.AsSpan(), saved.Unit.ToUnit(), saved.Recipe, saved.Report, saved.Evaluation?.ToEvaluation())),
        ("mbg-nbd", typeof(MbgNbdModel), saved => new MbgNbdModel(saved.Parameters.AsSpan(), saved.Unit.ToUnit(), saved.Recipe, saved.Report, saved.Evaluation?.ToEvaluation())),
        ("pareto-nbd", typeof(ParetoNbdModel), saved => new ParetoNbdModel(saved.Parameters.AsSpan(), saved.Unit.ToUnit(), saved.Recipe, saved.Report, saved.Evaluation?.ToEvaluation())),
        ("bg-bb", typeof(BgBbModel), saved => new BgBbModel(saved.Parameters.AsSpan(), saved.Recipe, saved.Report, saved.Evaluation?.ToEvaluation())),
    ];

    public static PurchaseModelDocument Of(PurchaseModel model) => new(
        Array.Find(Models, each => each.Type == model.GetType()).Name,
        TimeUnitDocument.Of(model.Unit),
        model.Parameters,
        model.Recipe,
        model.Report,
        model.Evaluation is null ? null : PurchaseEvaluationDocument.Of(model.Evaluation));

    public PurchaseModel ToModel() => Array.Find(Models, each => each.Name == Model).Read?.Invoke(this) ?? throw new ArgumentException($"There is no purchase model '{Model}'.");
}
