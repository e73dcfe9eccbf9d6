using System.Runtime.CompilerServices;

namespace RetentionTags.Binning.Solvers;

/// <summary>
/// What the solver knows of m pre-bins: for each interval of them that may be a bin a value, to be maximised in sum, and a level, whose order makes the trend.
/// </summary>
/// <remarks>
/// Values are whole multiples of one unit (see <see cref="InformationUnits"/>), so that sums are exact in any order; the sum over all bins of a division has to stay
/// below 2⁶² in size. Levels are event rates, means or anything else that is finite; equal levels must be equal to the bit.
/// </remarks>
internal sealed class IntervalTable
{
    private readonly long[] _values;
    private readonly double[] _levels;

    /// <param name="size">The number of pre-bins, at least 1.</param>
    public IntervalTable(int size)
    {
        Size = size;
        _values = new long[size * (size + 1) / 2];
        _levels = new double[_values.Length];
        Array.Fill(_values, ChainTable.None);
    }

    /// <summary>The number of pre-bins.</summary>
    public int Size { get; }

    /// <summary>Lets the pre-bins from <paramref name="start"/> up to, not including, <paramref name="end"/> be a bin. Adding 0.0 turns −0 into 0.</summary>
    public void Allow(int start, int end, long value, double level)
    {
        int place = Place(start, end);
        _values[place] = value;
        _levels[place] = level + 0.0;
    }

    public bool IsAllowed(int start, int end) => Value(start, end) != ChainTable.None;

    /// <summary>The value of an interval; <see cref="ChainTable.None"/> when it may not be a bin.</summary>
    public long Value(int start, int end) => _values[Place(start, end)];

    /// <summary>The level of an interval that may be a bin.</summary>
    public double Level(int start, int end) => _levels[Place(start, end)];

    /// <summary>Levels of the intervals that begin at a pre-bin, by their ends from <paramref name="start"/> + 1 on.</summary>
    public ReadOnlySpan<double> LevelsFrom(int start) => _levels.AsSpan(Place(start, start + 1), Size - start);

    /// <summary>Where an interval stands among all of them, by start and then by end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Place(int start, int end) => (start * ((2 * Size) - start - 1) / 2) + end - 1;

    /// <summary>The intervals of this table that satisfy a condition.</summary>
    public IntervalTable Where(Func<int, int, bool> condition)
    {
        var chosen = new IntervalTable(Size);
        for (int start = 0; start < Size; start++)
        {
            for (int end = start + 1; end <= Size; end++)
            {
                if (IsAllowed(start, end) && condition(start, end))
                    chosen.Allow(start, end, Value(start, end), Level(start, end));
            }
        }

        return chosen;
    }

    /// <summary>The same with levels of the other sign: what rose, falls.</summary>
    public IntervalTable Reversed()
    {
        var reversed = new IntervalTable(Size);
        _values.CopyTo(reversed._values, 0);
        for (int place = 0; place < _levels.Length; place++)
            reversed._levels[place] = 0.0 - _levels[place];
        return reversed;
    }
}
