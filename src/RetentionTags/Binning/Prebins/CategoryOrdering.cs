using RetentionTags.Numerics;

namespace RetentionTags.Binning.Prebins;

/// <summary>The order of categories, or of groups of them, for every kind of target. Of hundreds of thousands that takes a while, so all of it can be stopped.</summary>
internal static class CategoryOrdering
{
    /// <summary>Categories, or comparisons of two, between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 13;

    public static void CheckSometimes(int i, CancellationToken cancellationToken)
    {
        if (i % Stride == 0)
            cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Whether so few rows are pooled with others; no more below the limit than rounding is not.</summary>
    public static bool IsRare(double count, double minCount) => count < minCount * (1 - 1e-12);

    /// <summary>In ascending order of level, those of equal level by the first of their names.</summary>
    /// <param name="groups">Categories or groups of them; no two have the same name.</param>
    /// <param name="levelOf">A mean or rate, which is not NaN.</param>
    /// <param name="nameOf">The first name of a group.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static List<T> ByLevel<T>(List<T> groups, Func<T, double> levelOf, Func<T, string> nameOf, CancellationToken cancellationToken)
    {
        var keys = new ulong[groups.Count];
        var places = new int[groups.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            CheckSometimes(i, cancellationToken);
            (keys[i], places[i]) = (SortableDouble.ToKey(levelOf(groups[i])), i);
        }

        RadixSort.Sort(keys.AsSpan(), places.AsSpan(), cancellationToken);
        for (int first = 0, end; first < keys.Length; first = end)
        {
            for (end = first + 1; end < keys.Length && keys[end] == keys[first]; end++)
                CheckSometimes(end, cancellationToken);
            if (end - first > 1)
                SortByName(places.AsSpan(first, end - first), i => nameOf(groups[i]), cancellationToken);
        }

        return Taken(groups, places, cancellationToken);
    }

    /// <summary>In an order given; a group stands where the first of its categories does.</summary>
    /// <param name="columnName">For messages.</param>
    /// <param name="groups">Categories or groups of them.</param>
    /// <param name="categoriesOf">The categories of a group.</param>
    /// <param name="order">Every category that occurs.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="TrainingDataException">A category is not listed.</exception>
    public static List<T> AsGiven<T>(string columnName, List<T> groups, Func<T, List<string>> categoriesOf, ValueList<string> order, CancellationToken cancellationToken)
    {
        var rank = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < order.Count; i++)
            rank.TryAdd(order[i], i);
        var keys = new ulong[groups.Count];
        var places = new int[groups.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            CheckSometimes(i, cancellationToken);
            (keys[i], places[i]) = (ulong.MaxValue, i);
            foreach (string category in categoriesOf(groups[i]))
            {
                if (!rank.TryGetValue(category, out int place))
                    throw new TrainingDataException($"Column '{columnName}': the category '{category}' is not in CategoryOrder. Add it there, make it a special value, or leave its rows out; a column of other categories is fitted by a recipe of its own.") { ColumnName = columnName };
                keys[i] = Math.Min(keys[i], (ulong)place);
            }
        }

        RadixSort.Sort(keys.AsSpan(), places.AsSpan(), cancellationToken);
        return Taken(groups, places, cancellationToken);
    }

    /// <summary>Puts names into ordinal order.</summary>
    public static void SortByName(Span<string> names, CancellationToken cancellationToken) => SortByName(names, name => name, cancellationToken);

    private static void SortByName<T>(Span<T> items, Func<T, string> nameOf, CancellationToken cancellationToken)
    {
        int comparisons = 0;
        try
        {
            items.Sort((a, b) =>
            {
                CheckSometimes(++comparisons, cancellationToken);
                return string.CompareOrdinal(nameOf(a), nameOf(b));
            });
        }
        catch (InvalidOperationException wrapped) when (wrapped.InnerException is OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static List<T> Taken<T>(List<T> groups, int[] places, CancellationToken cancellationToken)
    {
        var taken = new List<T>(places.Length);
        for (int i = 0; i < places.Length; i++)
        {
            CheckSometimes(i, cancellationToken);
            taken.Add(groups[places[i]]);
        }

        return taken;
    }
}
