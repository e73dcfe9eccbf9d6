namespace RetentionTags.Binning;

/// <summary>Numbers between cuts.</summary>
internal sealed class PrebinnedNumbers : PrebinnedColumn
{
    /// <summary>Where pre-bins 1, 2 … begin.</summary>
    public required double[] Cuts { get; init; }

    public override bool IsOrdered => true;

    public override Bin ToBin(int start, int end, BinCounts counts) => Bin.Interval(
        start == 0 ? double.NegativeInfinity : Cuts[start - 1],
        end == Counts.Size ? double.PositiveInfinity : Cuts[end - 1],
        counts);

    public override ColumnBinning ToBinning(ColumnBinningContent content, int[] starts, UnseenPolicy unseen) => new NumericBinning(content);
}
