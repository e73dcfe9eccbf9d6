namespace RetentionTags.Data;

/// <summary>The order of a log's events: by entity and time, refunds after the other events of their moment, and then by whatever tells two events apart, so that the order in which rows came is not seen.</summary>
internal static class EventOrder
{
    /// <summary>Where each entity's events begin once they are in order; one place more than there are entities.</summary>
    public static int[] StartsOf(EventRows rows)
    {
        var starts = new int[rows.Entities.Count + 1];
        foreach (int entity in rows.EntityOf)
            starts[entity + 1]++;
        for (int entity = 0; entity < rows.Entities.Count; entity++)
            starts[entity + 1] += starts[entity];
        return starts;
    }

    /// <summary>For each place the row that belongs there: a counting sort by entity, then each entity's few rows.</summary>
    public static int[] Of(EventRows rows, int[] starts)
    {
        var order = new int[rows.Count];
        int[] next = [.. starts];
        for (int row = 0; row < order.Length; row++)
            order[next[rows.EntityOf[row]]++] = row;
        Comparison<int> comparison = (a, b) => Compare(rows, a, b, withKnownAt: true);
        for (int entity = 0; entity < rows.Entities.Count; entity++)
        {
            Span<int> own = order.AsSpan(starts[entity]..starts[entity + 1]);
            if (!IsInOrder(own, comparison))
                own.Sort(comparison);
        }

        return order;
    }

    public static int Compare(EventRows rows, int a, int b, bool withKnownAt)
    {
        int order = rows.Times[a].CompareTo(rows.Times[b]);
        if (order != 0)
            return order;
        order = (rows.Amounts[a] < 0).CompareTo(rows.Amounts[b] < 0);
        if (order == 0)
            order = rows.Amounts[a].CompareTo(rows.Amounts[b]);
        if (order == 0 && rows.Details.Kinds is CategoryColumn kinds)
            order = string.CompareOrdinal(kinds[a], kinds[b]);
        if (order == 0 && rows.Details.Orders is CategoryColumn orders)
            order = string.CompareOrdinal(orders[a], orders[b]);
        for (int property = 0; order == 0 && property < rows.Details.Properties.Count; property++)
            order = Compare(rows.Details.Properties[property], a, b);
        return order == 0 && withKnownAt && rows.KnownAt.Length > 0 ? rows.KnownAt[a].CompareTo(rows.KnownAt[b]) : order;
    }

    private static int Compare(Column column, int a, int b) => column switch
    {
        NumericColumn numbers => numbers.Values[a].CompareTo(numbers.Values[b]),
        CategoryColumn categories => string.CompareOrdinal(categories[a], categories[b]),
        _ => throw new InvalidOperationException($"A property is a number or a category, not {column.Kind}."),
    };

    private static bool IsInOrder(ReadOnlySpan<int> rows, Comparison<int> comparison)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (comparison(rows[i - 1], rows[i]) > 0)
                return false;
        }

        return true;
    }
}
