using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;

namespace RetentionTags.Benchmarks;

/// <summary>
/// Our side of a race with programs in other languages, see benchmarks/peers: writes the data that both use into a folder as raw little-endian doubles, then runs what it is asked to over standard input, so that runs
/// of the two sides alternate. Commands: a name, a number of repetitions and, for time on the wall, the word wall; the answer is the mean time of one in seconds, otherwise of the processor. An empty line ends.
/// </summary>
internal static class PeerSession
{
    private const int Rows = 1_000_000;

    public static int Run(string scenario, string folder)
    {
        Dictionary<string, Action> actions = scenario switch
        {
            "score" => Score(folder),
            "fit20" => Fit(folder, 20),
            "fit100" => Fit(folder, 100),
            "events" => Events(folder),
            _ => throw new ArgumentException($"There is no scenario '{scenario}'; there are score, fit20, fit100 and events."),
        };
        Console.WriteLine("ready");
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            string[] words = line.Split(' ');
            Func<double> clock = words is [_, _, "wall"] ? ThreadClock.WallSeconds : ThreadClock.ProcessSeconds;
            GC.Collect(); // what the run before left, as BenchmarkDotNet does it: or memory is new to each run until the collector thinks it worth while, and the system's pages are timed
            Console.WriteLine(Measurement.Time(actions[words[0]], int.Parse(words[1], CultureInfo.InvariantCulture), clock).ToString("R", CultureInfo.InvariantCulture));
        }

        return 0;
    }

    /// <summary>Columns one after another, the card's tables, our probabilities, and the events for the peers' own fits.</summary>
    private static Dictionary<string, Action> Score(string folder)
    {
        TrainingSet data = ScoringWorkload.Rows(Rows);
        Scorecard card = ScoringWorkload.Card(8);
        var scores = new double[Rows];
        card.Score(data.Table, scores);
        using (FileStream file = File.Create(Path.Combine(folder, "score.columns")))
        {
            foreach (ScorecardColumn column in card.Columns)
                file.Write(MemoryMarshal.AsBytes(data.Table.Numeric(column.Name).Values));
        }

        File.WriteAllBytes(Path.Combine(folder, "score.expected"), MemoryMarshal.AsBytes(scores.AsSpan()).ToArray());
        File.WriteAllBytes(Path.Combine(folder, "score.events"), [.. data.Events.ToArray().Select(isEvent => isEvent ? (byte)1 : (byte)0)]);
        var tables = card.Columns.Select(column => new
        {
            cuts = ((NumericBinning)column.Binning).Cuts.ToArray(),
            weights = Enumerable.Range(0, column.Binning.RegularBinCount).Select(column.LogOddsOf),
            missing = column.LogOddsOf(column.Binning.MissingBin),
        });
        File.WriteAllText(Path.Combine(folder, "score.json"), JsonSerializer.Serialize(new { intercept = card.Intercept, columns = tables }));

        const int SingleRows = 4096;
        double[][] rows = [.. Enumerable.Range(0, SingleRows).Select(row => card.Columns.Select(column => data.Table.Numeric(column.Name).Values[row]).ToArray())];
        double[] contributions = new double[card.Columns.Count], sums = new double[SingleRows];
        return new()
        {
            ["read"] = () => sums[0] = Workload.Read(data.Table),
            ["score"] = () => card.Score(data.Table, scores),
            ["rows"] = () =>
            {
                for (int row = 0; row < SingleRows; row++)
                    sums[row] = card.Score(rows[row]);
            },
            ["rows-with-contributions"] = () =>
            {
                for (int row = 0; row < SingleRows; row++)
                {
                    sums[row] = card.Score(rows[row]);
                    card.Contributions(rows[row], contributions);
                }
            },
        };
    }

    /// <summary>Rows one after another, as the peers want them, the events, and our coefficients with the intercept last.</summary>
    private static Dictionary<string, Action> Fit(string folder, int columns)
    {
        TrainingSet data = Workload.Correlated(Rows, columns);
        string name = $"fit{columns}";
        using (FileStream file = File.Create(Path.Combine(folder, name + ".rows")))
        {
            var row = new double[columns];
            for (int i = 0; i < Rows; i++)
            {
                for (int j = 0; j < columns; j++)
                    row[j] = ((NumericColumn)data.Table.Columns[j]).Values[i];
                file.Write(MemoryMarshal.AsBytes(row.AsSpan()));
            }
        }

        File.WriteAllBytes(Path.Combine(folder, name + ".events"), [.. data.Events.ToArray().Select(isEvent => isEvent ? (byte)1 : (byte)0)]);
        LogisticRegression recipe = new(), coarse = new() { Tolerance = 1e-6 }, plain = new() { Tolerance = 1e-5, StandardErrors = StandardErrors.None };
        LogisticModel model = recipe.Fit(data);
        File.WriteAllText(Path.Combine(folder, name + ".json"), JsonSerializer.Serialize(new { coefficients = Coefficients(model), coarse = Coefficients(coarse.Fit(data)), plain = Coefficients(plain.Fit(data)), standardErrors = model.Coefficients.Select(each => each.StandardError).Append(model.Intercept.StandardError) }));
        double sum = 0;
        return new() { ["read"] = () => sum += Workload.Read(data.Table), ["fit"] = () => model = recipe.Fit(data), ["fit-coarse"] = () => model = coarse.Fit(data), ["fit-plain"] = () => model = plain.Fit(data) };

        static IEnumerable<double> Coefficients(LogisticModel model) => model.Coefficients.Select(each => each.Value).Append(model.Intercept.Value);
    }

    /// <summary>Transactions: dense and sparse ids, seconds since 1970, amounts; and our features, one column after another.</summary>
    private static Dictionary<string, Action> Events(string folder)
    {
        var work = new EventWorkload(10 * Rows, Rows);
        File.WriteAllBytes(Path.Combine(folder, "events.dense"), MemoryMarshal.AsBytes(work.Dense.AsSpan()).ToArray());
        File.WriteAllBytes(Path.Combine(folder, "events.sparse"), MemoryMarshal.AsBytes(work.Sparse.AsSpan()).ToArray());
        File.WriteAllBytes(Path.Combine(folder, "events.texts"), work.Texts);
        File.WriteAllBytes(Path.Combine(folder, "events.offsets"), MemoryMarshal.AsBytes(work.Offsets.AsSpan()).ToArray());
        File.WriteAllBytes(Path.Combine(folder, "events.amounts"), MemoryMarshal.AsBytes(work.Amounts.AsSpan()).ToArray());
        long[] seconds = [.. work.Times.Select(time => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond)];
        File.WriteAllBytes(Path.Combine(folder, "events.seconds"), MemoryMarshal.AsBytes(seconds.AsSpan()).ToArray());
        var memory = new Dictionary<string, double>
        {
            ["dense ids"] = MemoryGauge.PeakOverKept(work.Log, log => EventWorkload.Compute(log)),
            ["sparse int64 ids"] = MemoryGauge.PeakOverKept(work.SparseLog, log => EventWorkload.Compute(log)),
            ["UTF-8 ids"] = MemoryGauge.PeakOverKept(work.TextLog, log => EventWorkload.Compute(log)),
        };
        File.WriteAllText(Path.Combine(folder, "events.memory"), JsonSerializer.Serialize(memory));
        EventLog log = work.Log();
        Table found = EventWorkload.Compute(log);
        using (FileStream file = File.Create(Path.Combine(folder, "events.features")))
        {
            foreach (Column column in found.Columns)
                file.Write(MemoryMarshal.AsBytes(((NumericColumn)column).Values));
        }

        return new()
        {
            ["features"] = () => EventWorkload.Compute(log),
            ["features-two-threads"] = () => EventWorkload.Compute(log, 2),
            ["twelve"] = () => EventWorkload.ComputeTwelve(log),
            ["log-dense"] = () => log = work.Log(),
            ["log-sparse"] = () => log = work.SparseLog(),
            ["dense"] = () => EventWorkload.Compute(work.Log()),
            ["log-texts"] = () => log = work.TextLog(),
            ["texts"] = () => EventWorkload.Compute(work.TextLog()),
            ["sparse"] = () => EventWorkload.Compute(work.SparseLog()),
        };
    }
}
