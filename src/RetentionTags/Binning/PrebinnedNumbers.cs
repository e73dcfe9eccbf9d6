using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>Numbers between cuts.</summary>
internal sealed class PrebinnedNumbers : PrebinnedColumn
{
    /// <summary>Where pre-bins 1, 2 … begin.</summary>
    public required double[] Cuts { get; init; }

    public override bool IsOrdered => true;

    public override bool MustCut(int boundary, OptimalBinning recipe) => recipe.FixedCuts.AsSpan().BinarySearch(Cuts[boundary - 1]) >= 0;

    public override bool MayCut(int boundary, OptimalBinning recipe)
    {
        double cut = Cuts[boundary - 1];
        foreach (ValueRange range in recipe.UndividedRanges)
        {
            if (cut > range.Lower && cut < range.Upper)
                return false;
        }

        return true;
    }

    public override int[] FurthestEnds(OptimalBinning recipe)
    {
        var ends = new int[Counts.Size];
        Array.Fill(ends, Counts.Size);
        return ends;
    }

    public override int SignChange(OptimalBinning recipe) => recipe.SignChangeAt is double value ? Array.IndexOf(Cuts, value) + 1 : 0;

    public override void FindPrebins(Column column, Span<int> destination) =>
        new NumberLookup(Cuts, Specials.SelectMany(bin => bin.SpecialValues).Select(value => (value.Number, Counts.Size + 1)), Counts.Size).Find(((NumericColumn)column).Values, destination);

    public override Bin ToBin(int start, int end, BinCounts counts) => Bin.Interval(
        start == 0 ? double.NegativeInfinity : Cuts[start - 1],
        end == Counts.Size ? double.PositiveInfinity : Cuts[end - 1],
        counts);

    public override ColumnBinning ToBinning(ColumnBinningContent content, int[] starts, UnseenPolicy unseen) => new NumericBinning(content);
}
