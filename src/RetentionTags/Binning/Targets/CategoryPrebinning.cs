using RetentionTags.Binning.Prebins;
using RetentionTags.Data;

namespace RetentionTags.Binning.Targets;

/// <summary>Brings categories into the order of their levels, the rare ones pooled, or into an order given; when there are more than pre-bins, neighbours share one.</summary>
internal static class CategoryPrebinning
{
    public static TargetPrebins<TSums> Of<TSums>(Target<TSums> target, CategoryColumn column, CancellationToken cancellationToken)
    {
        ValueList<SpecialGroup> groups = target.Recipe.Specials;
        ValueList<string> order = target.Recipe.CategoryOrder;
        int[] groupOfLevel = GroupsOfLevels(column, groups);
        var rows = ColumnRows<TSums>.Of(
            target,
            groups.Count,
            row => column.Codes[row] == CategoryColumn.MissingCode ? groups.Count : groupOfLevel[column.Codes[row]],
            row => (ulong)column.Codes[row],
            cancellationToken);
        List<Group<TSums>> ordered = order.Count > 0 ? InOrder(column, rows, order, cancellationToken) : ByLevel(target, column, rows, cancellationToken);
        int[] starts = QuantileRule.Starts([.. ordered.Select(group => target.Size(group.Sums))], target.Recipe.MaxPrebins);
        TSums[] sums = starts.Length == 0 ? [target.Nothing] : [.. starts.Select((start, prebin) => ordered[start..EndOf(prebin)].Select(group => group.Sums).Aggregate(target.Together))];
        return new()
        {
            Column = column,
            Sums = sums,
            Missing = rows.Apart[^1],
            Specials = [.. groups.Index().Where(group => rows.AreThere[group.Index]).Select(group => (BinPlace.Special(group.Item.Name, [.. group.Item.Values.Where(value => value.Kind == ColumnKind.Category)]), rows.Apart[group.Index]))],
            DistinctValues = ordered.Count,
            IsOrdered = order.Count > 0,
            PlaceOf = PlaceOf,
        };

        int EndOf(int prebin) => prebin + 1 < starts.Length ? starts[prebin + 1] : ordered.Count;

        BinPlace PlaceOf(int start, int end)
        {
            IEnumerable<string> categories = starts.Length == 0 ? [] : ordered[starts[start]..EndOf(end - 1)].SelectMany(group => group.Categories);
            return BinPlace.Group([.. order.Count > 0 ? categories : Sorted([.. categories], cancellationToken)]);
        }
    }

    private static string[] Sorted(string[] names, CancellationToken cancellationToken)
    {
        CategoryOrdering.SortByName(names, cancellationToken);
        return names;
    }

    private static int[] GroupsOfLevels(CategoryColumn column, ValueList<SpecialGroup> groups)
    {
        var groupOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((int i, SpecialGroup group) in groups.Index())
        {
            foreach (Cell value in group.Values)
            {
                if (value.Category is string category)
                    groupOf.Add(category, i);
            }
        }

        return [.. column.Levels.Select(level => groupOf.GetValueOrDefault(level, -1))];
    }

    private static List<Group<TSums>> InOrder<TSums>(CategoryColumn column, ColumnRows<TSums> rows, ValueList<string> order, CancellationToken cancellationToken)
    {
        var groups = new List<Group<TSums>>();
        for (int i = 0; i < rows.Count; i++)
        {
            CategoryOrdering.CheckSometimes(i, cancellationToken);
            groups.Add(new([column[rows.FirstRows[i]]!], rows.Between(i, i + 1)));
        }

        return CategoryOrdering.AsGiven(column.Name, groups, group => group.Categories, order, cancellationToken);
    }

    /// <summary>Categories in ascending order of level, those of equal level by name; the rare ones are one group, summed in the order of targets.</summary>
    private static List<Group<TSums>> ByLevel<TSums>(Target<TSums> target, CategoryColumn column, ColumnRows<TSums> rows, CancellationToken cancellationToken)
    {
        var groups = new List<Group<TSums>>();
        var isRare = new bool[column.Levels.Count];
        List<string> rare = [];
        for (int i = 0; i < rows.Count; i++)
        {
            CategoryOrdering.CheckSometimes(i, cancellationToken);
            TSums sums = rows.Between(i, i + 1);
            int code = column.Codes[rows.FirstRows[i]];
            isRare[code] = CategoryOrdering.IsRare(target.Weight(sums), target.Recipe.MinCategoryCount);
            if (isRare[code])
                rare.Add(column.Levels[code]);
            else
                groups.Add(new([column.Levels[code]], sums));
        }

        if (rare.Count > 0)
            groups.Add(new(rare, rows.Sum(RowsOf(target, column, isRare, cancellationToken))));
        return CategoryOrdering.ByLevel(groups, group => target.Level(group.Sums), group => group.First, cancellationToken);
    }

    private static int[] RowsOf<TSums>(Target<TSums> target, CategoryColumn column, bool[] isRare, CancellationToken cancellationToken)
    {
        List<int> rows = [];
        int[] order = target.Rows.Order;
        for (int i = 0; i < order.Length; i++)
        {
            TargetRows.CheckSometimes(i, cancellationToken);
            int code = column.Codes[order[i]];
            if (code >= 0 && isRare[code])
                rows.Add(order[i]);
        }

        return [.. rows];
    }

    /// <summary>Categories that stay together.</summary>
    private sealed record Group<TSums>(List<string> Categories, TSums Sums)
    {
        public string First { get; } = Categories.Count == 1 ? Categories[0] : Categories.Min(StringComparer.Ordinal)!;
    }
}
