using RetentionTags.Binning.Prebins;

namespace RetentionTags.Binning;

/// <summary>Groups of categories in the order of their event rates, or in an order given.</summary>
internal sealed class PrebinnedCategories : PrebinnedColumn
{
    /// <summary>The categories of each pre-bin.</summary>
    public required List<List<string>> Groups { get; init; }

    /// <summary>The categories that were pooled because they are rare.</summary>
    public required List<string> Rare { get; init; }

    public required bool HasGivenOrder { get; init; }

    public static PrebinnedCategories Of(string name, CategoryPrebins prebins, bool hasGivenOrder) => new()
    {
        Name = name,
        Counts = prebins.Counts,
        Missing = prebins.Missing,
        Specials = prebins.Specials,
        DistinctValues = prebins.DistinctValues,
        Groups = prebins.Groups,
        Rare = prebins.Rare,
        HasGivenOrder = hasGivenOrder,
    };

    public override bool IsOrdered => HasGivenOrder;

    public override Bin ToBin(int start, int end, BinCounts counts)
    {
        IEnumerable<string> categories = Groups[start..end].SelectMany(group => group);
        return Bin.Group([.. HasGivenOrder ? categories : categories.Order(StringComparer.Ordinal)], counts);
    }

    public override ColumnBinning ToBinning(ColumnBinningContent content, int[] starts, UnseenPolicy unseen)
    {
        if (unseen == UnseenPolicy.AsMissing)
            return new CategoryBinning(content with { UnseenBin = content.MissingBin });
        if (unseen == UnseenPolicy.AsRare && Rare.Count > 0)
        {
            int prebin = Groups.FindIndex(group => group.Contains(Rare[0]));
            return new CategoryBinning(content with { UnseenBin = starts.Count(start => start <= prebin) - 1 });
        }

        Bin none = Bin.Unseen(new(0, 0, content.TotalEvents, content.TotalNonEvents));
        return new CategoryBinning(content with { Bins = [.. content.Bins, none], UnseenBin = content.Bins.Length });
    }
}
