using System.Text;
using MathNet.Numerics.Statistics;
using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

public class RfmScoresTests : PropertyTests
{
    /// <summary>Features reference, section 2.4.</summary>
    [DataFact]
    public void Cdnow_has_the_published_scores_and_segments()
    {
        SnapshotPlan plan = SnapshotPlan.At(new(1997, 10, 1)) with { PerformanceDays = 273 };
        Snapshot snapshot = plan.Take(RealData.CdnowSample());
        Table rfm = new RfmFeatures().ToTable(snapshot);
        RfmScoreModel model = new RfmScores().Fit(rfm);
        Same.Within(1e-9, [99, 198, 219, 242], model.Recency.Cuts);
        Same.Within(1e-9, [1, 1, 2, 3], model.Frequency.Cuts);
        Same.Within(1e-9, [14.96, 27.99, 45.976, 93.722], model.Monetary.Cuts);
        Assert.Equal([466, 475, 453, 490, 473], model.Recency.Counts);
        Assert.Equal([1411, 0, 439, 214, 293], model.Frequency.Counts);
        Assert.Equal([480, 464, 470, 471, 472], model.Monetary.Counts);
        Finding skipped = Assert.Single(model.Findings);
        Assert.Equal((FindingCodes.SkippedScores, "frequency"), (skipped.Code, skipped.ColumnName));
        Assert.Contains("no customer has the score 2", skipped.Message, StringComparison.Ordinal);

        CategoryColumn segments = SegmentGrid.Default.ToSegments(model.ToScores(rfm));
        bool[] again = snapshot.Repurchased();
        foreach ((string segment, int customers, int bought, double rate) in ((string, int, int, double)[])
        [
            ("champions", 338, 248, .733728), ("loyal_customers", 158, 82, .518987), ("potential_loyalists", 314, 127, .404459), ("cant_lose", 6, 2, .333333), ("need_attention", 53, 15, .283019),
            ("at_risk", 77, 17, .220779), ("promising", 167, 32, .191617), ("about_to_sleep", 386, 61, .158031), ("hibernating", 858, 100, .116550), ("new_customers", 0, 0, double.NaN),
        ])
        {
            bool[] events = [.. again.Where((_, row) => segments[row] == segment)];
            Assert.Equal((segment, customers, bought), (segment, events.Length, events.Count(event_ => event_)));
            if (customers > 0)
                Same.Within(5e-7, rate, (double)bought / customers);
        }

        Assert.Contains("new_customers", segments.Levels);
        Assert.Empty(SegmentGrid.Default.FindingsFor(model)); // new customers could be: R5 and F1 are both given
    }

    /// <summary>Features reference, section 2.2: tiles of ranks spread the 1,411 customers with one purchase over the scores 1, 2 and 3.</summary>
    [DataFact]
    public void Tiles_of_ranks_divide_equal_values_and_say_so()
    {
        Table rfm = new RfmFeatures().ToTable(SnapshotPlan.At(new(1997, 10, 1)).Take(RealData.CdnowSample()));
        RfmScoreModel model = new RfmScores { Scoring = RfmScoring.RankTiles }.Fit(rfm);
        ReadOnlySpan<double> scores = model.ToScores(rfm).Numeric("frequency_score").Values, counts = rfm.Numeric("frequency").Values;
        int[] once = new int[6];
        for (int row = 0; row < scores.Length; row++)
            once[(int)scores[row]] += counts[row] == 1 ? 1 : 0;
        Assert.Equal([0, 472, 471, 468, 0, 0], once);
        Assert.All(model.Findings, finding => Assert.Equal(FindingCodes.SplitTies, finding.Code));
        Assert.Contains(model.Findings, finding => finding.ColumnName == "frequency" && finding.Message.StartsWith("2064 customers", StringComparison.Ordinal)); // 1,411 with one purchase, 439 with two, 214 with three
        Assert.Throws<InvalidOperationException>(() => model.Frequency.ScoreOf(1));
    }

    [Property(MaxTest = 200)]
    public void Scores_are_by_definition(int seed, byte levels)
    {
        int k = 2 + (levels % 9);
        Table table = RandomTable(seed, 1 + new Random(seed).Next(40));
        RfmScoreModel model = new RfmScores { Levels = k }.Fit(table);
        Table scores = model.ToScores(table);
        foreach ((RfmScale scale, string name) in ((RfmScale, string)[])[(model.Recency, "recency_score"), (model.Frequency, "frequency_score"), (model.Monetary, "monetary_score")])
        {
            double[] values = table.Numeric(scale.ColumnName).Values.ToArray(), sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
            Same.Within(1e-9, Enumerable.Range(1, k - 1).Select(j => SortedArrayStatistics.QuantileCustom(sorted, (double)j / k, QuantileDefinition.R7)), scale.Cuts);
            double[] expected = [.. values.Select(value => double.IsNaN(value) ? double.NaN : scale.Cuts.Count(cut => cut < value) is int below && scale.IsReversed ? k - below : 1 + below)];
            Assert.Equal(expected, scores.Numeric(name).Values.ToArray());
            Assert.Equal(Enumerable.Range(1, k).Select(score => expected.Count(each => each == score)), scale.Counts);
            int[] skipped = [.. Enumerable.Range(1, k).Where(score => scale.Counts[score - 1] == 0)];
            Finding? finding = model.Findings.SingleOrDefault(each => each.ColumnName == scale.ColumnName);
            Assert.Equal(skipped.Length > 0, finding is not null);
            Assert.All(skipped, score => Assert.Contains($"{score}", finding!.Message, StringComparison.Ordinal));
        }
    }

    [Property(MaxTest = 100)]
    public void Neither_order_nor_currency_changes_a_score_and_better_is_never_less(int seed)
    {
        Table table = RandomTable(seed, 30);
        Table scores = new RfmScores().Fit(table).ToScores(table);
        int[] order = [.. Enumerable.Range(0, 30)];
        new Random(seed).Shuffle(order);
        Table shuffled = table.Rows(order);
        Assert.Equal(RhythmOracle.Bits(scores.Rows(order)), RhythmOracle.Bits(new RfmScores().Fit(shuffled).ToScores(shuffled)));
        Table cents = Table.Create(table["recency_days"], table["frequency"], Column.Numeric("monetary", table.Numeric("monetary").Values.ToArray().Select(value => value / 64).ToArray()));
        Assert.Equal(RhythmOracle.Bits(scores), RhythmOracle.Bits(new RfmScores().Fit(cents).ToScores(cents)));
        for (int a = 0; a < 30; a++)
        {
            for (int b = 0; b < 30; b++)
            {
                Assert.False(table.Numeric("monetary").Values[a] <= table.Numeric("monetary").Values[b] && scores.Numeric("monetary_score").Values[a] > scores.Numeric("monetary_score").Values[b]);
                Assert.False(table.Numeric("recency_days").Values[a] <= table.Numeric("recency_days").Values[b] && scores.Numeric("recency_score").Values[a] < scores.Numeric("recency_score").Values[b]);
            }
        }
    }

    [Property(MaxTest = 50)]
    public void Where_all_values_differ_tiles_of_ranks_are_cuts_of_values(int seed, byte levels)
    {
        int[] values = [.. Enumerable.Range(0, 37)];
        new Random(seed).Shuffle(values);
        NumericColumn[] columns = [.. new[] { "recency_days", "frequency", "monetary" }.Select(name => Column.Numeric(name, values))];
        Table table = Table.Create(columns);
        var recipe = new RfmScores { Levels = 2 + (levels % 9) };
        Assert.Equal(RhythmOracle.Bits(recipe.Fit(table).ToScores(table)), RhythmOracle.Bits((recipe with { Scoring = RfmScoring.RankTiles }).Fit(table).ToScores(table)));
        Assert.Empty((recipe with { Scoring = RfmScoring.RankTiles }).Fit(table).Findings);
    }

    [Property(MaxTest = 50)]
    public void What_is_loaded_scores_the_same(int seed, bool tiles)
    {
        Table table = RandomTable(seed, 40);
        RfmScoreModel model = new RfmScores { Levels = 4, Scoring = tiles ? RfmScoring.RankTiles : RfmScoring.ValueCuts }.Fit(table);
        var stream = new MemoryStream();
        model.Save(stream);
        RfmScoreModel loaded = RfmScoreModel.Load(new MemoryStream(stream.ToArray()));
        Assert.Equal(model.Recipe, loaded.Recipe);
        Assert.Equal((model.Recency, model.Frequency, model.Monetary), (loaded.Recency, loaded.Frequency, loaded.Monetary));
        Assert.Equal(model.Findings, loaded.Findings);
        Assert.Equal(RhythmOracle.Bits(model.ToScores(table)), RhythmOracle.Bits(loaded.ToScores(table)));
    }

    [Fact]
    public void Damage_is_found()
    {
        var scale = new RfmScaleDocument([1, 2], [3, 4, 5]);
        var recipe = new RfmScores { Levels = 3 };
        Assert.Equal([1, 2], scale.ToScale(recipe, "frequency", isReversed: false).Cuts);
        Assert.Throws<ArgumentException>(() => scale.ToScale(new(), "frequency", isReversed: false));
        Assert.Throws<ArgumentException>(() => (scale with { Cuts = [2, 1] }).ToScale(recipe, "frequency", isReversed: false));
        Assert.Throws<ArgumentException>(() => (scale with { Cuts = [1, double.NaN] }).ToScale(recipe, "frequency", isReversed: false));
        Assert.Throws<ArgumentException>(() => (scale with { Counts = [1, 2, -1] }).ToScale(recipe, "frequency", isReversed: false));
        byte[] text = Encoding.UTF8.GetBytes("{}");
        Assert.Throws<InvalidDataException>(() => RfmScoreModel.Load(new MemoryStream(text)));
    }

    [Fact]
    public void Columns_that_cannot_be_scored_are_named()
    {
        static Table Of(double value) => Table.Create(Column.Numeric("recency_days", new[] { 1.0, 2 }), Column.Numeric("frequency", new[] { 1.0, 2 }), Column.Numeric("monetary", new[] { value, value }));
        Assert.Contains("'monetary' is missing in every row", Assert.Throws<TrainingDataException>(() => new RfmScores().Fit(Of(double.NaN))).Message, StringComparison.Ordinal);
        Assert.Contains("'monetary' is infinite", Assert.Throws<TrainingDataException>(() => new RfmScores().Fit(Of(double.PositiveInfinity))).Message, StringComparison.Ordinal);
        Assert.Contains("'spend'", Assert.Throws<ArgumentException>(() => new RfmScores { Monetary = "spend" }.Fit(Of(1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RfmScores { Levels = 1 });
        Assert.Throws<InvalidOperationException>(() => new RfmScores { Scoring = (RfmScoring)7 }.Fit(Of(1)));
        Assert.Equal([1, 1], new RfmScores().Fit(Of(3)).ToScores(Of(3)).Numeric("monetary_score").Values.ToArray());
    }

    private static Table RandomTable(int seed, int rows)
    {
        var random = new Random(seed);
        return Table.Create(
            Column.Numeric("recency_days", Enumerable.Range(0, rows).Select(i => i > 0 && random.Next(8) == 0 ? double.NaN : random.Next(100)).ToArray()),
            Column.Numeric("frequency", Enumerable.Range(0, rows).Select(_ => (double)Math.Max(1, random.Next(6) - 2)).ToArray()),
            Column.Numeric("monetary", Enumerable.Range(0, rows).Select(_ => Math.Round(random.NextDouble() * 100, random.Next(3))).ToArray()));
    }
}
