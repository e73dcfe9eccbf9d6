namespace RetentionTags.Data;

/// <summary>Compares rows by what a log knows of them besides time and amount.</summary>
/// <param name="details">Kinds, orders and properties.</param>
/// <param name="knownAt">When each row was known; empty when that plays no part.</param>
internal sealed class EventComparer(EventDetails details, DateTime[] knownAt)
{
    /// <summary>By time, refunds after the other events of their moment, and then by amount.</summary>
    public static int Compare(DateTime timeA, double amountA, DateTime timeB, double amountB)
    {
        int order = timeA.CompareTo(timeB);
        if (order == 0)
            order = (amountA < 0).CompareTo(amountB < 0);
        return order == 0 ? amountA.CompareTo(amountB) : order;
    }

    /// <summary>By kind, order and properties, and then by when they were known.</summary>
    public int Compare(int a, int b)
    {
        int order = Compare(details.Kinds, a, b);
        if (order == 0)
            order = Compare(details.Orders, a, b);
        for (int property = 0; order == 0 && property < details.Properties.Count; property++)
            order = Compare(details.Properties[property], a, b);
        return order == 0 && knownAt.Length > 0 ? knownAt[a].CompareTo(knownAt[b]) : order;
    }

    private static int Compare(Column? column, int a, int b) => column switch
    {
        NumericColumn numbers => numbers.Values[a].CompareTo(numbers.Values[b]),
        CategoryColumn categories => categories.Codes[a] == categories.Codes[b] ? 0 : string.CompareOrdinal(categories[a], categories[b]),
        _ => 0,
    };
}
