using System.Data.Common;
using RetentionTags.Data;
using RetentionTags.Engines;
using RetentionTags.Scoring;
using RetentionTags.Sql.Tests.Support;

namespace RetentionTags.Sql.Tests;

public class FirstScoreTests
{
    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.ClickHouseShards)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void Log_odds_are_those_in_memory(string name)
    {
        Engine engine = AllEngines.Named(name);
        SqlDialect dialect = engine.Dialect();
        const int Rows = 1000;
        double?[] x = [.. Enumerable.Range(0, Rows).Select(i => i % 10 == 0 ? null : (double?)((i * 7919 % 1000) / 10.0))];
        string?[] c = [.. Enumerable.Range(0, Rows).Select(i => i % 17 == 0 ? null : $"c'{i % 5}")];
        bool[] events = [.. Enumerable.Range(0, Rows).Select(i => (x[i] ?? 30) + (i % 5 * 10) + (i * 31 % 40) > 70)];
        Table table = Table.Create(Column.Numeric("x", x), Column.Category("c \"q\"", c));
        Scorecard card = new ScorecardRecipe().Fit(TrainingSet.Create(table, events));
        Assert.Equal(2, card.Columns.Count);
        using DbConnection connection = engine.Open();
        engine.Load(connection, dialect.Quote("first scores"), (dialect.Quote("id"), Enumerable.Range(0, Rows).Select(i => (long)i).ToArray()), (dialect.Quote("x"), x), (dialect.Quote("c \"q\""), c));
        string sql = card.ToSql(dialect, new ScoreQuery { From = "first scores", Keep = ["id"], Columns = ScoreColumns.LogOdds });
        double[] expected = card.LogOdds(table), found = new double[Rows];
        foreach (object?[] row in connection.Rows(sql))
            found[Convert.ToInt32(row[0])] = (double)row[1]!;
        Assert.Equal(expected, found);
    }
}
