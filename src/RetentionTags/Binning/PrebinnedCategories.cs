using RetentionTags.Binning.Prebins;
using RetentionTags.Data;

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

    public override bool MustCut(int boundary, OptimalBinning recipe) => false;

    public override bool MayCut(int boundary, OptimalBinning recipe) => true;

    /// <summary>Up to the pre-bin that holds the second category of a group whose members stay apart.</summary>
    public override int[] FurthestEnds(OptimalBinning recipe)
    {
        var ends = new int[Groups.Count];
        Array.Fill(ends, Groups.Count);
        if (recipe.CategoriesApart.Count == 0)
            return ends;
        var prebinOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int prebin = 0; prebin < Groups.Count; prebin++)
        {
            foreach (string category in Groups[prebin])
                prebinOf.Add(category, prebin);
        }

        foreach (ValueList<string> apart in recipe.CategoriesApart)
        {
            (string Category, int Prebin)[] places = [.. apart.Where(prebinOf.ContainsKey).Select(category => (category, prebinOf[category])).OrderBy(place => place.Item2)];
            for (int i = 0; i + 1 < places.Length; i++)
            {
                if (places[i].Prebin == places[i + 1].Prebin)
                    throw new TrainingDataException($"Column '{Name}': '{places[i].Category}' and '{places[i + 1].Category}' cannot be kept apart, since they are pooled before the bins are sought. Lower MinCategoryCount, raise MaxPrebins, or take them out of CategoriesTogether.") { ColumnName = Name };
                for (int start = places[i].Prebin; start >= 0; start--)
                    ends[start] = Math.Min(ends[start], places[i + 1].Prebin);
            }
        }

        return ends;
    }

    public override int SignChange(OptimalBinning recipe) => 0;

    public override void FindPrebins(Column column, Span<int> destination)
    {
        var binOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int prebin = 0; prebin < Groups.Count; prebin++)
        {
            foreach (string category in Groups[prebin])
                binOf.Add(category, prebin);
        }

        new CategoryLookup(binOf, Groups.Count, Groups.Count + 1).Find((CategoryColumn)column, destination);
    }

    public override Bin ToBin(int start, int end, BinCounts counts)
    {
        // The pre-bins' categories are in ordinal order already.
        IEnumerable<string> categories = Groups[start..end].SelectMany(group => group);
        return Bin.Group([.. HasGivenOrder || end - start == 1 ? categories : categories.Order(StringComparer.Ordinal)], counts);
    }

    public override ColumnBinning ToBinning(ColumnBinningContent content, int[] starts, UnseenPolicy unseen)
    {
        content = content with { HasGivenOrder = HasGivenOrder };
        if (unseen == UnseenPolicy.AsMissing)
            return new CategoryBinning(content with { UnseenBin = content.MissingBin });
        if (unseen == UnseenPolicy.AsRare && Rare.Count > 0)
            return new CategoryBinning(content with { UnseenAs = Rare[0] });

        Bin none = Bin.Unseen(new(0, 0, content.TotalEvents, content.TotalNonEvents));
        return new CategoryBinning(content with { Bins = [.. content.Bins, none], UnseenBin = content.Bins.Length });
    }
}
