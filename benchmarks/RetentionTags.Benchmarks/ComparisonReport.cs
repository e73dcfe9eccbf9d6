using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace RetentionTags.Benchmarks;

/// <summary>
/// Runs comparisons interleaved: in every round baseline and candidate follow each other, in turns first, so that whatever else the machine does meets both. The ratio is the
/// median over rounds of the round's own ratio.
/// </summary>
internal sealed partial class ComparisonReport(IEnumerable<Func<Comparison>> comparisons, int rounds, string only = "")
{
    private const int WarmUpRounds = 3;

    /// <summary>Work that takes longer has been compiled to the end once it has run.</summary>
    private static readonly TimeSpan LongWork = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan ShortestMeasurement = TimeSpan.FromMilliseconds(20);

    /// <summary>One file for each processor.</summary>
    public static string FileName => NotAWord().Replace(Processor().ToLowerInvariant(), "-").Trim('-') + ".md";

    public string Run(TextWriter log)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Interleaved comparisons\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Processor()}, {Environment.ProcessorCount} logical processors; {RuntimeInformation.FrameworkDescription}; {RuntimeInformation.OSDescription};\n");
        text.Append(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}; medians of {rounds} rounds; in brackets the quartiles of the rounds' ratios.\n");
        text.Append("Made by `dotnet run -c Release --project benchmarks/RetentionTags.Benchmarks -- ab`. Shared machines are noisy: read ratios, and allow 10 %.\n\n");
        text.Append("| candidate | time | each | baseline | time | ratio |\n|---|--:|--:|---|--:|--:|\n");
        foreach (Func<Comparison> make in comparisons)
        {
            Comparison comparison = make();
            if (!comparison.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
                continue;
            string line = Measure(comparison);
            log.WriteLine(line);
            text.Append(line).Append('\n');
            GC.Collect();
        }

        return text.ToString();
    }

    private static string Processor()
    {
        const string Source = "/proc/cpuinfo";
        string? line = File.Exists(Source) ? File.ReadLines(Source).FirstOrDefault(each => each.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private string Measure(Comparison comparison)
    {
        int repeat = Repeats(comparison.Candidate), baselineRepeat = Repeats(comparison.Baseline), warmUpRounds = repeat == 0 || baselineRepeat == 0 ? 0 : WarmUpRounds;
        (repeat, baselineRepeat) = (Math.Max(repeat, 1), Math.Max(baselineRepeat, 1));
        double[] baseline = new double[rounds], candidate = new double[rounds], ratio = new double[rounds];
        for (int round = -warmUpRounds; round < rounds; round++)
        {
            double first = round % 2 == 0 ? Time(comparison.Baseline, baselineRepeat) : Time(comparison.Candidate, repeat);
            double second = round % 2 == 0 ? Time(comparison.Candidate, repeat) : Time(comparison.Baseline, baselineRepeat);
            if (round < 0)
                continue;
            (baseline[round], candidate[round]) = round % 2 == 0 ? (first, second) : (second, first);
            ratio[round] = candidate[round] / baseline[round];
        }

        double each = comparison.Items == 0 ? double.NaN : Quantile(candidate, 0.5) / comparison.Items;
        return FormattableString.Invariant($"| {comparison.Name} | {Shown(Quantile(candidate, 0.5))} | {(double.IsNaN(each) ? "" : Shown(each))} | {comparison.Against} | {Shown(Quantile(baseline, 0.5))} | **{Quantile(ratio, 0.5):G3}** ({Quantile(ratio, 0.25):G3}–{Quantile(ratio, 0.75):G3}) |");
    }

    /// <summary>How often to run so that one measurement is long enough for the clock; 0 for work so long that it needs no warming up either.</summary>
    private static int Repeats(Action work)
    {
        if (Time(work, 1) > LongWork.TotalSeconds && Time(work, 1) > LongWork.TotalSeconds)
            return 0;
        work();
        return (int)Math.Clamp(ShortestMeasurement.TotalSeconds / Math.Max(Time(work, 1), 1e-9), 1, 1e6);
    }

    private static double Time(Action work, int repeat)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeat; i++)
            work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / repeat;
    }

    private static double Quantile(double[] values, double share) => values.Order().ElementAt((int)Math.Round(share * (values.Length - 1)));

    private static string Shown(double seconds) => seconds switch
    {
        < 1e-6 => FormattableString.Invariant($"{seconds * 1e9:G3} ns"),
        < 1e-3 => FormattableString.Invariant($"{seconds * 1e6:G3} µs"),
        < 1 => FormattableString.Invariant($"{seconds * 1e3:G3} ms"),
        _ => FormattableString.Invariant($"{seconds:G3} s"),
    };

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotAWord();
}
