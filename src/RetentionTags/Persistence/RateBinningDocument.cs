using RetentionTags.Binning;
using RetentionTags.Binning.Targets;

namespace RetentionTags.Persistence;

/// <summary>A model of bins with their rates as it is saved.</summary>
internal sealed record RateBinningDocument(RateBinning Recipe, RateTotals Totals, RateColumnDocument[] Columns, ColumnFailure[] Failures)
{
    public static RateBinningDocument Of(RateBinningModel model) =>
        new(model.Recipe, model.Columns[0].Totals, [.. model.Columns.Select(RateColumnDocument.Of)], [.. model.Failures]);

    public RateBinningModel ToModel() => new(Recipe, [.. Columns.Select(column => column.ToColumn(Totals))], Failures);
}
