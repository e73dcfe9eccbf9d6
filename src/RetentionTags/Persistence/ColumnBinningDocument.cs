using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Persistence;

/// <summary>The binning of a column as it is saved. What version 1 did not have is optional.</summary>
internal sealed record ColumnBinningDocument(
    string Name,
    ColumnKind Kind,
    Trend Trend,
    TrendCandidate[] Candidates,
    double TotalEvents,
    double TotalNonEvents,
    BinDocument[] Bins,
    Finding[] Findings,
    int? MissingBin = null,
    int? UnseenBin = null,
    BinningObjective Objective = BinningObjective.InformationValue,
    double ShrinkageStrength = 0,
    BinningEdit[]? Edits = null,
    string? UnseenAs = null,
    bool HasGivenOrder = false)
{
    public static ColumnBinningDocument Of(ColumnBinning column) => new(
        column.ColumnName,
        column.Kind,
        column.Trend,
        [.. column.Candidates],
        column.TotalEvents,
        column.TotalNonEvents,
        [.. column.Bins.Select(BinDocument.Of)],
        [.. column.Findings],
        column.MissingBin,
        column is CategoryBinning categories ? categories.UnseenBin : null,
        column.Content.Objective,
        column.ShrinkageStrength,
        column.Edits.Count == 0 ? null : [.. column.Edits],
        column.Content.UnseenAs,
        column.Content.HasGivenOrder);

    public ColumnBinning ToColumn()
    {
        Bin[] bins = [.. Bins.Select(bin => bin.ToBin(TotalEvents, TotalNonEvents, ShrinkageStrength))];
        var content = new ColumnBinningContent
        {
            ColumnName = Name,
            Bins = bins,
            MissingBin = MissingBin ?? Array.FindIndex(bins, bin => bin.Kind == BinKind.Missing),
            UnseenBin = UnseenBin ?? Array.FindIndex(bins, bin => bin.Kind == BinKind.Unseen),
            TotalEvents = TotalEvents,
            TotalNonEvents = TotalNonEvents,
            Trend = Trend,
            Objective = Objective,
            Candidates = Candidates,
            ShrinkageStrength = ShrinkageStrength,
            Edits = Edits ?? [],
            UnseenAs = UnseenAs,
            HasGivenOrder = HasGivenOrder,
            Findings = Findings,
        };
        if (content.MissingBin < 0 || content.MissingBin >= bins.Length || (Kind == ColumnKind.Category && (content.UnseenBin < 0 || content.UnseenBin >= bins.Length)))
            throw new ArgumentException($"The column '{Name}' has no bin for values that are missing or unseen.");
        return Kind == ColumnKind.Numeric ? new NumericBinning(content) : new CategoryBinning(content);
    }
}
