using System.Data.Common;
using RetentionTags.Engines;
using RetentionTags.Lifetime;
using RetentionTags.Sql.Tests.Support;
using RetentionTags.Sql.Training;

namespace RetentionTags.Sql.Tests;

public class PurchaseTests
{
    private static readonly double?[] X = [.. Enumerable.Range(0, 800).Select(i => (double?)(i * 7 % 5))];
    private static readonly double?[] Tenure = [.. Enumerable.Range(0, 800).Select(i => (double?)(200 + (i % 9 * 10)))];
    private static readonly double?[] Last = [.. Enumerable.Range(0, 800).Select(i => X[i] == 0 ? 0.0 : (double?)(40 + (i % 13 * 9)))];

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.ClickHouseShards)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void A_model_of_patterns_is_that_of_the_customers(string name)
    {
        using DbConnection connection = Loaded(name, X, out SqlPurchases purchases);
        PurchaseSummary customers = PurchaseSummary.Create(Doubles(X, 1), Doubles(Last, 7), Doubles(Tenure, 7), TimeUnit.Week), patterns = (purchases with { Unit = TimeUnit.Week }).Read(connection);
        Assert.Equal(X.Length, patterns.TotalWeight);
        Assert.Equal(477, patterns.RowCount);
        Assert.Equal(customers.Patterns.OrderBy(each => (each.RepeatPurchases, each.LastPurchase, each.Tenure)), patterns.Patterns.OrderBy(each => (each.RepeatPurchases, each.LastPurchase, each.Tenure)));
        var (expected, actual) = ((MbgNbdModel)new MbgNbd().Fit(customers), (MbgNbdModel)new MbgNbd().Fit(patterns));
        Assert.Equal(expected.Parameters, actual.Parameters);
    }

    [Fact]
    public void What_is_no_pattern_is_refused()
    {
        using DbConnection connection = Loaded(AllEngines.Sqlite, [.. X.Select((x, i) => i == 5 ? null : x)], out SqlPurchases purchases);
        Assert.Contains("'repeat_purchases': it is missing for 1 customers", Assert.Throws<TrainingDataException>(() => purchases.Read(connection)).Message, StringComparison.Ordinal);
        Assert.Contains("no customers", Assert.Throws<TrainingDataException>(() => (purchases with { From = SqlSource.Query("SELECT * FROM customers WHERE tenure_days < 0") }).Read(connection)).Message, StringComparison.Ordinal);
        Assert.Contains("between 0 and the tenure", Assert.Throws<ArgumentException>(() => (purchases with { From = SqlSource.Query("SELECT 1 AS repeat_purchases, 50 AS last_purchase_days, 20 AS tenure_days") }).Read(connection)).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<DbException>(() => (purchases with { Tenure = "absent" }).Read(connection));
    }

    private static double[] Doubles(double?[] values, double unit) => [.. values.Select(value => value!.Value / unit)];

    private static DbConnection Loaded(string name, double?[] x, out SqlPurchases purchases)
    {
        Engine engine = AllEngines.Named(name);
        SqlDialect dialect = engine.Dialect();
        DbConnection connection = engine.Open();
        engine.Load(connection, dialect.Quote("customers"), (dialect.Quote("repeat_purchases"), x), (dialect.Quote("last_purchase_days"), Last), (dialect.Quote("tenure_days"), Tenure));
        purchases = new() { Dialect = dialect, From = "customers" };
        return connection;
    }
}
