using RetentionTags.Binning.Prebins;
using RetentionTags.Data;
using RetentionTags.Numerics;

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
        List<Group<TSums>> ordered = order.Count > 0 ? InOrder(column, rows, order) : ByLevel(target, column, rows, cancellationToken);
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

    /// <summary>In ordinal order; of hundreds of thousands of names that takes a while.</summary>
    private static string[] Sorted(string[] names, CancellationToken cancellationToken)
    {
        int comparisons = 0;
        try
        {
            Array.Sort(names, (a, b) =>
            {
                TargetRows.CheckSometimes(++comparisons, cancellationToken);
                return string.CompareOrdinal(a, b);
            });
        }
        catch (InvalidOperationException wrapped) when (wrapped.InnerException is OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

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

    private static List<Group<TSums>> InOrder<TSums>(CategoryColumn column, ColumnRows<TSums> rows, ValueList<string> order)
    {
        var rank = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < order.Count; i++)
            rank.TryAdd(order[i], i);
        var groups = new List<Group<TSums>>();
        for (int i = 0; i < rows.Count; i++)
        {
            string category = column[rows.FirstRows[i]]!;
            if (!rank.ContainsKey(category))
                throw new TrainingDataException($"Column '{column.Name}': the category '{category}' is not in CategoryOrder. Add it there, make it a special value, or leave its rows out.") { ColumnName = column.Name };
            groups.Add(new([category], rows.Between(i, i + 1)));
        }

        groups.Sort((a, b) => rank[a.Categories[0]].CompareTo(rank[b.Categories[0]]));
        return groups;
    }

    /// <summary>Categories in ascending order of level, those of equal level by name; the rare ones are one group, summed in the order of targets.</summary>
    private static List<Group<TSums>> ByLevel<TSums>(Target<TSums> target, CategoryColumn column, ColumnRows<TSums> rows, CancellationToken cancellationToken)
    {
        var groups = new List<Group<TSums>>();
        var isRare = new bool[column.Levels.Count];
        List<string> rare = [];
        for (int i = 0; i < rows.Count; i++)
        {
            TargetRows.CheckSometimes(i, cancellationToken);
            TSums sums = rows.Between(i, i + 1);
            int code = column.Codes[rows.FirstRows[i]];
            if (target.Weight(sums) >= target.Recipe.MinCategoryCount)
                groups.Add(new([column.Levels[code]], sums));
            else
                rare.Add(column.Levels[code]);
            isRare[code] = target.Weight(sums) < target.Recipe.MinCategoryCount;
        }

        if (rare.Count > 0)
            groups.Add(new(rare, rows.Sum(RowsOf(target, column, isRare, cancellationToken))));
        return Sorted(target, groups, cancellationToken);
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

    private static List<Group<TSums>> Sorted<TSums>(Target<TSums> target, List<Group<TSums>> groups, CancellationToken cancellationToken)
    {
        ulong[] keys = [.. groups.Select(group => SortableDouble.ToKey(target.Level(group.Sums)))];
        int[] order = [.. Enumerable.Range(0, groups.Count)];
        RadixSort.Sort(keys.AsSpan(), order.AsSpan(), cancellationToken);
        for (int first = 0; first < keys.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int end = first + 1;
            while (end < keys.Length && keys[end] == keys[first])
                end++;
            if (end - first > 1)
                order.AsSpan(first, end - first).Sort((a, b) => string.CompareOrdinal(groups[a].First, groups[b].First));
            first = end;
        }

        return [.. order.Select(i => groups[i])];
    }

    /// <summary>Categories that stay together.</summary>
    private sealed record Group<TSums>(List<string> Categories, TSums Sums)
    {
        public string First { get; } = Categories.Min(StringComparer.Ordinal)!;
    }
}
