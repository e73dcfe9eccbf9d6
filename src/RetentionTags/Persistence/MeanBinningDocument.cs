using RetentionTags.Binning;
using RetentionTags.Binning.Targets;

namespace RetentionTags.Persistence;

/// <summary>A model of bins with their means as it is saved.</summary>
internal sealed record MeanBinningDocument(MeanBinning Recipe, MeanTotals Totals, MeanColumnDocument[] Columns, ColumnFailure[] Failures)
{
    public static MeanBinningDocument Of(MeanBinningModel model) =>
        new(model.Recipe, model.Columns[0].Totals, [.. model.Columns.Select(MeanColumnDocument.Of)], [.. model.Failures]);

    public MeanBinningModel ToModel() => new(Recipe, [.. Columns.Select(column => column.ToColumn(Totals))], Failures);
}
