using RetentionTags.Binning;
using RetentionTags.Binning.Solvers;
using RetentionTags.Numerics;

namespace RetentionTags.Tests.Support;

/// <summary>A random problem for the binning solvers, and the same for brute force.</summary>
internal sealed class RandomBinningProblem
{
    private const int Periods = 2;

    private readonly int _size;
    private readonly int _objective;
    private readonly double _holes;
    private readonly long[][] _events;
    private readonly long[][] _counts;
    private readonly long[] _missingEvents;
    private readonly long[] _missingCounts;
    private readonly long _minCount;
    private readonly ulong _salt;
    private readonly long[] _axis;

    public RandomBinningProblem(ref SplitMix64 random, int largest, bool placesMissing)
    {
        _size = 1 + random.Next(largest);
        _objective = random.Next(6);
        _holes = random.Next(3) == 0 ? 0.2 : 0;
        int scale = random.Next(2) == 0 ? 4 : 40;
        _events = Draw(ref random, scale);
        _counts = Draw(ref random, 2 * scale);
        for (int period = 0; period < Periods; period++)
        {
            for (int prebin = 0; prebin < _size; prebin++)
                _counts[period][prebin] += _events[period][prebin];
        }

        _missingEvents = [random.Next(scale), random.Next(scale)];
        _missingCounts = [.. _missingEvents.Select(events => events)];
        for (int period = 0; period < Periods; period++)
            _missingCounts[period] += random.Next(2 * scale);
        _minCount = random.Next(3) == 0 ? random.Next(4 * scale) : 0;
        _salt = random.Next();
        _axis = new long[_size + 1];
        bool isEven = random.Next(2) == 0;
        for (int prebin = 1; prebin < _axis.Length; prebin++)
            _axis[prebin] = _axis[prebin - 1] + 1 + (isEven ? 0 : random.Next(7));
        PlacesMissing = placesMissing;
    }

    public bool PlacesMissing { get; }

    /// <summary>The tables that the solvers get.</summary>
    public Placement Tables => new(TableOf(false), PlacesMissing ? TableOf(true) : null);

    public IntervalCounts Counts => new(Sums(_events), [.. Sums(_counts).Zip(Sums(_events), (count, events) => count - events)], 1, 1);

    public BinCounts Missing => new(_missingEvents.Sum(), _missingCounts.Sum() - _missingEvents.Sum(), 1, 1);

    public SameDirectionInPeriods Directions => new(ToDouble(_events), ToDouble(_counts), [.. _missingEvents.Select(x => (double)x)], [.. _missingCounts.Select(x => (double)x)]);

    /// <summary>Uneven distances between the pre-bins.</summary>
    public double Center(int start, int end) => 0.5 * TwiceTheCenter(start, end);

    public BruteForcePartitions ByForce() => new(_size) { At = Look, PlacesMissing = PlacesMissing, TwiceTheCenter = TwiceTheCenter };

    private static double[] Sums(long[][] byPeriod) => [.. Enumerable.Range(0, byPeriod[0].Length).Select(prebin => (double)byPeriod.Sum(period => period[prebin]))];

    private static double[][] ToDouble(long[][] byPeriod) => [.. byPeriod.Select(period => period.Select(x => (double)x).ToArray())];

    private static double Share(double part, double whole) => part * Math.Log(part / whole);

    private long TwiceTheCenter(int start, int end) => _axis[start] + _axis[end - 1];

    private long[][] Draw(ref SplitMix64 random, int scale)
    {
        var byPeriod = new long[Periods][];
        for (int period = 0; period < Periods; period++)
        {
            byPeriod[period] = new long[_size];
            for (int prebin = 0; prebin < _size; prebin++)
                byPeriod[period][prebin] = random.Next(scale);
        }

        return byPeriod;
    }

    private IntervalTable TableOf(bool takesMissing)
    {
        var table = new IntervalTable(_size);
        for (int start = 0; start < _size; start++)
        {
            for (int end = start + 1; end <= _size; end++)
            {
                if (Look(start, end, takesMissing) is BruteForcePartitions.Candidate bin)
                    table.Allow(start, end, bin.Value, (double)bin.Numerator / bin.Denominator);
            }
        }

        return table;
    }

    private BruteForcePartitions.Candidate? Look(int start, int end, bool takesMissing)
    {
        long[] events = new long[Periods], counts = new long[Periods];
        for (int period = 0; period < Periods; period++)
        {
            events[period] = _events[period][start..end].Sum() + (takesMissing ? _missingEvents[period] : 0);
            counts[period] = _counts[period][start..end].Sum() + (takesMissing ? _missingCounts[period] : 0);
        }

        long e = events.Sum(), c = counts.Sum();
        ulong noise = new SplitMix64((long)_salt + (start * 1000) + (end * 10) + (takesMissing ? 1 : 0)).Next();
        if (e == 0 || e == c || c < _minCount || (noise >> 40) % 1000 < 1000 * _holes)
            return null;
        bool isInvented = _objective >= 4;
        return new(Value(e, c, noise), isInvented ? (long)(noise % 5) : e, isInvented ? 1 + (_objective == 5 ? (long)(noise / 5 % 3) : 0) : c, e, c) { EventsByPeriod = events, CountsByPeriod = counts };
    }

    /// <summary>Information value, Jensen–Shannon divergence, chi-square, squares within (negative), and numbers out of the air of which many are equal.</summary>
    private long Value(long events, long count, ulong noise)
    {
        double totalEvents = 1 + _events.Sum(period => period.Sum()), totalCount = 2 + _counts.Sum(period => period.Sum()), rate = totalEvents / totalCount;
        double p = events / totalEvents, q = (count - events) / (totalCount - totalEvents), middle = 0.5 * (p + q);
        double value = _objective switch
        {
            0 => (p - q) * Math.Log(p / q),
            1 => 0.5 * (Share(p, middle) + Share(q, middle)),
            2 => Math.Pow(events - (count * rate), 2) / (count * rate * (1 - rate)),
            3 => -(double)events * (count - events) / count,
            _ => 0,
        };
        return _objective >= 4 ? 1000 * ((long)(noise >> 20) % 7) * (_objective == 5 ? 1 : -1) : (long)Math.Round(value * (1L << 40));
    }
}
