using RetentionTags.Cleaning;
using RetentionTags.Data;

namespace RetentionTags.Persistence;

/// <summary>What a step learnt of a column, as it is saved. What is not said has its default.</summary>
internal sealed record LearntColumnDocument(
    string Name,
    ColumnKind Kind,
    double? FillNumber = null,
    string? FillCategory = null,
    double? Lower = null,
    double? Upper = null,
    bool HasIndicator = false,
    string? LeftOutBecause = null)
{
    public static LearntColumnDocument Of(LearntColumn column) => new(
        column.ColumnName,
        column.Kind,
        OrNull(column.Fill.Number),
        column.Fill.Category,
        OrNull(column.Lower),
        OrNull(column.Upper),
        column.HasIndicator,
        column.LeftOutBecause);

    public LearntColumn ToColumn() => new(Name, Kind)
    {
        Fill = FillCategory is string category ? category : FillNumber,
        Lower = Lower ?? double.NaN,
        Upper = Upper ?? double.NaN,
        HasIndicator = HasIndicator,
        LeftOutBecause = LeftOutBecause,
    };

    private static double? OrNull(double number) => double.IsNaN(number) ? null : number;
}
