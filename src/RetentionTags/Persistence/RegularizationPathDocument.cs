using RetentionTags.Models.Linear;

namespace RetentionTags.Persistence;

/// <summary>A path of regressions as it is saved.</summary>
internal sealed record RegularizationPathDocument(
    RegularizationPath Recipe,
    ValueList<string> Columns,
    ValueList<PathStep> Steps,
    int Chosen,
    LogisticDocument Model,
    ValueList<Finding> Findings)
{
    public static RegularizationPathDocument Of(RegularizationPathModel model) => new(
        model.Recipe,
        [.. model.Columns],
        [.. model.Steps],
        Enumerable.Range(0, model.Steps.Count).First(i => ReferenceEquals(model.Steps[i], model.Chosen)),
        LogisticDocument.Of(model.Model),
        [.. model.Findings]);

    public RegularizationPathModel ToModel() => new(Recipe, Columns, [.. Steps], Chosen, Model.ToModel(), Findings);
}
