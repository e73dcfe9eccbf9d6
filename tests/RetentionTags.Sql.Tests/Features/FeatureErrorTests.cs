using System.Data.Common;
using RetentionTags.Data;
using RetentionTags.Engines;
using RetentionTags.Features;
using RetentionTags.Sql.Features;
using RetentionTags.Sql.Tests.Support;

namespace RetentionTags.Sql.Tests.Features;

/// <summary>What cannot be said, what is in a table and should not be, and what stops half-way.</summary>
public class FeatureErrorTests
{
    private static readonly SnapshotPlan Plan = SnapshotPlan.At(new(2024, 6, 1));

    private static readonly FeatureSet Rfm = new() { Families = [new RfmFeatures()] };

    private static SqlEventTable Events { get; } = new() { From = "events", Customer = "customer", Time = "day", TimeFormat = SqlTimeFormat.Text, Amount = "amount", Kind = "kind", Key = "key" };

    [Fact]
    public void What_cannot_be_said_names_the_family_or_the_setting_and_what_to_do()
    {
        var query = new FeatureQuery { Events = Events with { Order = "order", Properties = [ColumnSpec.Category("channel")] }, Plan = Plan };
        AssertUnsaid("MixFeatures", SqlDialect.DuckDb, new MixFeatures { Property = "channel" });
        AssertUnsaid("CountBy Order", SqlDialect.DuckDb, new CycleFeatures { CountBy = PurchaseUnit.Order });
        AssertUnsaid("gap_median_days", SqlDialect.MySql, new CycleFeatures());
        AssertUnsaid("Aggregation.Median", SqlDialect.MySql, new WindowFeatures { Aggregations = [Aggregation.Median] });
        AssertUnsaid("Aggregation.Median", SqlDialect.SqlServer, new WindowFeatures { Aggregations = [Aggregation.Median] });
        AssertUnsaid("TrendMeasure.ValueSlope", SqlDialect.Sqlite, new TrendFeatures { Measures = [TrendMeasure.ValueSlope] });
        AssertUnsaid("CountBy Order", SqlDialect.PostgreSql, new RfmFeatures { CountBy = PurchaseUnit.Order, Monetary = MonetaryMeasure.MeanRepeat });
        AssertUnsaid("window functions", SqlDialect.ClickHouse, new RfmFeatures { Monetary = MonetaryMeasure.MeanRepeat });

        void AssertUnsaid(string what, SqlDialect dialect, FeatureFamily family)
        {
            NotSupportedException error = Assert.Throws<NotSupportedException>(() => new FeatureSet { Families = [family] }.ToSql(dialect, query));
            Assert.Contains(what, error.Message, StringComparison.Ordinal);
            Assert.Contains("Compute it in memory", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Settings_that_do_not_go_together_are_named()
    {
        var query = new FeatureQuery { Events = Events with { Kind = null }, Plan = Plan };
        AssertError<ArgumentException>("SqlEventTable.Kind", query, new WindowFeatures { Filter = EventFilter.OfKind("order") });
        AssertError<ArgumentException>("SqlEventTable.Kind", query with { Plan = Plan with { PurchaseKind = "order" } }, new RfmFeatures());
        AssertError<ArgumentException>("SqlEventTable.Order", query, new RfmFeatures { CountBy = PurchaseUnit.Order });
        AssertError<ArgumentException>("'quantity'", query, new WindowFeatures { Property = "quantity" });
        AssertError<ArgumentException>("PropertyCondition.In", query with { Events = query.Events with { Properties = [ColumnSpec.Category("channel")] } }, new WindowFeatures { Filter = new() { Name = "a", Where = [PropertyCondition.Between("channel", 0)] } });
        AssertError<ArgumentException>("30 days", query with { Plan = Plan with { ObservationDays = 30 } }, new WindowFeatures { Windows = [Window.Days(31)] });
        AssertError<ArgumentException>("'customer'", query with { CutOff = "Customer" }, new RfmFeatures());
        AssertError<ArgumentException>("microsecond", query with { Plan = Plan with { CutOffs = [Plan.CutOffs[0].AddTicks(1)] } }, new RfmFeatures());
        AssertError<InvalidOperationException>("PerformanceDays", query with { Labels = [SnapshotLabel.Lapse] }, new RfmFeatures());
        AssertError<InvalidOperationException>("NetByDay", query, new RfmFeatures { RefundPolicy = RefundPolicy.NetByDay, CountBy = PurchaseUnit.Event });
        AssertError<TrainingDataException>("CompleteUntil", new() { Events = Events with { CompleteUntil = Plan.CutOffs[0].AddDays(59) }, Plan = Plan with { PerformanceDays = 60 }, Labels = [SnapshotLabel.Spend] }, new RfmFeatures());

        static void AssertError<TError>(string what, FeatureQuery query, FeatureFamily family)
            where TError : Exception =>
            Assert.Contains(what, Assert.Throws<TError>(() => new FeatureSet { Families = [family] }.ToSql(SqlDialect.DuckDb, query)).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.ClickHouseShards)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void Rows_that_are_no_events_are_counted_before_anything_is_computed(string name)
    {
        Engine engine = AllEngines.Named(name);
        SqlDialect dialect = engine.Dialect();
        using DbConnection connection = engine.Open();
        var query = new FeatureQuery { Events = Events with { Earliest = new(2024, 1, 2, 0, 0, 0, TimeSpan.Zero) }, Plan = Plan with { PurchaseKind = "order", RefundKind = "refund" } };
        Load(["a", null, "c", "c", "d"], ["2024-01-01", "2024-01-02", null, "2024-02-01", "2024-02-01"], [1, 2, 3, null, 5], ["order", "refund", "order", "order", "order"], ["1", null, null, "2", "2"]);
        TrainingDataException error = Assert.Throws<TrainingDataException>(() => Rfm.Read(connection, dialect, query));
        foreach (string fault in (string[])["1 rows have no customer in 'customer'", "1 rows have no moment in 'day'", "1 rows have no finite number in 'amount'", "1 rows are of the kind 'refund'", "1 rows repeat a key of 'key'", "1 rows are earlier than 2024-01-02"])
            Assert.True(error.Message.Contains(fault, StringComparison.Ordinal), error.Message);

        Load(["a", "a", "b"], ["2024-03-01", "2024-03-01", "2024-05-31"], [1, 1, 2], ["order", "order", "visit"], ["1", "1", "2"]);
        SqlSnapshot found = Rfm.Read(connection, dialect, query);
        Assert.Equal(["a"], found.Keys);
        Assert.Equal([91.0, 1, 1, 91], found.Features.Columns.Select(column => ((NumericColumn)column).Values[0]));

        void Load(string?[] customers, string?[] days, double?[] amounts, string?[] kinds, string?[] keys) => engine.Load(connection, dialect.Quote("events"), (dialect.Quote("customer"), customers), (dialect.Quote("day"), days), (dialect.Quote("amount"), amounts), (dialect.Quote("kind"), kinds), (dialect.Quote("key"), keys));
    }

    [Fact]
    public void Labels_that_are_not_mature_and_cuts_without_anybody_are_errors_as_in_memory()
    {
        Engine engine = AllEngines.Named(AllEngines.Sqlite);
        using DbConnection connection = engine.Open();
        engine.Load(connection, "events", ("customer", new long[] { 1, 2 }), ("day", new string?[] { "2024-05-01", "2024-06-20" }), ("amount", new double?[] { 1, 2 }));
        var query = new FeatureQuery { Events = Events with { Kind = null, Key = null }, Plan = Plan with { PerformanceDays = 20 }, Labels = [SnapshotLabel.Repurchase] };
        Assert.Equal([0.0], Rfm.Read(connection, SqlDialect.Sqlite, query).Label(SnapshotLabel.Repurchase).Values.ToArray());
        FeatureQuery longer = query with { Plan = query.Plan with { PerformanceDays = 21 } };
        Assert.Contains("not mature", Assert.Throws<TrainingDataException>(() => Rfm.Read(connection, SqlDialect.Sqlite, longer)).Message, StringComparison.Ordinal);
        SqlSnapshot missing = Rfm.Read(connection, SqlDialect.Sqlite, longer with { Plan = longer.Plan with { ImmatureLabels = ImmatureLabels.Missing } });
        Assert.Equal([double.NaN], missing.Label(SnapshotLabel.Repurchase).Values.ToArray());
        Assert.Throws<TrainingDataException>(() => missing.ToTrainingSet());
        Assert.Throws<ArgumentException>(() => missing.Label(SnapshotLabel.Spend));
        FeatureQuery earlier = query with { Plan = Plan with { CutOffs = [Plan.CutOffs[0].AddDays(-60), Plan.CutOffs[0]] }, Labels = [] };
        Assert.Contains("2024-04-02", Assert.Throws<TrainingDataException>(() => Rfm.Read(connection, SqlDialect.Sqlite, earlier)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.DuckDb)]
    public void Missing_tables_and_cancelled_tokens_stop_it(string name)
    {
        Engine engine = AllEngines.Named(name);
        using DbConnection connection = engine.Open();
        FeatureQuery query = new() { Events = Events with { From = "no such table" }, Plan = Plan };
        Assert.Contains("no such table", Assert.ThrowsAny<DbException>(() => Rfm.Read(connection, engine.Dialect(), query)).Message, StringComparison.OrdinalIgnoreCase);
        Assert.ThrowsAny<OperationCanceledException>(() => Rfm.Read(connection, engine.Dialect(), query, cancellationToken: new(true)));
    }

    [Theory]
    [OnEngine(AllEngines.PostgreSql, "SELECT g AS customer, 0 AS day, 1 AS amount FROM generate_series(1, 2000000000) AS g")]
    [OnEngine(AllEngines.ClickHouse, "SELECT number AS customer, 0 AS day, 1 AS amount FROM system.numbers")]
    [OnEngine(AllEngines.DuckDb, "SELECT i AS customer, 0 AS day, random() AS amount FROM range(1000000000000) AS r(i)")]
    [OnEngine(AllEngines.MySql, "SELECT a.ordinal_position AS customer, 0 AS day, 1 AS amount FROM information_schema.columns AS a CROSS JOIN information_schema.columns AS b CROSS JOIN information_schema.columns AS c")]
    public void A_token_stops_a_statement_that_is_running(string name, string endless)
    {
        Engine engine = AllEngines.Named(name);
        using DbConnection connection = engine.Open();
        FeatureQuery query = new() { Events = Events with { From = SqlSource.Query(endless), TimeFormat = SqlTimeFormat.UnixSeconds, Kind = null, Key = null }, Plan = Plan };
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        Assert.ThrowsAny<OperationCanceledException>(() => Rfm.Read(connection, engine.Dialect(), query, cancellationToken: source.Token));
    }

    [Fact]
    public void Progress_tells_of_the_check_the_statement_and_the_rows_and_a_token_stops_the_statement()
    {
        Engine engine = AllEngines.Named(AllEngines.Sqlite);
        using DbConnection connection = engine.Open();
        long[] customers = [.. Enumerable.Range(0, 200_000).Select(i => i / 3L)];
        engine.Load(connection, "events", ("customer", customers), ("day", customers.Select(i => "2024-05-01").ToArray()), ("amount", customers.Select(i => (double?)i).ToArray()));
        FeatureQuery query = new() { Events = Events with { Kind = null, Key = null }, Plan = Plan };
        var stages = new List<string>();
        using var source = new CancellationTokenSource();
        Rfm.Read(connection, SqlDialect.Sqlite, query, new Told(report => stages.Add(report.Stage)), source.Token);
        Assert.Equal(["checking events", "features", "reading"], stages.Distinct());
        Assert.ThrowsAny<OperationCanceledException>(() => Rfm.Read(connection, SqlDialect.Sqlite, query, new Told(report => CancelAt(report.Stage)), source.Token));

        void CancelAt(string stage)
        {
            if (stage == "reading")
                source.Cancel();
        }
    }

    private sealed class Told(Action<FitProgress> tell) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => tell(value);
    }
}
