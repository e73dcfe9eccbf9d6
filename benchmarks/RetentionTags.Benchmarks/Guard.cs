using System.Globalization;
using System.Text;

namespace RetentionTags.Benchmarks;

/// <summary>
/// Holds the ratios of <see cref="HotPaths"/> to those of a committed file, with slack: first in a few short rounds, and a ratio that is too large in more of them, after a pause, before it fails.
/// </summary>
internal static class Guard
{
    /// <summary>What a ratio may be beyond that of the file. Ratios of two runs on one machine differ by 10 %.</summary>
    private const double Slack = 1.3;

    private const int RoundsToWrite = 15;

    private static readonly int[] Rounds = [5, 11, 21];

    /// <summary>A disturbance has this long to go by.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    /// <summary>Measures, prints a table, and says what is slower than it was.</summary>
    /// <param name="path">The file of ratios.</param>
    /// <param name="only">Words that the names of comparisons hold; empty for all.</param>
    /// <returns>0 if every ratio is held; otherwise 1.</returns>
    public static int Check(string path, string only)
    {
        GuardFile file = GuardFile.Read(path);
        var table = new StringBuilder("| comparison | time | each | goal | ratio | held | allowed | |\n|---|--:|--:|--:|--:|--:|--:|---|\n");
        var failures = new List<string>();
        var unmet = file.Comparisons.Select(each => each.Name).ToHashSet();
        foreach (Func<Comparison> make in HotPaths.All)
        {
            Comparison comparison = make();
            unmet.Remove(comparison.Name);
            if (!comparison.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
                continue;
            if (file.Find(comparison.Name) is not GuardedRatio held)
            {
                failures.Add($"'{comparison.Name}' is not in {path}. Run guard --write, and commit the file.");
                continue;
            }

            (double ratio, string processor) = held.On(Processor.Model);
            double allowed = ratio * Slack;
            int attempt = 0;
            Measurement measured = Measurement.Of(comparison, Rounds[attempt]);
            while (measured.Ratio > allowed && ++attempt < Rounds.Length)
            {
                Thread.Sleep(Pause);
                Measurement again = Measurement.Of(comparison, Rounds[attempt]);
                measured = again.Ratio < measured.Ratio ? again : measured;
            }

            string each = comparison.Items == 0 ? "" : Measurement.Shown(measured.Candidate / comparison.Items);
            table.Append(CultureInfo.InvariantCulture, $"| {comparison.Name} | {Measurement.Shown(measured.Candidate)} | {each} | {held.Goal} | {measured.Ratio:G3} | {ratio:G3} | {allowed:G3} | {(measured.Ratio <= allowed ? "" : "SLOWER")} |\n");
            if (measured.Ratio > allowed)
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"'{comparison.Name}' takes {measured.Ratio:G3} × '{comparison.Against}'. The committed ratio is {ratio:G3} (measured on {processor}; this is {Processor.Model}), {allowed:G3} is allowed, and {attempt} attempts in {Rounds[^1]} rounds did not find it."));
            GC.Collect();
        }

        failures.AddRange(unmet.Select(name => $"{path} holds '{name}', which is no comparison. Take it out or write it as the comparison is called."));
        Console.WriteLine(table);
        foreach (string failure in failures)
            Console.WriteLine(failure);
        return failures.Count == 0 ? 0 : 1;
    }

    /// <summary>Measures all and writes their ratios on this processor; those on others and goals stay.</summary>
    public static int Write(string path)
    {
        GuardFile before = File.Exists(path) ? GuardFile.Read(path) : new([]);
        var held = new List<GuardedRatio>();
        foreach (Func<Comparison> make in HotPaths.All)
        {
            Comparison comparison = make();
            double ratio = Measurement.Of(comparison, RoundsToWrite).Ratio;
            GuardedRatio entry = before.Find(comparison.Name) ?? new(comparison.Name, "", []);
            entry.Ratios[Processor.Model] = double.Parse(ratio.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            held.Add(entry);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{comparison.Name}: {ratio:G3}"));
            GC.Collect();
        }

        new GuardFile([.. held]).Write(path);
        return 0;
    }
}
