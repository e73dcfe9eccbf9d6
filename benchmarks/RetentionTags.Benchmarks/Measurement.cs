using System.Globalization;

namespace RetentionTags.Benchmarks;

/// <summary>The times of a <see cref="Comparison"/>: medians over rounds, and quartiles of the rounds' ratios.</summary>
/// <param name="Candidate">Seconds of the candidate.</param>
/// <param name="Baseline">Seconds of the baseline.</param>
/// <param name="Ratio">Candidate / baseline.</param>
/// <param name="LowRatio">The first quartile of the ratios.</param>
/// <param name="HighRatio">The third quartile of the ratios.</param>
internal sealed record Measurement(double Candidate, double Baseline, double Ratio, double LowRatio, double HighRatio)
{
    private const int WarmUpRounds = 3;

    /// <summary>Work that takes longer has been compiled to the end once it has run.</summary>
    private static readonly TimeSpan LongWork = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan ShortestMeasurement = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// In every round baseline and candidate follow each other, in turns first, so that whatever else the machine does meets both. The ratio is the median over rounds of the round's own ratio.
    /// </summary>
    public static Measurement Of(Comparison comparison, int rounds)
    {
        Func<double> clock = comparison.IsOneThread ? ThreadClock.Seconds : ThreadClock.WallSeconds;
        int repeat = Repeats(comparison.Candidate), baselineRepeat = Repeats(comparison.Baseline), warmUpRounds = repeat == 0 || baselineRepeat == 0 ? 0 : WarmUpRounds;
        (repeat, baselineRepeat) = (Math.Max(repeat, 1), Math.Max(baselineRepeat, 1));
        double[] baseline = new double[rounds], candidate = new double[rounds], ratio = new double[rounds];
        for (int round = -warmUpRounds; round < rounds; round++)
        {
            double first = round % 2 == 0 ? Time(comparison.Baseline, baselineRepeat, clock) : Time(comparison.Candidate, repeat, clock);
            double second = round % 2 == 0 ? Time(comparison.Candidate, repeat, clock) : Time(comparison.Baseline, baselineRepeat, clock);
            if (round < 0)
                continue;
            (baseline[round], candidate[round]) = round % 2 == 0 ? (first, second) : (second, first);
            ratio[round] = candidate[round] / baseline[round];
        }

        return new(Quantile(candidate, 0.5), Quantile(baseline, 0.5), Quantile(ratio, 0.5), Quantile(ratio, 0.25), Quantile(ratio, 0.75));
    }

    public static string Shown(double seconds) => seconds switch
    {
        < 1e-6 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e9:G3} ns"),
        < 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:G3} µs"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:G3} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:G3} s"),
    };

    public static double Quantile(double[] values, double share) => values.Order().ElementAt((int)Math.Round(share * (values.Length - 1)));

    /// <summary>The mean seconds of one run.</summary>
    public static double Time(Action work, int repeat, Func<double> clock)
    {
        double start = clock();
        for (int i = 0; i < repeat; i++)
            work();
        return (clock() - start) / repeat;
    }

    /// <summary>How often to run so that one measurement is long enough for the clock; 0 for work so long that it needs no warming up either.</summary>
    private static int Repeats(Action work)
    {
        if (Time(work, 1, ThreadClock.WallSeconds) > LongWork.TotalSeconds && Time(work, 1, ThreadClock.WallSeconds) > LongWork.TotalSeconds)
            return 0;
        work();
        return (int)Math.Clamp(ShortestMeasurement.TotalSeconds / Math.Max(Time(work, 1, ThreadClock.WallSeconds), 1e-9), 1, 1e6);
    }
}
