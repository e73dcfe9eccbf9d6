using RetentionTags.Binning;
using RetentionTags.Binning.Targets;

namespace RetentionTags.Persistence;

/// <summary>A model of bins with their classes as it is saved.</summary>
internal sealed record ClassBinningDocument(ClassBinning Recipe, ClassTotals Totals, ClassColumnDocument[] Columns, ColumnFailure[] Failures)
{
    public static ClassBinningDocument Of(ClassBinningModel model) =>
        new(model.Recipe, model.Columns[0].Totals, [.. model.Columns.Select(ClassColumnDocument.Of)], [.. model.Failures]);

    public ClassBinningModel ToModel() => Totals.Classes.Length == Totals.Counts.Length
        ? new(Recipe, Totals.Classes, [.. Columns.Select(column => column.ToColumn(Totals))], Failures)
        : throw new ArgumentException($"There are {Totals.Classes.Length} classes and {Totals.Counts.Length} totals.");
}
