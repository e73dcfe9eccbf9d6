using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Persistence;

/// <summary>The binning of a column as it is saved.</summary>
internal sealed record ColumnBinningDocument(
    string Name,
    ColumnKind Kind,
    Trend Trend,
    TrendCandidate[] Candidates,
    double TotalEvents,
    double TotalNonEvents,
    BinDocument[] Bins,
    Finding[] Findings)
{
    public static ColumnBinningDocument Of(ColumnBinning column) => new(
        column.ColumnName,
        column.Kind,
        column.Trend,
        [.. column.Candidates],
        column.TotalEvents,
        column.TotalNonEvents,
        [.. column.Bins.Select(BinDocument.Of)],
        [.. column.Findings]);

    public ColumnBinning ToColumn()
    {
        Bin[] bins = [.. Bins.Select(bin => bin.ToBin(TotalEvents, TotalNonEvents))];
        return Kind == ColumnKind.Numeric
            ? new NumericBinning(Name, bins, TotalEvents, TotalNonEvents, Trend, Candidates, Findings)
            : new CategoryBinning(Name, bins, TotalEvents, TotalNonEvents, Findings);
    }
}
