using RetentionTags.Binning;
using RetentionTags.Binning.Pairs;

namespace RetentionTags.Persistence;

/// <summary>A bin of a pair as it is saved: for a region its block of the grid, and the counts.</summary>
internal sealed record PairBinDocument(int[]? Block, double Events, double NonEvents, double Woe)
{
    public static PairBinDocument Of(PairRectangle? block, PairBin bin) => new(
        block is PairRectangle b ? [b.FirstStart, b.FirstEnd, b.SecondStart, b.SecondEnd] : null,
        bin.Events,
        bin.NonEvents,
        bin.Woe);

    public PairRectangle ToBlock() => Block is [int firstStart, int firstEnd, int secondStart, int secondEnd] && firstStart < firstEnd && secondStart < secondEnd
        ? new(firstStart, firstEnd, secondStart, secondEnd)
        : throw new ArgumentException("A region has no block.");

    public BinCounts ToCounts(double totalEvents, double totalNonEvents) => new(Events, NonEvents, totalEvents, totalNonEvents) { StoredWoe = Woe };
}
