using System.Data.Common;
using System.Globalization;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Engines;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;
using RetentionTags.Sql.Tests.Support;

namespace RetentionTags.Sql.Tests;

/// <summary>A card of 30 columns with all that it can say keeps within the limits that engines have for statements, with the settings that they come with.</summary>
public class WideCardTests
{
    private const int Rows = 400, Columns = 30;

    private static readonly double[][] Values = Made();

    private static readonly Table Table = Table.Create([.. Values.Select((values, c) => (Column)Column.Numeric(Invariant($"feature_number_{c}"), values))]);

    private static readonly Scorecard Card = new ScorecardRecipe
    {
        Binning = new FixedBinning { Rule = FixedRule.Given, MaxBins = 16, Cuts = [.. Enumerable.Range(1, 9).Select(i => i / 10.0)] },
        MinInformationValue = 0,
        RequirePositiveCoefficients = false,
        Regression = new LogisticRegression { L2 = 1 },
    }.Fit(TrainingSet.Create(Table, [.. Enumerable.Range(0, Rows).Select(row => Values.Sum(values => values[row]) + (row % 7) > 18)]));

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.ClickHouseShards)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void Statements_of_wide_cards_are_understood(string name)
    {
        Engine engine = AllEngines.Named(name);
        SqlDialect dialect = engine.Dialect();
        using DbConnection connection = engine.Open();
        engine.Load(connection, dialect.Quote("wide"), [(dialect.Quote("id"), Enumerable.Range(0, Rows).Select(row => (long)row).ToArray()), .. Table.Columns.Select((column, c) => (dialect.Quote(column.Name), (Array)Values[c].Select(value => (double?)value).ToArray()))]);
        string sql = Card.ToSql(dialect, new()
        {
            From = "wide",
            Keep = ["id"],
            Columns = ScoreColumns.LogOdds | ScoreColumns.Probability | ScoreColumns.Points | ScoreColumns.Bins | ScoreColumns.Labels | ScoreColumns.WeightsOfEvidence | ScoreColumns.Contributions,
            Tiers = SampleCard.Tiers,
            Reasons = 4,
        });
        double[] logOdds = Card.LogOdds(Table);
        var reasons = Card.Reasons(Table);
        Assert.Equal(Columns, Card.Columns.Count);
        List<object?[]> rows = connection.Rows(sql);
        Assert.Equal(Rows, rows.Count);
        foreach (object?[] row in rows)
        {
            int id = Convert.ToInt32(row[0], CultureInfo.InvariantCulture);
            Assert.Equal(logOdds[id], row[1]);
            Assert.Equal(reasons.IdsOf(id), row[5..9]);
        }
    }

    private static double[][] Made()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Columns).Select(_ => Enumerable.Range(0, Rows).Select(_ => random.NextDouble()).ToArray())];
    }
}
