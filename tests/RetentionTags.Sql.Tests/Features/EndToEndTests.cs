using System.Data.Common;
using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using RetentionTags.Data;
using RetentionTags.Engines;
using RetentionTags.Features;
using RetentionTags.Scoring;
using RetentionTags.Sql.Features;
using RetentionTags.Sql.Tests.Support;

namespace RetentionTags.Sql.Tests.Features;

/// <summary>From rows in an engine to scores in it, beside the same in memory.</summary>
public class EndToEndTests
{
    private const string Variable = "RETENTIONTAGS_DATA";

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    public void Cdnow_is_scored_where_it_lies(string name)
    {
        if (!TryRead("cdnow_master", ["customer_id", "date", "dollar_value"], out string[][] rows))
            return;
        EventLog log = EventLog.Create(
            rows.Select(row => row[0]).ToArray(),
            [.. rows.Select(row => DateTime.ParseExact(row[1], "yyyyMMdd", CultureInfo.InvariantCulture))],
            [.. rows.Select(row => double.Parse(row[2], CultureInfo.InvariantCulture))]);
        Engine engine = AllEngines.Named(name);
        SqlDialect dialect = engine.Dialect();
        using DbConnection connection = engine.Open();
        engine.Load(
            connection,
            "\"cdnow\"",
            ("\"customer_id\"", rows.Select(row => row[0]).ToArray()),
            ("\"date\"", rows.Select(row => row[1]).ToArray()),
            ("\"dollar_value\"", rows.Select(row => (double?)double.Parse(row[2], CultureInfo.InvariantCulture)).ToArray()));
        var query = new FeatureQuery
        {
            Events = new()
            {
                From = SqlSource.Query("SELECT customer_id, substr(date, 1, 4) || '-' || substr(date, 5, 2) || '-' || substr(date, 7, 2) AS day, dollar_value FROM cdnow"),
                Customer = "customer_id",
                Time = "day",
                Amount = "dollar_value",
            },
            Plan = SnapshotPlan.At(new(1997, 10, 1)) with { PerformanceDays = 180 },
            Labels = [SnapshotLabel.Repurchase],
        };
        FeatureSet set = new() { Families = [new RfmFeatures(), new WindowFeatures { Windows = [Window.Days(30), Window.Days(90)], Aggregations = [Aggregation.Count, Aggregation.Sum, Aggregation.Mean, Aggregation.Maximum] }] };
        CheckPath(log, set, connection, dialect, query, leastRows: 20_000);
    }

    [Theory]
    [OnEngine(AllEngines.ClickHouseShards)]
    public void Online_Retail_is_scored_on_two_servers(string name)
    {
        if (!TryRead("online_retail_2010_2011", ["CustomerID", "InvoiceDate", "UnitPrice", "Quantity", "InvoiceNo"], out string[][] all))
            return;
        string[][] rows = [.. all.Where(row => row[0].Length > 0)];
        long[] customers = [.. rows.Select(row => long.Parse(row[0], CultureInfo.InvariantCulture))];
        double[] prices = [.. rows.Select(row => double.Parse(row[2], CultureInfo.InvariantCulture))], quantities = [.. rows.Select(row => double.Parse(row[3], CultureInfo.InvariantCulture))];
        EventLog log = EventLog.Create(
            customers,
            [.. rows.Select(row => DateTime.ParseExact(row[1], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))],
            [.. prices.Zip(quantities, (price, quantity) => price * quantity)],
            new() { Orders = Column.Category("InvoiceNo", rows.Select(row => row[4])) });
        Engine engine = AllEngines.Named(name);
        SqlDialect dialect = engine.Dialect();
        using DbConnection connection = engine.Open();
        engine.Load(
            connection,
            "`online_retail`",
            ("`CustomerID`", customers),
            ("`InvoiceDate`", rows.Select(row => row[1]).ToArray()),
            ("`UnitPrice`", prices.Select(price => (double?)price).ToArray()),
            ("`Quantity`", quantities.Select(quantity => (double?)quantity).ToArray()),
            ("`InvoiceNo`", rows.Select(row => row[4]).ToArray()));
        var query = new FeatureQuery
        {
            Events = new() { From = "online_retail", Customer = "CustomerID", Time = "InvoiceDate", TimeFormat = SqlTimeFormat.Text, Amount = "UnitPrice", Quantity = "Quantity", Order = "InvoiceNo" },
            Plan = SnapshotPlan.Monthly(new(2011, 4, 1), 4, TimeZoneInfo.FindSystemTimeZoneById("Europe/London")) with { PerformanceDays = 60, MaturityDays = 30 },
            Labels = [SnapshotLabel.Repurchase],
        };
        FeatureSet set = new() { Families = [new RfmFeatures { CountBy = PurchaseUnit.Order }, new WindowFeatures { Windows = [Window.Days(30), Window.Days(90)], Aggregations = [Aggregation.Count, Aggregation.ActiveDays, Aggregation.Sum] }] };
        CheckPath(log, set, connection, dialect, query, leastRows: 8_000);
    }

    /// <summary>Features and labels to the bit, the card that is fitted on them the same, and its probabilities in SQL, computed from the events in one statement, those of memory.</summary>
    private static void CheckPath(EventLog log, FeatureSet set, DbConnection connection, SqlDialect dialect, FeatureQuery query, int leastRows)
    {
        Snapshot snapshot = query.Plan.Take(log);
        Table inMemory = set.ToTable(snapshot);
        Scorecard expected = new ScorecardRecipe().Fit(snapshot.ToTrainingSet(inMemory));
        SqlSnapshot fromSql = set.Read(connection, dialect, query);
        Assert.True(snapshot.RowCount > leastRows);
        Assert.Equal(Enumerable.Range(0, snapshot.RowCount).Select(snapshot.KeyOf), fromSql.Keys);
        foreach (Column column in inMemory.Columns)
            Assert.Equal(((NumericColumn)column).Values.ToArray(), fromSql.Features.Numeric(column.Name).Values.ToArray());
        Scorecard card = new ScorecardRecipe().Fit(fromSql.ToTrainingSet());
        Assert.Equal(expected.ToText(), card.ToText());

        string sql = card.ToSql(dialect, new ScoreQuery { From = SqlSource.Query(set.ToSql(dialect, query)), Keep = [query.Events.Customer, query.CutOff], Columns = ScoreColumns.LogOdds | ScoreColumns.Probability });
        Dictionary<(string, string), (double LogOdds, double Probability)> scores = connection.Rows(sql).ToDictionary(row => (Convert.ToString(row[0], CultureInfo.InvariantCulture)!, (string)row[1]!), row => ((double)row[2]!, (double)row[3]!));
        Assert.Equal(snapshot.RowCount, scores.Count);
        double[] logOdds = expected.LogOdds(inMemory), probabilities = expected.Score(inMemory);
        for (int row = 0; row < probabilities.Length; row++)
        {
            (double foundLogOdds, double foundProbability) = scores[(snapshot.KeyOf(row), snapshot.CutOffOf(row).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture))];
            Assert.Equal(logOdds[row], foundLogOdds);
            Assert.Equal(probabilities[row], foundProbability, 1e-12 * probabilities[row]);
        }
    }

    /// <summary>Some columns of a data set; nothing without the folder.</summary>
    private static bool TryRead(string name, string[] columns, out string[][] rows)
    {
        rows = [];
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } folder)
            return false;
        using var text = new GZipStream(File.OpenRead(Path.Combine(folder, name + ".csv.gz")), CompressionMode.Decompress);
        using var csv = CsvReader.Create(text);
        using var reader = new CsvDataReader(csv);
        int[] ordinals = [.. columns.Select(reader.GetOrdinal)];
        var read = new List<string[]>();
        while (reader.Read())
            read.Add([.. ordinals.Select(reader.GetString)]);
        rows = [.. read];
        return true;
    }
}
