namespace RetentionTags.Data;

/// <summary>
/// A log's events in their order: by entity and time, refunds after the other events of their moment, and then by whatever tells two events apart, so that the order in which rows came is not seen.
/// </summary>
internal sealed class EventOrder
{
    /// <summary>Entities whose events are put in order together: their rows fit into the cache, and there are no more such groups than a processor can write to at a time.</summary>
    private const int EntitiesPerGroup = 2048;

    private readonly EventComparer? _comparer;
    private int[] _scratchOrder = [];

    /// <summary>Puts events in order.</summary>
    /// <param name="entityCount">The number of entities.</param>
    /// <param name="entityOf">The number of each row's entity.</param>
    /// <param name="times">The moment of each row.</param>
    /// <param name="amounts">The amount of each row.</param>
    /// <param name="comparer">What else tells rows apart, or nothing.</param>
    /// <param name="only">The rows to take; none for all.</param>
    public EventOrder(int entityCount, ReadOnlySpan<int> entityOf, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, EventComparer? comparer, ReadOnlySpan<int> only = default)
    {
        _comparer = comparer;
        int count = only.IsEmpty ? entityOf.Length : only.Length;
        Starts = StartsOf(entityCount, entityOf, only);
        Times = GC.AllocateUninitializedArray<DateTime>(count);
        Amounts = GC.AllocateUninitializedArray<double>(count);
        Rows = comparer is null ? [] : GC.AllocateUninitializedArray<int>(count);
        PutByEntity(entityOf, times, amounts, only);
        for (int entity = 0; entity < entityCount; entity++)
        {
            if (!IsInOrder(Starts[entity], Starts[entity + 1]))
                Sort(Starts[entity], Starts[entity + 1]);
        }
    }

    /// <summary>Where each entity's events begin; one place more than there are entities.</summary>
    public int[] Starts { get; }

    /// <summary>The moments, in UTC.</summary>
    public DateTime[] Times { get; }

    /// <summary>The amounts.</summary>
    public double[] Amounts { get; }

    /// <summary>For each place the row that is there; empty when nothing but time and amount tells rows apart.</summary>
    public int[] Rows { get; }

    private static int[] StartsOf(int entityCount, ReadOnlySpan<int> entityOf, ReadOnlySpan<int> only)
    {
        var starts = new int[entityCount + 1];
        int count = only.IsEmpty ? entityOf.Length : only.Length;
        for (int i = 0; i < count; i++)
            starts[entityOf[only.IsEmpty ? i : only[i]] + 1]++;
        for (int entity = 0; entity < entityCount; entity++)
            starts[entity + 1] += starts[entity];
        return starts;
    }

    /// <summary>A counting sort in two steps, first to groups of entities and then within each group: one step would write to a place of its own in memory for each row.</summary>
    private void PutByEntity(ReadOnlySpan<int> entityOf, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, ReadOnlySpan<int> only)
    {
        int groups = (Starts.Length - 2 + EntitiesPerGroup) / EntitiesPerGroup;
        int[] next = [.. Enumerable.Range(0, groups).Select(group => Starts[group * EntitiesPerGroup])];
        GroupedEvent[] grouped = GC.AllocateUninitializedArray<GroupedEvent>(Times.Length);
        for (int i = 0; i < grouped.Length; i++)
        {
            int row = only.IsEmpty ? i : only[i], entity = entityOf[row];
            grouped[next[entity / EntitiesPerGroup]++] = new(times[row].Ticks, amounts[row], entity, row);
        }

        int[] nextOf = Starts.AsSpan(..^1).ToArray();
        bool keepsRows = Rows.Length > 0;
        foreach (ref readonly GroupedEvent each in grouped.AsSpan())
        {
            int place = nextOf[each.Entity]++;
            Times[place] = new(each.Ticks, DateTimeKind.Utc);
            Amounts[place] = each.Amount;
            if (keepsRows)
                Rows[place] = each.Row;
        }
    }

    private bool IsInOrder(int start, int end)
    {
        for (int place = start + 1; place < end; place++)
        {
            long before = Times[place - 1].Ticks, now = Times[place].Ticks;
            if (before > now || (before == now && Compare(place - 1, place) > 0))
                return false;
        }

        return true;
    }

    private int Compare(int a, int b)
    {
        int order = EventComparer.Compare(Times[a], Amounts[a], Times[b], Amounts[b]);
        return order == 0 && _comparer is not null ? _comparer.Compare(Rows[a], Rows[b]) : order;
    }

    private void Sort(int start, int end)
    {
        int count = end - start;
        if (_scratchOrder.Length < count)
            _scratchOrder = new int[Math.Max(2 * _scratchOrder.Length, count)];
        Span<int> order = _scratchOrder.AsSpan(0, count);
        for (int i = 0; i < count; i++)
            order[i] = start + i;
        order.Sort(Compare);
        Permute(Times, order, start);
        Permute(Amounts, order, start);
        if (Rows.Length > 0)
            Permute(Rows, order, start);
    }

    private static void Permute<T>(T[] values, ReadOnlySpan<int> order, int start)
    {
        var permuted = new T[order.Length];
        for (int i = 0; i < permuted.Length; i++)
            permuted[i] = values[order[i]];
        permuted.CopyTo(values, start);
    }

    /// <summary>A row on its way: all of it in one piece, so that a step writes to one place.</summary>
    private readonly record struct GroupedEvent(long Ticks, double Amount, int Entity, int Row);
}
