using System.Diagnostics;
using System.Globalization;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Scoring;

namespace RetentionTags.Benchmarks;

/// <summary>What the first calls of a fresh process cost, compiling included: a card is loaded, then it scores for the first time.</summary>
internal static class ColdStart
{
    public const string Name = "cold start";

    private const int Rows = 1024;
    private const int Processes = 5;

    /// <summary>Starts this program anew, some times for each kind of call, and reports medians.</summary>
    public static string Report()
    {
        string folder = Directory.CreateTempSubdirectory("retentiontags-cold").FullName;
        try
        {
            using (FileStream file = File.Create(Path.Combine(folder, "card.json")))
                ScoringWorkload.Card(8).Save(file);
            Console.WriteLine("cold start …");
            string text = $"First calls of a fresh process after the card was loaded, compiling included; medians of {Processes} processes, the first call by processor time:\n\n| call | first | second | hundredth |\n|---|--:|--:|--:|\n";
            foreach ((string kind, string what) in ((string, string)[])[("batch", "a batch of 1,024 rows × 20 columns"), ("row", "one row × 20 columns, from a span of doubles"), ("contributions", "its contributions")])
            {
                double[][] times = [.. Enumerable.Range(0, Processes).Select(_ => Started(kind, folder))];
                double[] medians = [.. Enumerable.Range(0, times[0].Length).Select(call => Measurement.Quantile([.. times.Select(each => each[call])], 0.5))];
                text += $"| {what} | {string.Join(" | ", medians.Select(Measurement.Shown))} |\n";
            }

            return text;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The other side: prints the seconds of the first, the second and the hundredth call.</summary>
    public static int Run(string kind, string folder)
    {
        using FileStream file = File.OpenRead(Path.Combine(folder, "card.json"));
        Scorecard card = Scorecard.Load(file);
        double[][] columns = [.. card.Columns.Select((_, c) => Enumerable.Range(0, Rows).Select(row => ((((row * 7919) + (c * 104_729)) % 2000) - 1000) / 700.0).ToArray())];
        Table table = Table.Create([.. columns.Select((values, c) => Column.Numeric(card.Columns[c].Name, values))]);
        double[] row = [.. columns.Select(values => values[0])], scores = new double[Rows], contributions = new double[row.Length];
        var times = new List<double>();
        for (int call = 1; call <= 100; call++)
        {
            // Reading the thread's time takes as long as several rows, and compiling is over after the first call.
            Func<double> clock = call == 1 ? ThreadClock.Seconds : ThreadClock.WallSeconds;
            double start = clock();
            switch (kind)
            {
                case "batch":
                    card.Score(table, scores);
                    break;
                case "row":
                    scores[0] = card.Score(row);
                    break;
                default:
                    card.Contributions(row, contributions);
                    break;
            }

            double seconds = clock() - start;
            if (call is 1 or 2 or 100)
                times.Add(seconds);
        }

        Console.WriteLine(string.Join(' ', times.Select(seconds => seconds.ToString("R", CultureInfo.InvariantCulture))));
        return 0;
    }

    private static double[] Started(string kind, string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredCompilation"] = "1";
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(ColdStart).Assembly.Location);
        foreach (string argument in (string[])["cold", kind, folder])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return [.. output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(each => double.Parse(each, CultureInfo.InvariantCulture))];
    }
}
