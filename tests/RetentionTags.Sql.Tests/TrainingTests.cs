using System.Data.Common;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Engines;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;
using RetentionTags.Sql.Tests.Support;
using RetentionTags.Sql.Training;

namespace RetentionTags.Sql.Tests;

public class TrainingTests
{
    private const int Rows = 1500;

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.ClickHouseShards)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void A_card_is_the_one_fitted_in_memory(string name)
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            bool isWeighted = seed % 2 == 0;
            var rows = new TrainingRows(Rows, seed);
            using DbConnection connection = Loaded(rows, name, out SqlTrainingSet set);
            var recipe = new ScorecardRecipe { MinInformationValue = 0, RequirePositiveCoefficients = seed != 3 };
            Scorecard expected = recipe.Fit(rows.InMemory(isWeighted)), actual = (set with { Weight = isWeighted ? "weight" : null }).Fit(recipe, connection);
            Assert.Equal(expected.Binning.ToText(), actual.Binning.ToText());
            AssertSame(expected.Regression!, actual.Regression!);
            Assert.Equal(expected.Findings, actual.Findings);
        }
    }

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.ClickHouseShards)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void Sums_lead_to_the_same_card(string name)
    {
        var rows = new TrainingRows(Rows, 7);
        using DbConnection connection = Loaded(rows, name, out SqlTrainingSet set);
        var recipe = new ScorecardRecipe { MinInformationValue = 0 };
        TrainingSet data = rows.InMemory(isWeighted: true).WithPopulationEventRate(0.1);
        Scorecard expected = recipe.Fit(data), actual = (set with { Weight = "weight", MaxPatterns = 0, PopulationEventRate = 0.1 }).Fit(recipe, connection);
        AssertSame(expected.Regression!, actual.Regression!);
        Assert.Equal(expected.Regression!.Findings.Select(finding => finding.Code), actual.Regression!.Findings.Select(finding => finding.Code));
        Assert.All(expected.Score(data.Table).Zip(actual.Score(data.Table)), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.ClickHouseShards)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void Where_values_are_many_ranges_are_counted_exactly(string name)
    {
        var rows = new TrainingRows(Rows, 11);
        using DbConnection connection = Loaded(rows, name, out SqlTrainingSet set);
        set = set with { MaxValues = 100, MaxRanges = 60 };
        BinningHistogram histogram = set.Count(connection);
        Assert.True(histogram["visits"].IsExact && histogram["plan"].IsExact && !histogram["usage"].IsExact && !histogram["noise"].IsExact);
        Assert.All((string[])["usage", "noise"], column => Assert.InRange(histogram[column].BucketCount, 15, 62));
        TrainingSet data = rows.InMemory();
        Scorecard card = set.Fit(new() { MinInformationValue = 0 }, connection);
        foreach (ColumnBinning column in card.Binning.Columns)
        {
            int[] bins = new int[Rows];
            column.ToBins(data.Table[column.ColumnName], bins);
            for (int bin = 0; bin < column.Bins.Count; bin++)
                Assert.Equal((bins.Index().Count(row => row.Item == bin && data.Events[row.Index]), bins.Index().Count(row => row.Item == bin && !data.Events[row.Index])), ((int)column.Bins[bin].Events, (int)column.Bins[bin].NonEvents));
        }

        // The regression in memory on weights of evidence of the same bins.
        Table woe = Table.Create([.. card.Columns.Select(column =>
        {
            var values = new double[Rows];
            column.Binning.ToWoe(data.Table[column.Name], values);
            return Column.Numeric(column.Name, values);
        })]);
        AssertSame(new LogisticRegression().Fit(data.WithTable(woe)), card.Regression!);
    }

    [Fact]
    public void Wrong_labels_and_weights_are_refused()
    {
        Engine engine = AllEngines.Named(AllEngines.Sqlite);
        using DbConnection connection = engine.Open();
        engine.Load(connection, "t", ("x", new double?[] { 1, 2, 3 }), ("y", new double?[] { 0, 1, 2 }), ("w", new double?[] { 1, -1, null }), ("c", new string?[] { "a", "b", "c" }), ("ok", new double?[] { 0, 1, 0 }));
        SqlTrainingSet set = new() { Dialect = SqlDialect.Sqlite, From = "t", Label = "y", Columns = [ColumnSpec.Numeric("x")] };
        Assert.Contains("1 of 3 labels are neither 0 nor 1", Assert.Throws<TrainingDataException>(() => set.Count(connection)).Message, StringComparison.Ordinal);
        Assert.Contains("2 of 3 weights are missing, negative", Assert.Throws<TrainingDataException>(() => (set with { Label = "ok", Weight = "w" }).Count(connection)).Message, StringComparison.Ordinal);
        Assert.Contains("no rows", Assert.Throws<TrainingDataException>(() => (set with { From = SqlSource.Query("SELECT * FROM t WHERE x > 5") }).Count(connection)).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<DbException>(() => (set with { Label = "ok", Columns = [ColumnSpec.Numeric("c")] }).Count(connection));
        Assert.ThrowsAny<DbException>(() => (set with { Label = "absent" }).Count(connection));
        Assert.ThrowsAny<DbException>(() => (set with { From = "absent" }).Count(connection));
        Assert.Contains("OptimalBinning", Assert.Throws<InvalidOperationException>(() => set.Fit(new() { Binning = new FixedBinning() }, connection)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => set with { Columns = [] });
        Assert.Throws<ArgumentException>(() => set with { Columns = [ColumnSpec.Numeric("x"), ColumnSpec.Category("x")] });
        Assert.Throws<ArgumentOutOfRangeException>(() => set with { MaxRanges = 2 });
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => set.Count(connection, null, stopped.Token));
    }

    [Fact]
    public void Progress_is_told_of_each_column()
    {
        var rows = new TrainingRows(300, 5);
        using DbConnection connection = Loaded(rows, AllEngines.Sqlite, out SqlTrainingSet set);
        var seen = new List<FitProgress>();
        set.Count(connection, new Told(seen));
        Assert.Equal(Enumerable.Range(0, 5).Select(c => new FitProgress("counting", c, 4)), seen);
    }

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.DuckDb)]
    public void Work_that_is_cancelled_leaves_the_connection_usable(string name)
    {
        using DbConnection connection = Loaded(new TrainingRows(300, 5), name, out SqlTrainingSet set);
        using var stopping = new CancellationTokenSource();
        var seen = new List<FitProgress>();
        Assert.Throws<OperationCanceledException>(() => set.Fit(new(), connection, new Told(seen, stopping), stopping.Token));
        Assert.Equal(2, seen.Count);
        Assert.Equal(300, set.Count(connection).TotalWeight);
    }

    private static DbConnection Loaded(TrainingRows rows, string name, out SqlTrainingSet set)
    {
        Engine engine = AllEngines.Named(name);
        DbConnection connection = engine.Open();
        rows.Load(engine, connection, "training rows");
        set = new() { Dialect = engine.Dialect(), From = "training rows", Label = "churned", Columns = TrainingRows.Columns };
        return connection;
    }

    private static void AssertSame(LogisticModel expected, LogisticModel actual)
    {
        Assert.Equal(expected.Coefficients.Select(each => each.Name), actual.Coefficients.Select(each => each.Name));
        Assert.All(((Coefficient[])[expected.Intercept, .. expected.Coefficients]).Zip([actual.Intercept, .. actual.Coefficients]), pair =>
        {
            Assert.Equal(pair.First.Value, pair.Second.Value, 1e-8);
            Assert.Equal(pair.First.StandardError, pair.Second.StandardError, 1e-7);
        });
        Assert.Equal(expected.LogLikelihood, actual.LogLikelihood, 1e-7);
        Assert.True(actual.Convergence.IsConverged);
    }

    /// <summary>Remembers what it is told and, if it is to stop the work, does so at the second column.</summary>
    private sealed class Told(List<FitProgress> seen, CancellationTokenSource? stopping = null) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            seen.Add(value);
            if (value.Completed == 1)
                stopping?.Cancel();
        }
    }
}
