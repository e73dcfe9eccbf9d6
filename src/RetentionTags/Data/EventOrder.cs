using System.Numerics;
using RetentionTags.Numerics;

namespace RetentionTags.Data;

/// <summary>
/// A log's events in their order: by entity and time, refunds after the other events of their moment, and then by whatever tells two events apart, so that the order in which rows came is not seen.
/// </summary>
/// <remarks>
/// Rows are sorted by the leading bits of their keys, first all of them into parts that fit into the cache, where they are to stay, and then each part by the leading bits of what its own keys differ in, until so few
/// stand together that all of them are compared with one another. How keys are spread makes no difference to the result: where many lie close together, there are more steps.
/// </remarks>
/// <typeparam name="TKey">Keys as whole numbers.</typeparam>
internal sealed class EventOrder<TKey>
    where TKey : unmanaged, IBinaryInteger<TKey>
{
    /// <summary>Into so many parts all rows are sorted first: more than that a processor cannot write to at a time.</summary>
    private const int FirstParts = 1 << 8;

    private const int SampleSize = 1 << 10;

    /// <summary>Rows whose keys are read at a time.</summary>
    private const int BlockRows = 1 << 12;

    private readonly EventComparer? _comparer;
    private readonly TKey[] _keys;
    private readonly DateTime[] _times;
    private readonly double[] _amounts;
    private readonly int[] _rows;
    private readonly bool _keepsRows;
    private readonly List<EventParts<TKey>> _partsAtDepth = [];
    private readonly int[] _ranks = new int[EventParts<TKey>.FewRows];
    private readonly TKey[] _ranked = new TKey[EventParts<TKey>.FewRows + RowRanks.Lanes];
    private readonly int[] _taken = new int[EventParts<TKey>.FewRows];
    private int[] _starts = [];
    private int _entityCount;
    private long _firstTicks = long.MaxValue;
    private long _lastTicks = long.MinValue;

    private EventOrder(int count, EventComparer? comparer)
    {
        (_comparer, _keepsRows) = (comparer, comparer is not null);
        _keys = GC.AllocateUninitializedArray<TKey>(count);
        _times = GC.AllocateUninitializedArray<DateTime>(count);
        _amounts = GC.AllocateUninitializedArray<double>(count);
        _rows = GC.AllocateUninitializedArray<int>(_keepsRows ? count : 0);
    }

    /// <summary>Puts events in order.</summary>
    /// <param name="keys">The key of each row's entity.</param>
    /// <param name="times">The moment of each row.</param>
    /// <param name="amounts">The amount of each row.</param>
    /// <param name="comparer">What else tells rows apart, or nothing.</param>
    /// <param name="only">The rows to take; none for all.</param>
    /// <returns>The distinct keys of all rows in order, and the events, with entities left to be named.</returns>
    public static (TKey[] Distinct, OrderedEvents Events) Of<TSource>(TSource keys, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, EventComparer? comparer, ReadOnlySpan<int> only)
        where TSource : IKeySource<TKey>, allows ref struct
    {
        if (only.Length is 0 || only.Length == keys.Count)
            return OfAll(keys, times, amounts, comparer, []);
        var kept = new TKey[only.Length];
        for (int i = 0; i < kept.Length; i++)
            kept[i] = keys.Read(only[i], kept.AsSpan(i, 1))[0];
        (TKey[] distinct, OrderedEvents events) = OfAll(new KeySpan<TKey>(kept), ValuesOfRows.Of(times, only), ValuesOfRows.Of(amounts, only), comparer, only);
        TKey[] all = OfAll(keys, times, amounts, null, []).Distinct;
        return (all, events with { Starts = StartsOf(all, distinct, events.Starts) });
    }

    private static (TKey[] Distinct, OrderedEvents Events) OfAll<TSource>(TSource keys, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, EventComparer? comparer, ReadOnlySpan<int> rows)
        where TSource : IKeySource<TKey>, allows ref struct
    {
        var order = new EventOrder<TKey>(keys.Count, comparer);
        int start = 0;
        foreach (int end in order.Part(keys, times, amounts, rows))
        {
            order.Sort(start, end, depth: 0);
            start = end;
        }

        order.MakeRoomFor(1);
        order._starts[order._entityCount] = start;
        return (order._keys.AsSpan(0, order._entityCount).ToArray(), new(null!, order._starts[..(order._entityCount + 1)], order._times, order._amounts, order._rows, new(order._firstTicks, DateTimeKind.Utc), new(order._lastTicks, DateTimeKind.Utc)));
    }

    /// <summary>Where the events of each of some keys begin, of which only some have any; one place more than there are keys.</summary>
    private static int[] StartsOf(TKey[] all, TKey[] some, int[] startsOfSome)
    {
        var starts = new int[all.Length + 1];
        int next = 0;
        for (int entity = 0; entity < all.Length; entity++)
        {
            starts[entity] = startsOfSome[next];
            next += next < some.Length && some[next] == all[entity] ? 1 : 0;
        }

        starts[^1] = startsOfSome[^1];
        return starts;
    }

    /// <summary>Sorts all rows into parts by the leading bits of their keys. A few keys far from the others do not count: they go into the first and the last part.</summary>
    /// <param name="keys">The key of each row's entity.</param>
    /// <param name="times">The moment of each row.</param>
    /// <param name="amounts">The amount of each row.</param>
    /// <param name="rows">The number of each row; none when they are numbered as they come.</param>
    /// <returns>Where each part ends.</returns>
    private int[] Part<TSource>(TSource keys, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, ReadOnlySpan<int> rows)
        where TSource : IKeySource<TKey>, allows ref struct
    {
        (TKey least, TKey greatest) = RangeOfMost(keys);
        int shift = LeadingBits.ShiftFor(greatest - least, FirstParts);
        var next = new int[LeadingBits.PartCount(greatest - least, shift)];
        var room = new TKey[BlockRows];
        int[] places = new int[BlockRows], numbers = new int[_keepsRows ? BlockRows : 0];
        for (int first = 0; first < _keys.Length; first += BlockRows)
            LeadingBits.Count(FindParts(Read(keys, first, room)), next);
        KeySort.TurnIntoOffsets(next);
        for (int first = 0; first < _keys.Length; first += BlockRows)
        {
            ReadOnlySpan<TKey> block = Read(keys, first, room);
            LeadingBits.TurnIntoPlaces(FindParts(block), next);
            ReadOnlySpan<DateTime> blockTimes = times.Slice(first, block.Length);
            (long firstTicks, long lastTicks, _) = DateTicks.RangeOf(blockTimes);
            (_firstTicks, _lastTicks) = (Math.Min(_firstTicks, firstTicks), Math.Max(_lastTicks, lastTicks));
            LeadingBits.Scatter(block, places, _keys);
            LeadingBits.Scatter(blockTimes, places, _times);
            LeadingBits.Scatter(amounts.Slice(first, block.Length), places, _amounts);
            if (_keepsRows)
                LeadingBits.Scatter(rows.IsEmpty ? NumbersFrom(first, numbers.AsSpan(0, block.Length)) : rows.Slice(first, block.Length), places, _rows);
        }

        return next;

        Span<int> FindParts(ReadOnlySpan<TKey> block)
        {
            LeadingBits.Find(block, least, greatest, shift, places);
            return places.AsSpan(0, block.Length);
        }
    }

    /// <summary>The keys of a block of rows.</summary>
    private ReadOnlySpan<TKey> Read<TSource>(TSource keys, int first, TKey[] room)
        where TSource : IKeySource<TKey>, allows ref struct => keys.Read(first, room.AsSpan(0, Math.Min(room.Length, _keys.Length - first)));

    private static ReadOnlySpan<int> NumbersFrom(int first, Span<int> numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = first + i;
        return numbers;
    }

    /// <summary>A range in which nearly all keys lie, by a sample.</summary>
    private static (TKey Least, TKey Greatest) RangeOfMost<TSource>(TSource keys)
        where TSource : IKeySource<TKey>, allows ref struct
    {
        var sample = new TKey[Math.Min(SampleSize, keys.Count)];
        for (int i = 0; i < sample.Length; i++)
            sample[i] = keys.Read((int)((long)i * keys.Count / sample.Length), sample.AsSpan(i, 1))[0];
        Array.Sort(sample);
        int outside = sample.Length / 256;
        return (sample[outside], sample[^(1 + outside)]);
    }

    /// <summary>Sorts the rows at [start, end), and makes entities of them.</summary>
    private void Sort(int start, int end, int depth)
    {
        if (start == end)
            return;
        (TKey least, TKey greatest) = LeadingBits.RangeOf<TKey>(_keys.AsSpan(start..end));
        if (least == greatest && end - start > EventParts<TKey>.FewRows)
        {
            SortByTime(start, end);
            AddEntities(_keys.AsSpan(start, 1), 1, start);
            return;
        }

        EventParts<TKey> parts = PartsAt(depth);
        parts.Take(least, greatest, _keys.AsSpan(start..end), _times.AsSpan(start..end), _amounts.AsSpan(start..end), _keepsRows ? _rows.AsSpan(start..end) : []);
        int from = 0;
        foreach (int to in parts.Ends)
        {
            if (to - from > EventParts<TKey>.FewRows)
                SortAgain(parts, from, to, start + from, depth + 1);
            else if (to > from)
                SortFew(parts, from, to, start + from);
            from = to;
        }
    }

    private EventParts<TKey> PartsAt(int depth)
    {
        if (depth == _partsAtDepth.Count)
            _partsAtDepth.Add(new(_keepsRows, _firstTicks, _lastTicks));
        return _partsAtDepth[depth];
    }

    /// <summary>Sorts [from, to) of the rows in parts to where they belong.</summary>
    private void SortFew(EventParts<TKey> parts, int from, int to, int start)
    {
        Span<int> ranks = _ranks.AsSpan(0, to - from);
        bool hasEqual = parts.Rank(from, to, _ranks);
        if (hasEqual)
            MakeDistinct(ranks);
        Copy(parts, from, start, ranks);
        int firstEntity = _entityCount;
        AddEntities(_ranked, ranks.Length, start);
        for (int entity = firstEntity; hasEqual && entity < _entityCount; entity++)
            SortEqual(_starts[entity], entity + 1 < _entityCount ? _starts[entity + 1] : start + ranks.Length);
    }

    /// <summary>Makes entities of up to <see cref="EventParts{TKey}.FewRows"/> rows in the order of their keys. Entities' keys are kept where those of rows that are done stood: there are no more of them.</summary>
    private void AddEntities(ReadOnlySpan<TKey> keys, int count, int start)
    {
        MakeRoomFor(count);
        for (ulong isNew = RowRanks.FirstOfEqual(count, keys); isNew > 0; isNew &= isNew - 1)
        {
            int first = BitOperations.TrailingZeroCount(isNew);
            (_keys[_entityCount], _starts[_entityCount]) = (keys[first], start + first);
            _entityCount++;
        }
    }

    /// <summary>Rows of equal rank follow one another, in their order.</summary>
    private void MakeDistinct(Span<int> ranks)
    {
        Array.Clear(_taken);
        for (int i = 0; i < ranks.Length; i++)
            ranks[i] += _taken[ranks[i]]++;
    }

    /// <summary>Puts rows in parts where they belong, each at its place from a start on; keys come into their order beside the log.</summary>
    private void Copy(EventParts<TKey> parts, int from, int start, ReadOnlySpan<int> places)
    {
        ReadOnlySpan<TKey> keys = parts.Keys.Slice(from, places.Length);
        ReadOnlySpan<long> ticks = parts.Ticks.Slice(from, places.Length);
        ReadOnlySpan<double> amounts = parts.Amounts.Slice(from, places.Length);
        Span<TKey> ranked = _ranked;
        Span<long> times = DateTicks.Of(_times.AsSpan(start, places.Length));
        Span<double> values = _amounts.AsSpan(start, places.Length);
        for (int i = 0; i < places.Length; i++)
        {
            int place = places[i];
            (ranked[place], times[place], values[place]) = (keys[i], ticks[i] | DateTicks.Utc, amounts[i]);
        }

        if (_keepsRows)
            LeadingBits.Scatter(parts.Rows.Slice(from, places.Length), places, _rows.AsSpan(start));
    }

    /// <summary>Puts [from, to) of the rows in parts back as they are, and sorts them by further bits of their keys.</summary>
    private void SortAgain(EventParts<TKey> parts, int from, int to, int start, int depth)
    {
        int count = to - from;
        parts.Keys.Slice(from, count).CopyTo(_keys.AsSpan(start));
        parts.Amounts.Slice(from, count).CopyTo(_amounts.AsSpan(start));
        for (int i = 0; i < count; i++)
            _times[start + i] = new(parts.Ticks[from + i]);
        if (_keepsRows)
            parts.Rows.Slice(from, count).CopyTo(_rows.AsSpan(start));
        Sort(start, start + count, depth);
    }

    private void MakeRoomFor(int entities)
    {
        if (_starts.Length < _entityCount + entities)
            Array.Resize(ref _starts, Math.Max(_entityCount + entities, 2 * _starts.Length));
    }

    /// <summary>Sorts an entity's rows, of which there are many, and says that their times are in UTC.</summary>
    private void SortByTime(int start, int end)
    {
        bool isInOrder = true;
        for (int place = start; place < end; place++)
        {
            isInOrder &= place == start || _times[place - 1] <= _times[place];
            _times[place] = DateTime.SpecifyKind(_times[place], DateTimeKind.Utc);
        }

        if (!isInOrder)
        {
            DateTime[] times = _times[start..end];
            int[] order = OrderFrom(start, end);
            Array.Sort(times, order);
            times.CopyTo(_times, start);
            Permute(order, start);
        }

        SortEqual(start, end);
    }

    /// <summary>Sorts those of an entity's rows that have the same time.</summary>
    private void SortEqual(int start, int end)
    {
        for (int from = start, to; from < end; from = to)
        {
            to = from + 1;
            bool isInOrder = true;
            for (; to < end && _times[to] == _times[from]; to++)
                isInOrder &= Compare(to - 1, to) <= 0;
            if (!isInOrder && to - from <= EventParts<TKey>.FewRows)
                Insert(from, to);
            else if (!isInOrder)
                SortMany(from, to);
        }
    }

    /// <summary>Sorts a few rows of the same time by insertion.</summary>
    private void Insert(int start, int end)
    {
        for (int next = start + 1; next < end; next++)
        {
            for (int place = next; place > start && Compare(place - 1, place) > 0; place--)
            {
                (_amounts[place - 1], _amounts[place]) = (_amounts[place], _amounts[place - 1]);
                if (_keepsRows)
                    (_rows[place - 1], _rows[place]) = (_rows[place], _rows[place - 1]);
            }
        }
    }

    private void SortMany(int start, int end)
    {
        int[] order = OrderFrom(start, end);
        Array.Sort(order, Compare);
        Permute(order, start);
    }

    private int Compare(int a, int b)
    {
        int order = EventComparer.Compare(_times[a], _amounts[a], _times[b], _amounts[b]);
        return order == 0 && _comparer is not null ? _comparer.Compare(_rows[a], _rows[b]) : order;
    }

    private static int[] OrderFrom(int start, int end)
    {
        var order = new int[end - start];
        NumbersFrom(start, order);
        return order;
    }

    private void Permute(ReadOnlySpan<int> order, int start)
    {
        Permute(_amounts, order, start);
        if (_keepsRows)
            Permute(_rows, order, start);
    }

    private static void Permute<T>(T[] values, ReadOnlySpan<int> order, int start)
    {
        var permuted = new T[order.Length];
        for (int i = 0; i < permuted.Length; i++)
            permuted[i] = values[order[i]];
        permuted.CopyTo(values, start);
    }
}
