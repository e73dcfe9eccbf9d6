using RetentionTags.Binning;
using RetentionTags.Binning.Targets;
using RetentionTags.Data;

namespace RetentionTags.Persistence;

/// <summary>The binning of a column for another target than events as it is saved, but for its bins.</summary>
internal sealed record TargetColumnDocument(string Name, ColumnKind Kind, int MissingBin, Trend Trend, double Objective, TargetTrendCandidate[] Candidates, NeighbourTest[] Tests, Finding[] Findings)
{
    public static TargetColumnDocument Of(TargetColumnBinning column) => new(
        column.ColumnName,
        column.Kind,
        column.MissingBin,
        column.Trend,
        column.Objective,
        [.. column.Candidates],
        [.. column.NeighbourTests],
        [.. column.Findings]);

    public TargetColumnContent<TBin> ToContent<TBin>(TBin[] bins)
        where TBin : TargetBin
    {
        if (MissingBin < 0 || MissingBin >= bins.Length || (Kind == ColumnKind.Category && bins[^1].Kind != BinKind.Unseen))
            throw new ArgumentException($"The column '{Name}' has no bin for values that are missing or unseen.");
        return new()
        {
            ColumnName = Name,
            Kind = Kind,
            Bins = bins,
            MissingBin = MissingBin,
            Trend = Trend,
            Objective = Objective,
            Candidates = Candidates,
            Tests = Tests,
            Findings = Findings,
        };
    }
}
