using System.Data.Common;
using Microsoft.Data.Sqlite;
using RetentionTags.Data;
using RetentionTags.Scoring;
using RetentionTags.Sql;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/sql.md, compiled and run on SQLite.</summary>
public class SqlSnippets
{
    [Fact]
    public void Sql_page()
    {
        (double[] tenure, string?[] contract, bool[] churned) = Customers.Subscribers();
        Table customers = Table.Create(Column.Numeric("tenure_months", tenure), Column.Category("contract", contract));
        Scorecard scorecard = new ScorecardRecipe().Fit(TrainingSet.Create(customers, churned));
        double[] risk = scorecard.Score(customers);
        TierScheme tiers = TierScheme.FromShares(risk, ("critical", 0.05), ("high", 0.15), ("calm", 0.80));
        using DbConnection connection = Fill(tenure, contract);
        CancellationToken cancellationToken = CancellationToken.None;
        IProgress<FitProgress>? progress = null;

        #region sql-score
        string sql = scorecard.ToSql(SqlDialect.Sqlite, new ScoreQuery
        {
            From = "customers",               // or SqlSource.Table("crm", "customers"), or SqlSource.Query("SELECT …")
            Keep = ["customer_id"],
            Columns = ScoreColumns.LogOdds | ScoreColumns.Probability,
            Tiers = tiers,
            Reasons = 2,
        });
        #endregion

        var scored = new List<double>();
        using (DbCommand command = connection.CreateCommand())
        {
            command.CommandText = sql;
            using DbDataReader reader = command.ExecuteReader();
            while (reader.Read())
                scored.Add(reader.GetDouble(1));
        }

        Assert.Equal(scorecard.LogOdds(customers).Order(), scored.Order());

        #region sql-write
        var target = new ScoreTable { Dialect = SqlDialect.Sqlite, Name = "churn_scores", Keys = ["customer_id"], RunColumn = "run" };
        var query = new ScoreQuery { From = "customers", Keep = ["customer_id"], Tiers = tiers };
        target.Write(connection, scorecard, query, run: "2026-11-28", progress, cancellationToken);    // the database scores
        #endregion

        double[] ids = [.. Enumerable.Range(0, risk.Length).Select(i => (double)i)];

        #region sql-write-rows
        var names = new string[risk.Length];
        tiers.Assign(risk, names);
        Table rows = Table.Create(Column.Numeric("customer_id", ids), Column.Numeric("probability", risk), Column.Category("tier", names));
        target.Write(connection, rows, run: "2026-11-29", progress, cancellationToken);                // scores from memory
        #endregion

        using DbCommand count = connection.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM churn_scores AS a INNER JOIN churn_scores AS b ON a.customer_id = b.customer_id AND a.tier = b.tier AND a.run < b.run";
        Assert.Equal((long)risk.Length, count.ExecuteScalar());
    }

    private static SqliteConnection Fill(double[] tenure, string?[] contract)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE customers (customer_id INTEGER, tenure_months REAL, contract TEXT)";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO customers VALUES ($id, $tenure, $contract)";
        for (int i = 0; i < tenure.Length; i++)
        {
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$id", i);
            command.Parameters.AddWithValue("$tenure", double.IsNaN(tenure[i]) ? DBNull.Value : tenure[i]);
            command.Parameters.AddWithValue("$contract", (object?)contract[i] ?? DBNull.Value);
            command.ExecuteNonQuery();
        }

        return connection;
    }
}
