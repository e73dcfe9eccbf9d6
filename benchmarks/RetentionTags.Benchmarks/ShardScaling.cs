using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using RetentionTags.Engines;
using RetentionTags.Engines.ClickHouse;
using RetentionTags.Features;
using RetentionTags.Scoring;
using RetentionTags.Sql;
using RetentionTags.Sql.Features;

namespace RetentionTags.Benchmarks;

/// <summary>What features and scores of all customers cost in ClickHouse, from one server to two and from a million events to ten.</summary>
internal static class ShardScaling
{
    private const int EventsPerCustomer = 20;

    private static readonly FeatureSet Features = new() { Families = [new RfmFeatures(), new WindowFeatures()] };

    private static readonly SnapshotPlan Plan = SnapshotPlan.At(new(2024, 10, 1)) with { PerformanceDays = 60 };

    /// <summary>Where events lie, and how servers are asked.</summary>
    private static readonly (string Name, string Table, string Settings)[] Layouts =
    [
        ("one server", "scale_whole", ""),
        ("two shards, partial groups sent to one", "scale_shards", ""),
        ("two shards, each groups its own customers", "scale_shards", ", distributed_group_by_no_merge = 1"),
    ];

    /// <summary>Fills tables, runs all layouts in turns, and writes a table of medians.</summary>
    public static string Run(int rounds, int[] sizes)
    {
        if (new ClickHouseEngine(true).WhyAbsent is string why)
            throw new InvalidOperationException(why);
        using ClickHouseConnection first = ClickHouseEngine.Open(0), second = ClickHouseEngine.Open(1);
        string report = string.Create(CultureInfo.InvariantCulture, $"ClickHouse {first.ServerVersion}, two servers on one machine ({Processor.Model}, {Environment.ProcessorCount} cores) that others use too, one thread for each server; {EventsPerCustomer} events for each customer, customers spread over shards by their keys; medians of {rounds} rounds, layouts in turns. Processor time is the servers' own count; that of the busier server is what a machine for each shard would wait for. In parentheses: of one server's at the same size.\n\n| events | customers | layout | elapsed | processor time, busier server | processor time, both |\n|--:|--:|---|--:|--:|--:|\n");
        Scorecard? card = null;
        foreach (int size in sizes)
        {
            Fill(first, second, size);
            card ??= Fit(first);
            report += Measure(first, second, card, size, rounds);
        }

        foreach (ClickHouseConnection server in (ClickHouseConnection[])[first, second])
        {
            foreach (string table in (string[])["scale_whole", "scale_half", "scale_shards"])
                server.Run($"DROP TABLE IF EXISTS {table}");
        }

        return report;
    }

    private static FeatureQuery Query(string table) => new()
    {
        Events = new() { From = table, Customer = "customer", Time = "happened_at", Amount = "amount", CompleteUntil = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        Plan = Plan,
    };

    /// <summary>The servers make the events: two years of purchases, one of 20 a refund; those who bought late in the first year go on buying.</summary>
    private static void Fill(ClickHouseConnection first, ClickHouseConnection second, int size)
    {
        Console.WriteLine($"{size} events …");
        string events = string.Create(CultureInfo.InvariantCulture, $"SELECT toInt64(cityHash64(number, 1) % {size / EventsPerCustomer}) AS customer, toDateTime(1672531200 + (cityHash64(number, 2) % 730 * (30 + customer % 71) / 100) * 86400 + cityHash64(number, 3) % 86400) AS happened_at, if(cityHash64(number, 4) % 20 = 0, -1, 1) * (cityHash64(number, 5) % 10000) / 100 AS amount FROM numbers({size})");
        Create(first, "scale_whole", $"INSERT INTO scale_whole {events}");
        Create(first, "scale_half", $"INSERT INTO scale_half SELECT * FROM ({events}) WHERE customer % 2 = 0");
        Create(second, "scale_half", $"INSERT INTO scale_half SELECT * FROM ({events}) WHERE customer % 2 = 1");
        first.Run("DROP TABLE IF EXISTS scale_shards");
        first.Run($"CREATE TABLE scale_shards AS scale_half ENGINE = Distributed({ClickHouseEngine.Cluster}, currentDatabase(), scale_half, customer)");
    }

    private static void Create(ClickHouseConnection server, string table, string insert)
    {
        server.Run($"DROP TABLE IF EXISTS {table}");
        server.Run($"CREATE TABLE {table} (customer Int64, happened_at DateTime, amount Float64) ENGINE = MergeTree ORDER BY (customer, happened_at)");
        server.Run(insert);
        server.Run($"OPTIMIZE TABLE {table} FINAL");
    }

    /// <summary>A card of the first table's customers.</summary>
    private static Scorecard Fit(DbConnection connection)
    {
        SqlSnapshot snapshot = Features.Read(connection, SqlDialect.ClickHouse, Query("scale_whole") with { Labels = [SnapshotLabel.Repurchase] });
        return new ScorecardRecipe().Fit(snapshot.ToTrainingSet());
    }

    private static string Measure(DbConnection first, DbConnection second, Scorecard card, int size, int rounds)
    {
        var times = new List<(double Elapsed, double Busier, double Both)>[Layouts.Length];
        var answers = new (long Customers, double Sum)[Layouts.Length];
        for (int round = -1; round < rounds; round++)
        {
            for (int i = 0; i < Layouts.Length; i++)
            {
                string scores = card.ToSql(SqlDialect.ClickHouse, new ScoreQuery { From = SqlSource.Query(Features.ToSql(SqlDialect.ClickHouse, Query(Layouts[i].Table))), Keep = ["customer"] });
                double ofFirst = ProcessorSeconds(first), ofSecond = ProcessorSeconds(second);
                long start = Stopwatch.GetTimestamp();
                object?[] row = first.Rows($"SELECT count(), sum(probability) FROM (\n{scores}\n) SETTINGS max_threads = 1{Layouts[i].Settings}").Single();
                double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
                (ofFirst, ofSecond) = (ProcessorSeconds(first) - ofFirst, ProcessorSeconds(second) - ofSecond);
                if (round < 0)
                    times[i] = [];
                else
                    times[i].Add((elapsed, Math.Max(ofFirst, ofSecond), ofFirst + ofSecond));
                answers[i] = (Convert.ToInt64(row[0], CultureInfo.InvariantCulture), (double)row[1]!);
            }
        }

        if (answers.Any(answer => answer.Customers != answers[0].Customers || Math.Abs(answer.Sum - answers[0].Sum) > 1e-9 * answers[0].Sum))
            throw new InvalidOperationException($"Layouts disagree: {string.Join(", ", answers)}.");
        return string.Concat(Layouts.Select((layout, i) => string.Create(CultureInfo.InvariantCulture, $"| {size:N0} | {answers[0].Customers:N0} | {layout.Name} | {Shown(i, time => time.Elapsed)} | {Shown(i, time => time.Busier)} | {Shown(i, time => time.Both)} |\n")));

        string Shown(int layout, Func<(double Elapsed, double Busier, double Both), double> of)
        {
            double median = Median(layout), ofOne = Median(0);
            return string.Create(CultureInfo.InvariantCulture, $"{median:F2} s{(layout == 0 ? "" : $" ({median / ofOne:F2})")}");

            double Median(int i) => Measurement.Quantile([.. times[i].Select(of)], 0.5);
        }
    }

    /// <summary>What a server says that it has used so far.</summary>
    private static double ProcessorSeconds(DbConnection server) =>
        Convert.ToDouble(server.Ask("SELECT sum(value) FROM system.events WHERE event IN ('UserTimeMicroseconds', 'SystemTimeMicroseconds')"), CultureInfo.InvariantCulture) / 1e6;
}
