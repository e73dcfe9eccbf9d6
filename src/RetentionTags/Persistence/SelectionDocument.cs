using RetentionTags.Binning;
using RetentionTags.Selection;

namespace RetentionTags.Persistence;

/// <summary>The audit of a selection as it is saved; without bins where it is part of a scorecard, which has them.</summary>
internal sealed record SelectionDocument(
    SelectionFunnel Recipe,
    ValueList<string> Selected,
    ValueList<DroppedColumn> Dropped,
    ValueList<SelectionStage> Stages,
    ValueList<Finding> Findings,
    BinningDocument? Binning = null)
{
    public static SelectionDocument Of(SelectionModel model) => new(model.Recipe, model.Selected, model.Dropped, model.Stages, model.Findings);

    public SelectionModel ToModel(BinningModel? binning = null) =>
        new(Recipe, binning ?? Binning?.ToModel() ?? throw new ArgumentException("The selection has no bins."), Selected, Dropped, Stages, Findings);
}
