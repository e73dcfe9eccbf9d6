using System.Data.Common;
using System.Globalization;
using RetentionTags.Data;
using RetentionTags.Engines;
using RetentionTags.Features;
using RetentionTags.Sql.Features;
using RetentionTags.Sql.Tests.Support;

namespace RetentionTags.Sql.Tests.Features;

/// <summary>Moments in the engines' own types, at the edges of windows; and what clocks of a zone show.</summary>
public class EventTimeTests
{
    private static readonly DateTime CutOff = new(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly FeatureSet Counts = new()
    {
        Families = [new RfmFeatures { CountBy = PurchaseUnit.Event }, new WindowFeatures { Windows = [Window.Days(1), Window.Between(31, 30)], Aggregations = [Aggregation.Count, Aggregation.Sum, Aggregation.DaysSinceFirst] }],
    };

    [Theory]
    [OnEngine(AllEngines.Sqlite, "TEXT", 1)]
    [OnEngine(AllEngines.PostgreSql, "timestamp", 10)]
    [OnEngine(AllEngines.PostgreSql, "timestamptz", 10)]
    [OnEngine(AllEngines.PostgreSql, "date", TimeSpan.TicksPerDay)]
    [OnEngine(AllEngines.ClickHouse, "DateTime", TimeSpan.TicksPerSecond)]
    [OnEngine(AllEngines.ClickHouse, "Date", TimeSpan.TicksPerDay)]
    [OnEngine(AllEngines.DuckDb, "TIMESTAMP", 10)]
    [OnEngine(AllEngines.DuckDb, "TIMESTAMPTZ", 10)]
    [OnEngine(AllEngines.DuckDb, "DATE", TimeSpan.TicksPerDay)]
    [OnEngine(AllEngines.MySql, "DATETIME(6)", 10)]
    [OnEngine(AllEngines.MySql, "DATE", TimeSpan.TicksPerDay)]
    public void Edges_of_windows_lie_where_they_do_in_memory(string name, string type, long unit)
    {
        DateTime[] edges = [CutOff, CutOff.AddDays(-1), CutOff.AddDays(-30), CutOff.AddDays(-31), CutOff.AddDays(10), CutOff.AddDays(20)];
        DateTime[] times = [.. edges.SelectMany(edge => (DateTime[])[edge.AddTicks(-unit), edge, edge.AddTicks(unit)])];
        DateTime[] known = [.. times.Select((time, i) => i % 4 == 3 && time < CutOff ? CutOff.AddTicks(i % 8 == 3 ? 0 : unit) : time)];
        double[] amounts = [.. times.Select((_, i) => Math.Pow(2, i))];
        EventLog log = EventLog.Create(Enumerable.Repeat(7L, times.Length).ToArray(), times, amounts, new() { KnownAt = known });
        Engine engine = AllEngines.Named(name);
        using DbConnection connection = engine.Open();
        SqlDialect dialect = engine.Dialect();
        string format = unit >= TimeSpan.TicksPerDay ? "yyyy-MM-dd" : unit >= TimeSpan.TicksPerSecond ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fffffff"[..(unit == 1 ? 27 : 26)];
        string zone = type == "timestamptz" || type == "TIMESTAMPTZ" ? "+00:00" : "";
        connection.Run("DROP TABLE IF EXISTS moments");
        connection.Run($"CREATE TABLE moments (customer {(dialect == SqlDialect.ClickHouse ? "Int64" : "BIGINT")}, happened {type}, noticed {type}, amount {(dialect == SqlDialect.ClickHouse ? "Float64" : "DOUBLE PRECISION")}){(dialect == SqlDialect.ClickHouse ? " ENGINE = Memory" : "")}");
        connection.Run($"INSERT INTO moments VALUES {string.Join(", ", times.Select((time, i) => string.Create(CultureInfo.InvariantCulture, $"(7, '{time.ToString(format, CultureInfo.InvariantCulture)}{zone}', '{known[i].ToString(format, CultureInfo.InvariantCulture)}{zone}', {amounts[i]})")))}");
        var query = new FeatureQuery
        {
            Events = new() { From = "moments", Customer = "customer", Time = "happened", KnownAt = "noticed", Amount = "amount" },
            Plan = SnapshotPlan.At(DateOnly.FromDateTime(CutOff)) with { GapDays = 10, PerformanceDays = 10, ImmatureLabels = ImmatureLabels.Missing },
            Labels = [.. Enum.GetValues<SnapshotLabel>()],
        };
        SameSnapshot.Check(query.Plan.Take(log), Counts, connection, dialect, query, isOnPaper: true, type);
    }

    [Theory]
    [OnEngine(AllEngines.Sqlite, "Europe/Berlin")]
    [OnEngine(AllEngines.PostgreSql, "Europe/Berlin")]
    [OnEngine(AllEngines.ClickHouse, "Europe/Berlin")]
    [OnEngine(AllEngines.DuckDb, "Europe/Berlin")]
    [OnEngine(AllEngines.DuckDb, "America/Sao_Paulo")]
    [OnEngine(AllEngines.MySql, "Europe/Berlin")]
    public void Clocks_of_a_zone_are_read_as_in_memory(string name, string zoneName)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        Engine engine = AllEngines.Named(name);
        SqlDialect dialect = engine.Dialect();
        var random = new Random(5);
        DateTime start = new(2016, 1, 1);
        string[] texts = [.. Enumerable.Range(0, 1500).Select(i => start.AddDays(random.Next(730)).AddMinutes(i % 3 == 0 ? 0 : random.Next(300))).Where(clock => !zone.IsInvalidTime(clock)).Select(clock => clock.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))];
        double?[] amounts = [.. texts.Select((_, i) => (double?)(i % 50))];
        long[] customers = [.. texts.Select((_, i) => i % 9L)];
        using DbConnection connection = engine.Open();
        engine.Load(connection, dialect.Quote("clocks"), (dialect.Quote("customer"), customers), (dialect.Quote("clock"), texts), (dialect.Quote("amount"), amounts));
        EventLog log;
        using (DbCommand command = connection.CreateCommand())
        {
            command.CommandText = $"SELECT customer, clock, amount FROM {dialect.Quote("clocks")}";
            using DbDataReader reader = command.ExecuteReader();
            log = EventLog.Read(reader, new() { Entity = "customer", Time = "clock", Amount = "amount", TimeZone = zone });
        }

        // Cut-offs within the hours that clocks show twice or skip, where an hour's mistake is seen.
        DateTime[] changes = [.. zone.GetAdjustmentRules().Length == 0 ? [] : Enumerable.Range(0, 729).Select(day => new DateTime(2016, 1, 2, 0, 0, 0, DateTimeKind.Utc).AddDays(day)).Where(day => zone.GetUtcOffset(day) != zone.GetUtcOffset(day.AddDays(1)))];
        Assert.NotEmpty(changes);
        var query = new FeatureQuery
        {
            Events = new() { From = "clocks", Customer = "customer", Time = "clock", TimeFormat = SqlTimeFormat.Text, Amount = "amount", TimeZone = zone },
            Plan = SnapshotPlan.At(new DateOnly(2016, 2, 1), zone) with { CutOffs = [.. changes.SelectMany(change => Enumerable.Range(0, 8).Select(hour => new DateTimeOffset(change.AddHours(hour).AddMinutes(13)))).Order()], GapDays = 1, PerformanceDays = 1, ImmatureLabels = ImmatureLabels.Missing },
            Labels = [.. Enum.GetValues<SnapshotLabel>()],
        };
        FeatureSet set = new() { Families = [new RfmFeatures(), new WindowFeatures { Windows = [Window.Days(1)], Aggregations = [Aggregation.Count, Aggregation.ActiveDays, Aggregation.Sum] }] };
        SameSnapshot.Check(query.Plan.Take(log), set, connection, dialect, query, isOnPaper: true, zoneName);
    }
}
