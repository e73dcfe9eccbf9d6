using System.Numerics;

namespace RetentionTags.Data;

/// <summary>
/// A log's events in their order: by entity and time, refunds after the other events of their moment, and then by whatever tells two events apart, so that the order in which rows came is not seen.
/// </summary>
/// <remarks>
/// Rows are sorted by the leading bits of their keys, first all of them into parts that fit into the cache, where they are to stay, and then each part by the leading bits of what its own keys differ in, until those
/// that stand together have one key. Each step keeps the order in which rows came, which mostly is that of time. How keys are spread makes no difference to the result: where many lie close together, there are more steps.
/// </remarks>
/// <typeparam name="TKey">Keys as whole numbers.</typeparam>
internal sealed class EventOrder<TKey>
    where TKey : unmanaged, IBinaryInteger<TKey>
{
    /// <summary>Into so many parts all rows are sorted first: more than that a processor cannot write to at a time.</summary>
    private const int FirstParts = 1 << 10;

    /// <summary>Into so many a part is sorted, at most.</summary>
    private const int MostParts = 1 << 11;

    /// <summary>Rows with several keys that are sorted by comparing them.</summary>
    private const int FewRows = 40;

    private const int SampleSize = 1 << 10;

    /// <summary>Rows whose keys are read at a time.</summary>
    private const int BlockRows = 1 << 10;

    private readonly EventComparer? _comparer;
    private readonly TKey[] _keys;
    private readonly DateTime[] _times;
    private readonly double[] _amounts;
    private readonly int[] _rows;
    private readonly bool _keepsRows;
    private readonly List<int> _starts = [];
    private readonly List<int[]> _endsAtDepth = [];
    private TKey[] _scratchKeys = [];
    private DateTime[] _scratchTimes = [];
    private double[] _scratchAmounts = [];
    private int[] _scratchRows = [];
    private int[] _scratchOrder = [];
    private int _entityCount;

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
        var order = new EventOrder<TKey>(only.IsEmpty ? keys.Count : only.Length, comparer);
        int start = 0;
        foreach (int end in order.Part(keys, times, amounts, only))
        {
            order.Sort(start, end, depth: 0);
            start = end;
        }

        order._starts.Add(start);
        TKey[] distinct = only.Length is 0 || only.Length == keys.Count ? order._keys.AsSpan(0, order._entityCount).ToArray() : Of(keys, times, amounts, null, []).Distinct;
        return (distinct, new(null!, order.StartsOf(distinct), order._times, order._amounts, order._rows));
    }

    /// <summary>Where the events of each of the keys begin, some of which may have none; one place more than there are keys.</summary>
    private int[] StartsOf(TKey[] distinct)
    {
        if (distinct.Length == _entityCount)
            return [.. _starts];
        var starts = new int[distinct.Length + 1];
        int next = 0;
        for (int entity = 0; entity < distinct.Length; entity++)
        {
            starts[entity] = _starts[next];
            next += next < _entityCount && _keys[next] == distinct[entity] ? 1 : 0;
        }

        starts[^1] = _starts[^1];
        return starts;
    }

    /// <summary>Sorts all rows into parts by the leading bits of their keys. A few keys far from the others do not count: they go into the first and the last part.</summary>
    /// <returns>Where each part ends.</returns>
    private int[] Part<TSource>(TSource keys, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, ReadOnlySpan<int> only)
        where TSource : IKeySource<TKey>, allows ref struct
    {
        (TKey least, TKey greatest) = RangeOfMost(keys);
        int shift = ShiftFor(greatest - least, FirstParts);
        var next = new int[FirstParts + 2];
        Span<TKey> block = new TKey[BlockRows];
        for (int first = 0; first < _keys.Length; first += BlockRows)
        {
            foreach (TKey key in Read(keys, only, first, block))
                next[PartOf(key, least, greatest, shift)]++;
        }

        TurnIntoStarts(next);
        for (int first = 0; first < _keys.Length; first += BlockRows)
        {
            ReadOnlySpan<TKey> blockKeys = Read(keys, only, first, block);
            for (int i = 0; i < blockKeys.Length; i++)
            {
                int row = only.IsEmpty ? first + i : only[first + i], place = next[PartOf(blockKeys[i], least, greatest, shift)]++;
                _keys[place] = blockKeys[i];
                _times[place] = DateTime.SpecifyKind(times[row], DateTimeKind.Utc);
                _amounts[place] = amounts[row];
                if (_keepsRows)
                    _rows[place] = row;
            }
        }

        return next;
    }

    /// <summary>The keys of a block of the rows to take.</summary>
    private ReadOnlySpan<TKey> Read<TSource>(TSource keys, ReadOnlySpan<int> only, int first, Span<TKey> block)
        where TSource : IKeySource<TKey>, allows ref struct
    {
        block = block[..Math.Min(block.Length, _keys.Length - first)];
        if (only.IsEmpty)
        {
            keys.Read(first, block);
            return block;
        }

        for (int i = 0; i < block.Length; i++)
            keys.Read(only[first + i], block.Slice(i, 1));
        return block;
    }

    private static int PartOf(TKey key, TKey least, TKey greatest, int shift) => key < least ? 0 : key > greatest ? FirstParts + 1 : 1 + Leading(key, least, shift);

    /// <summary>The leading bits of what a key is above another; the difference may take all bits.</summary>
    private static int Leading(TKey key, TKey least, int shift) => int.CreateTruncating((key - least) >>> shift);

    /// <summary>A range in which nearly all keys lie, by a sample.</summary>
    private static (TKey Least, TKey Greatest) RangeOfMost<TSource>(TSource keys)
        where TSource : IKeySource<TKey>, allows ref struct
    {
        var sample = new TKey[Math.Min(SampleSize, keys.Count)];
        for (int i = 0; i < sample.Length; i++)
            keys.Read((int)((long)i * keys.Count / sample.Length), sample.AsSpan(i, 1));
        Array.Sort(sample);
        int outside = sample.Length / 256;
        return (sample[outside], sample[^(1 + outside)]);
    }

    /// <summary>By how many bits numbers up to a range, without a sign, are shifted so that no more than a power of two are left.</summary>
    private static int ShiftFor(TKey range, int count)
    {
        int leadingZeros = int.CreateTruncating(TKey.LeadingZeroCount(range)), bits = int.CreateTruncating(TKey.LeadingZeroCount(TKey.Zero)) - leadingZeros;
        return Math.Max(0, bits - BitOperations.Log2((uint)count));
    }

    /// <summary>Counts become the places where each begins.</summary>
    private static void TurnIntoStarts(Span<int> counts, int start = 0)
    {
        for (int i = 0; i < counts.Length; i++)
        {
            int count = counts[i];
            counts[i] = start;
            start += count;
        }
    }

    /// <summary>Sorts the rows at [start, end) by key, and makes entities of them.</summary>
    private void Sort(int start, int end, int depth)
    {
        if (start == end)
            return;
        (TKey least, TKey greatest) = RangeOf(_keys.AsSpan(start..end));
        if (least == greatest)
        {
            AddEntity(start, end);
            return;
        }

        if (end - start <= FewRows)
        {
            SortFew(start, end);
            return;
        }

        int parts = (int)Math.Min(MostParts, BitOperations.RoundUpToPowerOf2((uint)(end - start)) / 4);
        int shift = ShiftFor(greatest - least, parts);
        Span<int> ends = EndsAt(depth).AsSpan(0, Leading(greatest, least, shift) + 1);
        Part(start, end, least, shift, ends);
        foreach (int partEnd in ends)
        {
            if (shift > 0)
                Sort(start, partEnd, depth + 1);
            else if (partEnd > start)
                AddEntity(start, partEnd);
            start = partEnd;
        }
    }

    private static (TKey Least, TKey Greatest) RangeOf(ReadOnlySpan<TKey> keys)
    {
        (TKey least, TKey greatest) = (keys[0], keys[0]);
        foreach (TKey key in keys)
        {
            least = key < least ? key : least;
            greatest = key > greatest ? key : greatest;
        }

        return (least, greatest);
    }

    private int[] EndsAt(int depth)
    {
        if (depth == _endsAtDepth.Count)
            _endsAtDepth.Add(new int[MostParts]);
        return _endsAtDepth[depth];
    }

    /// <summary>Sorts the rows at [start, end) into parts where they stand, from a copy.</summary>
    private void Part(int start, int end, TKey least, int shift, Span<int> ends)
    {
        int count = end - start;
        CopyToScratch(start, count);
        ReadOnlySpan<TKey> keys = _scratchKeys.AsSpan(0, count);
        ends.Clear();
        foreach (TKey key in keys)
            ends[Leading(key, least, shift)]++;
        TurnIntoStarts(ends, start);
        for (int i = 0; i < keys.Length; i++)
        {
            int place = ends[Leading(keys[i], least, shift)]++;
            _keys[place] = keys[i];
            _times[place] = _scratchTimes[i];
            _amounts[place] = _scratchAmounts[i];
            if (_keepsRows)
                _rows[place] = _scratchRows[i];
        }
    }

    private void CopyToScratch(int start, int count)
    {
        if (_scratchKeys.Length < count)
        {
            int room = Math.Max(count, 2 * _scratchKeys.Length);
            (_scratchKeys, _scratchTimes, _scratchAmounts, _scratchRows) = (new TKey[room], new DateTime[room], new double[room], new int[_keepsRows ? room : 0]);
        }

        Array.Copy(_keys, start, _scratchKeys, 0, count);
        Array.Copy(_times, start, _scratchTimes, 0, count);
        Array.Copy(_amounts, start, _scratchAmounts, 0, count);
        if (_keepsRows)
            Array.Copy(_rows, start, _scratchRows, 0, count);
    }

    /// <summary>Sorts by insertion, and makes an entity of each run of equal keys.</summary>
    private void SortFew(int start, int end)
    {
        for (int next = start + 1; next < end; next++)
        {
            for (int place = next; place > start && _keys[place - 1] > _keys[place]; place--)
                Swap(place - 1, place);
        }

        for (int from = start, to; from < end; from = to)
        {
            to = from + 1;
            while (to < end && _keys[to] == _keys[from])
                to++;
            AddEntity(from, to);
        }
    }

    private void Swap(int a, int b)
    {
        (_keys[a], _keys[b]) = (_keys[b], _keys[a]);
        (_times[a], _times[b]) = (_times[b], _times[a]);
        (_amounts[a], _amounts[b]) = (_amounts[b], _amounts[a]);
        if (_keepsRows)
            (_rows[a], _rows[b]) = (_rows[b], _rows[a]);
    }

    /// <summary>Keys of entities are kept where those of rows that are done stood: there are no more of them.</summary>
    private void AddEntity(int start, int end)
    {
        _keys[_entityCount++] = _keys[start];
        _starts.Add(start);
        if (!IsInOrder(start, end))
            SortByTime(start, end);
    }

    private bool IsInOrder(int start, int end)
    {
        for (int place = start + 1; place < end; place++)
        {
            long before = _times[place - 1].Ticks, now = _times[place].Ticks;
            if (before > now || (before == now && Compare(place - 1, place) > 0))
                return false;
        }

        return true;
    }

    private int Compare(int a, int b)
    {
        int order = EventComparer.Compare(_times[a], _amounts[a], _times[b], _amounts[b]);
        return order == 0 && _comparer is not null ? _comparer.Compare(_rows[a], _rows[b]) : order;
    }

    private void SortByTime(int start, int end)
    {
        int count = end - start;
        if (_scratchOrder.Length < count)
            _scratchOrder = new int[Math.Max(2 * _scratchOrder.Length, count)];
        Span<int> order = _scratchOrder.AsSpan(0, count);
        for (int i = 0; i < count; i++)
            order[i] = start + i;
        order.Sort(Compare);
        Permute(_times, order, start);
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
