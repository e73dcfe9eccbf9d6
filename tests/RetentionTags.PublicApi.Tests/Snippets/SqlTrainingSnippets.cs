using Microsoft.Data.Sqlite;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Lifetime;
using RetentionTags.Scoring;
using RetentionTags.Sql;
using RetentionTags.Sql.Training;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/sql-training.md.</summary>
public class SqlTrainingSnippets
{
    [Fact]
    public void Training_page()
    {
        (double[] tenure, string?[] contracts, bool[] churned) = Customers.Subscribers();
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Run(connection, "CREATE TABLE subscribers (tenure_months REAL, contract TEXT, churned INTEGER)");
        for (int row = 0; row < tenure.Length; row++)
            Run(connection, "INSERT INTO subscribers VALUES ($tenure, $contract, $churned)", ("$tenure", double.IsNaN(tenure[row]) ? DBNull.Value : tenure[row]), ("$contract", (object?)contracts[row] ?? DBNull.Value), ("$churned", churned[row] ? 1 : 0));

        #region sql-training
        var rows = new SqlTrainingSet
        {
            Dialect = SqlDialect.Sqlite,
            From = "subscribers",                               // or SqlSource.Query("SELECT …")
            Label = "churned",                                  // 1 for an event, 0 for a non-event
            Columns = [ColumnSpec.Numeric("tenure_months"), ColumnSpec.Category("contract")],
        };
        Scorecard scorecard = rows.Fit(new ScorecardRecipe(), connection);

        BinningHistogram counts = rows.Count(connection);       // or the counts alone, for bins of your own choice
        BinningModel bins = new OptimalBinning { MaxBins = 5 }.Fit(counts);
        #endregion

        Scorecard inMemory = new ScorecardRecipe().Fit(TrainingSet.Create(Table.Create(Column.Numeric("tenure_months", tenure), Column.Category("contract", contracts)), churned));
        Assert.Equal(inMemory.Binning.ToText(), scorecard.Binning.ToText());
        Assert.All(inMemory.Columns.Zip(scorecard.Columns), pair => Assert.Equal(pair.First.LogOddsOf(0), pair.Second.LogOddsOf(0), 1e-7));
        Assert.All(bins.Columns, column => Assert.InRange(column.RegularBinCount, 1, 5));
    }

    [Fact]
    public void Purchases_of_the_page()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Run(connection, "CREATE TABLE customers (repeat_purchases INTEGER, last_purchase_days INTEGER, tenure_days INTEGER)");
        for (int i = 0; i < 300; i++)
            Run(connection, "INSERT INTO customers VALUES ($x, $t, $T)", ("$x", i % 4), ("$t", i % 4 == 0 ? 0 : 20 + (i % 11 * 9)), ("$T", 150 + (i % 7 * 7)));

        #region sql-purchases
        PurchaseSummary customers = new SqlPurchases { Dialect = SqlDialect.Sqlite, From = "customers", Unit = TimeUnit.Week }.Read(connection);
        PurchaseModel model = new MbgNbd().Fit(customers);
        #endregion

        Assert.Equal(300, customers.TotalWeight);
        Assert.Equal(4, model.Parameters.Count);
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
