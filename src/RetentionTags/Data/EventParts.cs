using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RetentionTags.Numerics;

namespace RetentionTags.Data;

/// <summary>A copy of some rows, sorted into parts by the leading bits of their keys. Refilled again and again.</summary>
/// <typeparam name="TKey">Keys as whole numbers.</typeparam>
/// <param name="keepsRows">Whether rows have numbers.</param>
/// <param name="firstTicks">No time is earlier.</param>
/// <param name="lastTicks">No time is later.</param>
internal sealed class EventParts<TKey>(bool keepsRows, long firstTicks, long lastTicks)
    where TKey : unmanaged, IBinaryInteger<TKey>
{
    /// <summary>Into so many parts rows are sorted, at most.</summary>
    private const int MostParts = 1 << 12;

    /// <summary>Of evenly spread keys a part has at most so many rows, and at least half of them.</summary>
    private const int EvenRows = 24;

    /// <summary>Rows that are ranked, at most.</summary>
    public const int FewRows = 48;

    /// <summary>A row's number has the bits in which keys of a part differ, and below them those of the time.</summary>
    private const int NumberBits = 64;

    /// <summary>Fewer bits than this are not worth while as what is left of a time.</summary>
    private const int FewestTimeBits = 16;

    private readonly int[] _ends = new int[MostParts + 2];
    private readonly long[] _numbers = new long[FewRows + RowRanks.Lanes];
    private int[] _places = [];
    private TKey[] _keys = [];
    private long[] _ticks = [];
    private double[] _amounts = [];
    private int[] _rows = [];
    private int _count;
    private TKey _least;
    private int _shift;
    private int _timeShift;

    /// <summary>Where each part ends.</summary>
    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, _count);

    /// <summary>Keys, and beyond the last of them room for a vector.</summary>
    public ReadOnlySpan<TKey> Keys => _keys;

    /// <summary>Times, and beyond the last of them room for a vector.</summary>
    public ReadOnlySpan<long> Ticks => _ticks;

    public ReadOnlySpan<double> Amounts => _amounts;

    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>Copies rows into parts, in each of which they keep their order.</summary>
    /// <param name="least">The least of the keys.</param>
    /// <param name="greatest">The greatest of the keys.</param>
    /// <param name="keys">The rows' keys.</param>
    /// <param name="times">The rows' times.</param>
    /// <param name="amounts">The rows' amounts.</param>
    /// <param name="rows">The rows' numbers, when they have any.</param>
    public void Take(TKey least, TKey greatest, ReadOnlySpan<TKey> keys, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, ReadOnlySpan<int> rows)
    {
        int shift = LeadingBits.ShiftFor(greatest - least, (int)Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)(keys.Length / EvenRows)), 2, MostParts));
        _count = LeadingBits.PartCount(greatest - least, shift);
        (_least, _shift, _timeShift) = (least, shift, Math.Max(0, LeadingBits.BitsOf(lastTicks - firstTicks) - (NumberBits - shift)));
        MakeRoomFor(keys.Length);
        Locate(keys, least, greatest, shift, _ends.AsSpan(0, _count), _places.AsSpan(0, keys.Length));
        LeadingBits.Scatter(keys, _places, _keys);
        LeadingBits.Scatter(amounts, _places, _amounts);
        ScatterTicks(times, _places, _ticks);
        if (keepsRows)
            LeadingBits.Scatter(rows, _places, _rows);
    }

    /// <summary>How many of the rows [from, to) of one part are before each by key and then by time; rows that agree in both have the same rank.</summary>
    /// <remarks>
    /// Keys of a part differ in few bits, so that one number has room for them and for the leading bits of the time. Where no two numbers are equal, their order is that of the rows. Where some are, and times did not fit in whole, rows
    /// are compared by both.
    /// </remarks>
    /// <param name="from">The first row.</param>
    /// <param name="to">The row after the last.</param>
    /// <param name="ranks">Takes the ranks, and beyond them room for a vector.</param>
    /// <returns>Whether two rows agree in both.</returns>
    public bool Rank(int from, int to, Span<int> ranks)
    {
        if (NumberBits - _shift >= FewestTimeBits)
        {
            TakeNumbers(from, to);
            bool haveEqual = RowRanks.Of(to - from, _numbers, ranks);
            if (!haveEqual || _timeShift == 0)
                return haveEqual;
        }

        return RowRanks.Of(to - from, Keys[from..], Ticks[from..], ranks);
    }

    /// <summary>Numbers of the rows [from, to), moved so that 0 is the least number with a sign.</summary>
    private void TakeNumbers(int from, int to)
    {
        if (typeof(TKey) == typeof(long) && Vector256.IsHardwareAccelerated)
        {
            TakeFour(MemoryMarshal.Cast<TKey, long>(_keys.AsSpan(from)), _ticks.AsSpan(from), to - from);
            return;
        }

        for (int row = from; row < to; row++)
        {
            long key = _shift == 0 ? 0 : long.CreateTruncating(_keys[row] - _least) << (NumberBits - _shift);
            _numbers[row - from] = (key | ((_ticks[row] - firstTicks) >>> _timeShift)) ^ long.MinValue;
        }
    }

    private void TakeFour(ReadOnlySpan<long> keys, ReadOnlySpan<long> ticks, int count)
    {
        Vector256<long> least = Vector256.Create(long.CreateTruncating(_least)), first = Vector256.Create(firstTicks), keyBits = Vector256.Create(_shift == 0 ? 0L : -1);
        for (int i = 0; i < count; i += Vector256<long>.Count)
        {
            Vector256<long> key = ((Vector256.Create(keys[i..]) - least) << (NumberBits - _shift)) & keyBits, time = (Vector256.Create(ticks[i..]) - first) >>> _timeShift;
            ((key | time) ^ Vector256.Create(long.MinValue)).CopyTo(_numbers, i);
        }
    }

    private static void Locate(ReadOnlySpan<TKey> keys, TKey least, TKey greatest, int shift, Span<int> next, Span<int> places)
    {
        next.Clear();
        LeadingBits.Find(keys, least, greatest, shift, places);
        LeadingBits.Count(places, next);
        KeySort.TurnIntoOffsets(next);
        LeadingBits.TurnIntoPlaces(places, next);
    }

    private static void ScatterTicks(ReadOnlySpan<DateTime> times, ReadOnlySpan<int> places, Span<long> ticks)
    {
        places = places[..times.Length];
        for (int i = 0; i < times.Length; i++)
            ticks[places[i]] = times[i].Ticks;
    }

    private void MakeRoomFor(int rows)
    {
        if (_places.Length >= rows)
            return;
        int room = Math.Max(rows, 2 * _places.Length);
        (_places, _keys, _ticks, _amounts, _rows) = (new int[room], new TKey[room + RowRanks.Lanes], new long[room + RowRanks.Lanes], new double[room], new int[keepsRows ? room : 0]);
    }
}
