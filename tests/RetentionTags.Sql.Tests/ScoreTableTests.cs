using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using RetentionTags.Data;
using RetentionTags.Engines;
using RetentionTags.Sql.Tests.Support;

namespace RetentionTags.Sql.Tests;

/// <summary>What is written is there, to the bit, once, however often it is written; and what fails leaves nothing.</summary>
public class ScoreTableTests
{
    private const string Target = "sco'res";

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void A_run_written_again_replaces_itself_and_nothing_else(string name)
    {
        Engine engine = AllEngines.Named(name);
        using DbConnection connection = Fresh(engine);
        ScoreTable table = Into(engine);
        Table first = Scores(2500, 1), second = Scores(2400, 2);
        var progress = new Reports();
        Assert.Equal(2500, table.Write(connection, first, "mon'day", progress));
        Assert.Equal(2400, table.Write(connection, second, "tuesday"));
        Assert.Equal(2400, table.Write(connection, second, "tuesday"));
        Assert.Equal(first.RowCount + second.RowCount, Count(engine, connection));
        Same(engine, connection, first, "mon'day");
        Same(engine, connection, second, "tuesday");
        Table fewer = first.Rows([5, 6, 7]);
        table.Write(connection, fewer, "mon'day");
        Same(engine, connection, fewer, "mon'day");
        Same(engine, connection, second, "tuesday");
        Assert.Equal(0, progress.All[0].Completed);
        Assert.Equal(2500, progress.All[^1].Completed);
        Assert.True(progress.All.Count >= 3);
    }

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void Without_runs_rows_of_the_same_keys_are_replaced(string name)
    {
        Engine engine = AllEngines.Named(name);
        using DbConnection connection = Fresh(engine);
        ScoreTable table = Into(engine) with { RunColumn = null, Keys = ["id", "segment"] };

        // In MySQL blanks at the end of a key do not count.
        string blank = engine.Name == AllEngines.MySql ? "b" : "a ";
        table.Write(connection, Keyed([1, 2, 3], ["a", "A", blank], 0.1));
        table.Write(connection, Keyed([2, 3, 4], ["A", "a", "d"], 0.2));
        Assert.Equal(
            ["1 a 0.1", "2 A 0.2", "3 a 0.2", $"3 {blank} 0.1", "4 d 0.2"],
            connection.Rows($"SELECT id, segment, probability FROM {engine.Dialect().Quote(Target)}").Select(row => Invariant($"{row[0]} {row[1]} {row[2]}")).OrderBy(line => line[^1] == '1' && line[0] == '3').ThenBy(line => line, StringComparer.Ordinal).OrderBy(line => line[0]));
    }

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void The_database_scores_and_keeps_what_it_has_scored(string name)
    {
        Engine engine = AllEngines.Named(name);
        SqlDialect dialect = engine.Dialect();
        using DbConnection connection = Fresh(engine);
        engine.Load(connection, dialect.Quote("customers"), (dialect.Quote("id"), SampleCard.Ids), (dialect.Quote("tenure_months"), SampleCard.Tenure), (dialect.Quote("contract"), SampleCard.Contract));
        var query = new ScoreQuery { From = "customers", Keep = ["id"], Columns = ScoreColumns.LogOdds, Tiers = SampleCard.Tiers, Reasons = 1 };
        for (int again = 0; again < 2; again++)
            Assert.Equal(SampleCard.Rows, Into(engine).Write(connection, SampleCard.Calibrated, query, "now"));
        double[] expected = SampleCard.Calibrated.LogOdds(SampleCard.Table), scores = SampleCard.Calibrated.Score(SampleCard.Table);
        List<object?[]> rows = connection.Rows($"SELECT id, log_odds, tier FROM {dialect.Quote(Target)}");
        Assert.Equal(SampleCard.Rows, rows.Count);
        Assert.All(rows, row => Assert.Equal(expected[Convert.ToInt32(row[0], CultureInfo.InvariantCulture)], row[1]));
        Assert.All(rows, row => Assert.Equal(SampleCard.Tiers[scores[Convert.ToInt32(row[0], CultureInfo.InvariantCulture)]].Name, row[2]));
    }

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void What_fails_or_is_cancelled_leaves_the_table_as_it_was(string name)
    {
        Engine engine = AllEngines.Named(name);
        using DbConnection connection = Fresh(engine);
        ScoreTable table = Into(engine) with { BatchRows = 100 };
        Table before = Scores(300, 1);
        table.Write(connection, before, "run");

        using var cancelling = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => table.Write(connection, Scores(900, 2), "run", new Reports(report => { if (report.Completed >= 300) cancelling.Cancel(); }), cancelling.Token));
        Same(engine, connection, before, "run");

        Fails<ArgumentException>("there are 2 rows", () => table.Write(connection, Twice(before), "run"));
        Fails<ArgumentException>("no column 'score'", () => table.Write(connection, Table.Create(Column.Numeric("id", new double[] { 1 }), Column.Numeric("score", new double[] { 1 })), "run"));
        Fails<ArgumentException>("the key 'id' is missing", () => table.Write(connection, Table.Create(Column.Numeric("id", new double[] { 1, double.NaN })), "run"));
        Fails<ArgumentException>("whole numbers", () => table.Write(connection, Table.Create(Column.Numeric("id", new double[] { 1.5 })), "run"));
        Fails<ArgumentException>("no column of the rows", () => table.Write(connection, Table.Create(Column.Numeric("x", new double[] { 1 })), "run"));
        Fails<ArgumentException>("none was given", () => table.Write(connection, before));
        Fails<InvalidOperationException>("Nothing was written", () => (table with { CreatesTable = false, Name = "absent" }).Write(connection, before, "run"));
        Same(engine, connection, before, "run");
        Assert.Equal(300, Count(engine, connection));
        table.Write(connection, Scores(10, 3), "run");
        Assert.Equal(10, Count(engine, connection));

        void Fails<T>(string message, Action write)
            where T : Exception => Assert.Contains(message, Assert.ThrowsAny<T>(write).Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void Sources_that_cannot_be_scored_are_named(string name)
    {
        Engine engine = AllEngines.Named(name);
        SqlDialect dialect = engine.Dialect();
        using DbConnection connection = Fresh(engine);
        ScoreTable table = Into(engine);
        engine.Load(connection, dialect.Quote("bad"), (dialect.Quote("id"), new long[] { 1, 1 }), (dialect.Quote("tenure_months"), new string?[] { "12", "many" }), (dialect.Quote("contract"), new string?[] { "x", null }));
        Fails<ArgumentException>("'tenure_months'", "bad");
        Fails<ArgumentException>("no column 'contract'", SqlSource.Query("SELECT 1 AS id, 2 AS tenure_months"));
        Fails<InvalidOperationException>("absent", "absent");
        Fails<ArgumentException>("there are 2 rows", SqlSource.Query($"SELECT id, 1.5 AS tenure_months, contract FROM {dialect.Quote("bad")}"));
        if (engine.Name == AllEngines.ClickHouse)
            return;
        Fails<ArgumentException>("is NULL", SqlSource.Query($"SELECT CASE WHEN id = 2 THEN id ELSE NULL END AS id, 1.5 AS tenure_months, contract FROM {dialect.Quote("bad")}"));

        void Fails<T>(string message, SqlSource source)
            where T : Exception =>
            Assert.Contains(message, Assert.ThrowsAny<T>(() => table.Write(connection, SampleCard.Card, new() { From = source, Keep = ["id"] }, "run")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.DuckDb)]
    public void Texts_where_numbers_belong_are_an_error_of_the_statement_itself(string name)
    {
        Engine engine = AllEngines.Named(name);
        SqlDialect dialect = engine.Dialect();
        using DbConnection connection = Fresh(engine);
        engine.Load(connection, dialect.Quote("bad"), (dialect.Quote("tenure_months"), new string?[] { "many" }), (dialect.Quote("contract"), new string?[] { "x" }));
        Assert.Contains("many", Assert.ThrowsAny<DbException>(() => connection.Rows(SampleCard.Card.ToSql(dialect, new() { From = "bad" }))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnEngine(AllEngines.PostgreSql)]
    public void PostgreSQL_is_written_to_by_COPY(string name)
    {
        Engine engine = AllEngines.Named(name);
        using DbConnection connection = Fresh(engine);
        ScoreTable table = Into(engine) with { Name = SqlName.Of("public", Target), BatchRows = 100, TextImport = (to, copy) => ((NpgsqlConnection)to).BeginTextImport(copy) };
        Table rows = Scores(2500, 4);
        table.Write(connection, rows, "run");
        table.Write(connection, rows, "run");
        Same(engine, connection, rows, "run");
        using var cancelling = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => table.Write(connection, Scores(900, 2), "run", new Reports(report => { if (report.Completed >= 300) cancelling.Cancel(); }), cancelling.Token));
        Same(engine, connection, rows, "run");
    }

    [Theory]
    [OnEngine(AllEngines.PostgreSql, "SELECT 1 AS id, 2 AS tenure_months, 'x' AS contract FROM (SELECT pg_sleep(30)) AS slow")]
    [OnEngine(AllEngines.MySql, "SELECT 1 AS id, 2 + SLEEP(30) AS tenure_months, 'x' AS contract")]
    [OnEngine(AllEngines.ClickHouse, "SELECT toInt64(1) AS id, 2 + sum(sleep(1)) AS tenure_months, 'x' AS contract FROM (SELECT * FROM system.numbers LIMIT 30) GROUP BY id")]
    public void A_statement_under_way_is_cancelled(string name, string slow)
    {
        Engine engine = AllEngines.Named(name);
        using DbConnection connection = Fresh(engine);
        using var cancelling = new CancellationTokenSource();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var query = new ScoreQuery { From = SqlSource.Query(slow), Keep = ["id"] };
        cancelling.CancelAfter(1000);
        Assert.ThrowsAny<OperationCanceledException>(() => Into(engine).Write(connection, SampleCard.Card, query, "run", cancellationToken: cancelling.Token));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(25), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void Servers_that_do_not_answer_are_named()
    {
        ScoreTable table = Into(AllEngines.Named(AllEngines.Sqlite));
        using var nowhere = new SqliteConnection("Data Source=/nowhere/at all/x.db");
        Assert.Contains("SQLite cannot be reached", Assert.Throws<InvalidOperationException>(() => table.Write(nowhere, Scores(1, 1), "run")).Message, StringComparison.Ordinal);
        using var closed = new NpgsqlConnection("Host=127.0.0.1;Port=1;Username=x;Timeout=5");
        Assert.Contains("cannot be reached", Assert.Throws<InvalidOperationException>(() => (table with { Dialect = SqlDialect.PostgreSql }).Write(closed, Scores(1, 1), "run")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Engines_that_are_not_written_to_say_so()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        ScoreTable table = Into(AllEngines.Named(AllEngines.Sqlite));
        Assert.Contains("Trino", Assert.Throws<NotSupportedException>(() => (table with { Dialect = SqlDialect.Trino }).Write(connection, Scores(1, 1), "run")).Message, StringComparison.Ordinal);
        Assert.Contains("RunColumn", Assert.Throws<ArgumentException>(() => (table with { Dialect = SqlDialect.ClickHouse, RunColumn = null }).Write(connection, Scores(1, 1))).Message, StringComparison.Ordinal);
    }

    private static ScoreTable Into(Engine engine) => new() { Dialect = engine.Dialect(), Name = Target, Keys = ["id"], RunColumn = "run" };

    private static DbConnection Fresh(Engine engine)
    {
        DbConnection connection = engine.Open();
        connection.Run($"DROP TABLE IF EXISTS {engine.Dialect().Quote(Target)}");
        return connection;
    }

    private static Table Scores(int rows, int seed)
    {
        var random = new Random(seed);
        string?[] tiers = ["critical", "it's \\ \"odd\"\t\n", null, "", " x "];
        return Table.Create(
            Column.Numeric("id", Enumerable.Range(1, rows).Select(i => (double)i * 3).ToArray()),
            Column.Numeric("probability", Enumerable.Range(0, rows).Select(i => i % 50 == 0 ? double.NaN : random.NextDouble() * Math.Pow(10, random.Next(-20, 3))).ToArray()),
            Column.Category("tier", Enumerable.Range(0, rows).Select(i => tiers[i % tiers.Length])));
    }

    private static Table Keyed(double[] ids, string[] segments, double probability) =>
        Table.Create(Column.Numeric("id", ids), Column.Category("segment", segments), Column.Numeric("probability", ids.Select(_ => probability).ToArray()));

    private static Table Twice(Table table) => table.Rows([.. Enumerable.Range(0, table.RowCount), 0]);

    private static int Count(Engine engine, DbConnection connection) => Convert.ToInt32(connection.Ask($"SELECT COUNT(*) FROM {engine.Dialect().Quote(Target)}"), CultureInfo.InvariantCulture);

    private static void Same(Engine engine, DbConnection connection, Table table, string run)
    {
        Dictionary<long, object?[]> found = connection.Rows($"SELECT id, probability, tier FROM {engine.Dialect().Quote(Target)} WHERE run = {engine.Dialect().Literal(run)}").ToDictionary(row => Convert.ToInt64(row[0], CultureInfo.InvariantCulture));
        Assert.Equal(table.RowCount, found.Count);
        for (int row = 0; row < table.RowCount; row++)
        {
            object?[] cells = found[(long)table.Numeric("id").Values[row]];
            double probability = table.Numeric("probability").Values[row];
            Assert.Equal(double.IsNaN(probability) ? null : probability, cells[1]);
            Assert.Equal(table.Category("tier")[row], cells[2]);
        }
    }

    private sealed class Reports(Action<FitProgress>? then = null) : IProgress<FitProgress>
    {
        public List<FitProgress> All { get; } = [];

        public void Report(FitProgress value)
        {
            All.Add(value);
            then?.Invoke(value);
        }
    }
}
