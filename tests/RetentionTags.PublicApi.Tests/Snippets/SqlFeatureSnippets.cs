using Microsoft.Data.Sqlite;
using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Scoring;
using RetentionTags.Sql;
using RetentionTags.Sql.Features;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/sql-features.md.</summary>
public class SqlFeatureSnippets
{
    [Fact]
    public void Features_page()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Run(connection, "CREATE TABLE shop_events (customer_id INTEGER, happened_at TEXT, loaded_at TEXT, kind TEXT, amount REAL)");
        var random = new Random(3);
        var rows = new List<(long Customer, DateTime Time, double Amount)>();
        for (int i = 0; i < 4000; i++)
        {
            long customer = random.Next(300);
            rows.Add((customer, new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(random.Next(24 * 30 * (1 + (int)(customer % 10)))), random.Next(100, 9000) / 100.0));
            Run(connection, "INSERT INTO shop_events VALUES ($customer, $time, $time, 'order', $amount)", ("$customer", customer), ("$time", rows[^1].Time.ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)), ("$amount", rows[^1].Amount));
        }

        #region sql-features
        var features = new FeatureSet
        {
            Families =
            [
                new RfmFeatures(),
                new WindowFeatures { Windows = [Window.Days(30), Window.CalendarMonths(3)], Filter = EventFilter.OfKind("order") },
            ],
        };
        var query = new FeatureQuery
        {
            Events = new()
            {
                From = "shop_events",                       // or SqlSource.Query("SELECT …")
                Customer = "customer_id",
                Time = "happened_at",
                KnownAt = "loaded_at",
                Amount = "amount",
                Kind = "kind",
            },
            Plan = SnapshotPlan.Monthly(new DateOnly(2025, 6, 1), 3) with { PerformanceDays = 60, PurchaseKind = "order" },
            Labels = [SnapshotLabel.Repurchase],
        };
        string sql = features.ToSql(SqlDialect.Sqlite, query);                                  // to read, or to run
        SqlSnapshot snapshot = features.Read(connection, SqlDialect.Sqlite, query);             // checks the table, runs it, reads the rows
        Scorecard scorecard = new ScorecardRecipe().Fit(snapshot.ToTrainingSet());
        #endregion

        #region sql-features-scores
        FeatureQuery today = query with { Plan = query.Plan.ToScoreAt(new DateOnly(2025, 11, 1)), Labels = [] };
        string scores = scorecard.ToSql(SqlDialect.Sqlite, new ScoreQuery
        {
            From = SqlSource.Query(features.ToSql(SqlDialect.Sqlite, today)),
            Keep = ["customer_id"],
        });
        #endregion

        EventLog log = EventLog.Create([.. rows.Select(row => row.Customer)], [.. rows.Select(row => row.Time)], [.. rows.Select(row => row.Amount)], new() { Kinds = Column.Category("kind", rows.Select(_ => "order")) });
        Snapshot inMemory = query.Plan.Take(log);
        Table expected = features.ToTable(inMemory);
        Assert.Equal(inMemory.RowCount, snapshot.Keys.Count);
        Assert.All(expected.Columns, column => Assert.Equal(((NumericColumn)column).Values.ToArray(), snapshot.Features.Numeric(column.Name).Values.ToArray()));
        Assert.StartsWith("WITH cut_offs AS (", sql, StringComparison.Ordinal);
        Snapshot later = today.Plan.Take(log);
        double[] probabilities = scorecard.Score(features.ToTable(later));
        var found = new Dictionary<long, double>();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = scores;
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
            found[reader.GetInt64(0)] = reader.GetDouble(1);
        Assert.Equal(later.RowCount, found.Count);
        Assert.All(Enumerable.Range(0, later.RowCount), row => Assert.Equal(probabilities[row], found[long.Parse(later.KeyOf(row), System.Globalization.CultureInfo.InvariantCulture)], 1e-12));
    }

    private static void Run(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in parameters)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
