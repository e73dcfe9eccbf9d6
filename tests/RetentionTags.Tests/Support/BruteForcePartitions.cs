using RetentionTags.Binning;
using RetentionTags.Binning.Solvers;

namespace RetentionTags.Tests.Support;

/// <summary>
/// The optimum under any rules by looking at every division of the pre-bins and, when there are missing rows to place, at every bin that could take them. Written from the
/// definitions in whole numbers, independent of the solvers: levels are fractions, slopes are compared exactly.
/// </summary>
internal sealed record BruteForcePartitions(int Size)
{
    /// <summary>An interval that may be a bin: its value, its level as a fraction, and the exact counts that rules refer to.</summary>
    public delegate Candidate? Look(int start, int end, bool takesMissing);

    public required Look At { get; init; }

    public bool PlacesMissing { get; init; }

    public PlacementPolicy Policy { get; init; }

    public int MinBins { get; init; } = 1;

    public int MaxBins { get; init; } = int.MaxValue;

    public Func<Candidate, Candidate, bool> Neighbours { get; init; } = (_, _) => true;

    public Func<Candidate, Candidate, bool> AnyTwo { get; init; } = (_, _) => true;

    /// <summary>Twice the centre of an interval.</summary>
    public Func<int, int, long> TwiceTheCenter { get; init; } = (start, end) => start + end - 1;

    /// <summary>For each trend the best divisions by their number of bins.</summary>
    public Dictionary<Trend, Answer?[]> Solve(Trend[] trends)
    {
        var best = trends.ToDictionary(trend => trend, _ => new Answer?[Size + 1]);
        for (int mask = 0; mask < 1 << (Size - 1); mask++)
        {
            int[] starts = [0, .. Enumerable.Range(1, Size - 1).Where(i => (mask >> (i - 1) & 1) == 1)];
            if (starts.Length > MaxBins)
                continue;
            for (int taker = PlacesMissing ? 0 : -1; taker < (PlacesMissing ? starts.Length : 0); taker++)
            {
                if (BinsOf(starts, taker) is not Candidate[] bins || !Obeys(bins, taker))
                    continue;
                var answer = new Answer(bins.Sum(bin => bin.Value), starts, taker);
                foreach (Trend trend in trends)
                {
                    ref Answer? known = ref best[trend][starts.Length];
                    if ((known is null || answer.ComesBefore(known)) && Follows(bins, trend))
                        known = answer;
                }
            }
        }

        return best;
    }

    /// <summary>Of the best by number of bins: the fewest bins within 256 units of the highest value.</summary>
    public Answer? Preferred(Answer?[] byBins)
    {
        Answer[] answers = [.. byBins.Where((answer, bins) => bins >= MinBins && answer is not null).Select(answer => answer!)];
        return answers.Length == 0 ? null : answers.First(answer => answer.Value >= answers.Max(other => other.Value) - 256);
    }

    private Candidate[]? BinsOf(int[] starts, int taker)
    {
        var bins = new Candidate[starts.Length];
        for (int bin = 0; bin < bins.Length; bin++)
        {
            int end = bin + 1 < starts.Length ? starts[bin + 1] : Size;
            if (At(starts[bin], end, bin == taker) is not Candidate candidate)
                return null;
            bins[bin] = candidate with { TwiceTheCenter = TwiceTheCenter(starts[bin], end) };
        }

        return bins;
    }

    private bool Obeys(Candidate[] bins, int taker)
    {
        for (int left = 0; left < bins.Length; left++)
        {
            if (left + 1 < bins.Length && !Neighbours(bins[left], bins[left + 1]))
                return false;
            for (int right = left + 1; right < bins.Length; right++)
            {
                if (!AnyTwo(bins[left], bins[right]))
                    return false;
            }
        }

        return taker < 0 || Policy switch
        {
            PlacementPolicy.HighestLevel => bins.All(bin => bin.CompareLevel(bins[taker]) <= 0),
            PlacementPolicy.LowestLevel => bins.All(bin => bin.CompareLevel(bins[taker]) >= 0),
            PlacementPolicy.FirstBin => taker == 0,
            PlacementPolicy.LastBin => taker == bins.Length - 1,
            _ => true,
        };
    }

    private static bool Follows(Candidate[] bins, Trend trend) => trend switch
    {
        Trend.Ascending => Run(bins, 0, bins.Length, 1),
        Trend.Descending => Run(bins, 0, bins.Length, -1),
        Trend.Peak => Enumerable.Range(0, bins.Length + 1).Any(turn => Run(bins, 0, turn, 1) && Run(bins, turn, bins.Length, -1)),
        Trend.Valley => Enumerable.Range(0, bins.Length + 1).Any(turn => Run(bins, 0, turn, -1) && Run(bins, turn, bins.Length, 1)),
        Trend.Concave => Bends(bins, 1),
        Trend.Convex => Bends(bins, -1),
        _ => true,
    };

    /// <summary>From the first to the one before the last, levels never move against the direction.</summary>
    private static bool Run(Candidate[] bins, int first, int last, int direction)
    {
        for (int bin = first; bin + 1 < last; bin++)
        {
            if (bins[bin + 1].CompareLevel(bins[bin]) * direction < 0)
                return false;
        }

        return true;
    }

    /// <summary>No slope exceeds the one before it (or falls below it): differences of fractions over distances, multiplied out.</summary>
    private static bool Bends(Candidate[] bins, int direction)
    {
        for (int bin = 0; bin + 2 < bins.Length; bin++)
        {
            (Candidate a, Candidate b, Candidate c) = (bins[bin], bins[bin + 1], bins[bin + 2]);
            Int128 first = (((Int128)b.Numerator * a.Denominator) - ((Int128)a.Numerator * b.Denominator)) * c.Denominator * (c.TwiceTheCenter - b.TwiceTheCenter);
            Int128 second = (((Int128)c.Numerator * b.Denominator) - ((Int128)b.Numerator * c.Denominator)) * a.Denominator * (b.TwiceTheCenter - a.TwiceTheCenter);
            if (direction * second > direction * first)
                return false;
        }

        return true;
    }

    /// <summary>A bin: its value, its level as a fraction, and its events and rows, by period too.</summary>
    public sealed record Candidate(long Value, long Numerator, long Denominator, long Events, long Count)
    {
        public long TwiceTheCenter { get; init; }

        public long[] EventsByPeriod { get; init; } = [];

        public long[] CountsByPeriod { get; init; } = [];

        public int CompareLevel(Candidate other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);
    }

    public sealed record Answer(long Value, int[] Starts, int MissingBin)
    {
        /// <summary>Of two with as many bins: the higher value, then the leftmost cuts, then the leftmost bin for the missing rows.</summary>
        public bool ComesBefore(Answer other)
        {
            if (Value != other.Value)
                return Value > other.Value;
            for (int bin = 0; bin < Starts.Length; bin++)
            {
                if (Starts[bin] != other.Starts[bin])
                    return Starts[bin] < other.Starts[bin];
            }

            return MissingBin < other.MissingBin;
        }
    }
}
