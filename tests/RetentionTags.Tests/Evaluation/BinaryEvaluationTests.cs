using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Models.Linear;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Evaluation;

public class BinaryEvaluationTests : PropertyTests
{
    /// <summary>models.md section 9.1: the maximum-likelihood scores of lcg500, measured by scikit-learn 1.2.1; KS and the counts by the definitions.</summary>
    [Fact]
    public void Equals_scikit_learn_on_lcg500()
    {
        TrainingSet data = Lcg500.Rows();
        double[] scores = new LogisticRegression().Fit(data).Score(data.Table);
        BinaryEvaluation plain = BinaryEvaluation.Of(scores, data.Events);
        Same.Within(1e-11, [0.7327950597714814, 0.4655901195429628, 0.3987847566210951, 0.5944622386252834, 0.2028818909542119], [plain.Auc, plain.Gini, plain.KolmogorovSmirnov, plain.LogLoss, plain.Brier]);
        ConfusionMatrix half = plain.At(0.5);
        Assert.Equal((242.0, 52.0, 94.0, 112.0), (half.TrueNegatives, half.FalsePositives, half.FalseNegatives, half.TruePositives));
        Same.Within(1e-11, 0.7265792170526748, BinaryEvaluation.Of(scores, data.Events, Lcg500.Weights).Auc);
        Assert.Empty(plain.Findings);
    }

    /// <summary>The same for a score with only ten distinct values, so nearly all pairs are ties.</summary>
    [Fact]
    public void Equals_scikit_learn_on_lcg500_with_many_ties()
    {
        TrainingSet data = Lcg500.Rows();
        TrainingSet one = data.WithTable(data.Table.Select("x0"));
        double[] scores = new LogisticRegression().Fit(one).Score(one.Table);
        BinaryEvaluation plain = BinaryEvaluation.Of(scores, data.Events);
        Same.Within(1e-11, [0.6801235057129649, 0.2923518922131960, 0.6285312194685165, 0.2193317514476073], [plain.Auc, plain.KolmogorovSmirnov, plain.LogLoss, plain.Brier]);
        Same.Within(1e-11, 0.6738634966181596, BinaryEvaluation.Of(scores, data.Events, Lcg500.Weights).Auc);
        ConfusionMatrix half = plain.At(0.5);
        Assert.Equal((238.0, 56.0, 115.0, 91.0), (half.TrueNegatives, half.FalsePositives, half.FalseNegatives, half.TruePositives));
    }

    [Property(MaxTest = 300)]
    public void Auc_counts_pairs(ScoredRows rows)
    {
        double pairs = 0, wins = 0;
        foreach (var a in rows.Rows.Where(row => row.IsEvent))
        {
            foreach (var b in rows.Rows.Where(row => !row.IsEvent))
            {
                pairs += a.Weight * b.Weight;
                wins += a.Weight * b.Weight * (a.Score > b.Score ? 1 : a.Score == b.Score ? 0.5 : 0);
            }
        }

        Same.Within(1e-12, wins / pairs, BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights).Auc);
    }

    [Property(MaxTest = 300)]
    public void Ks_is_the_greatest_gap_and_is_reached_at_its_threshold(ScoredRows rows)
    {
        BinaryEvaluation evaluation = BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights);
        double greatest = rows.Scores.Distinct().Append(2).Max(Gap);
        Same.Within(1e-12, greatest, evaluation.KolmogorovSmirnov);
        Same.Within(1e-12, greatest, Gap(evaluation.KolmogorovSmirnovThreshold));
        ConfusionMatrix there = evaluation.At(evaluation.KolmogorovSmirnovThreshold);
        Same.Within(1e-12, greatest, Math.Abs(there.Recall + there.Specificity - 1));

        double Gap(double threshold) => Math.Abs(Flagged(true, threshold) - Flagged(false, threshold));

        double Flagged(bool label, double threshold) =>
            rows.Rows.Where(row => row.IsEvent == label && row.Score >= threshold).Sum(row => row.Weight) / rows.Rows.Where(row => row.IsEvent == label).Sum(row => row.Weight);
    }

    [Property(MaxTest = 200)]
    public void Measures_follow_their_definitions(ScoredRows rows, byte at)
    {
        BinaryEvaluation evaluation = BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights);
        double total = rows.Weights.Sum(), clip = Math.Pow(2, -52), threshold = at % 21 / 20.0;
        double logLoss = rows.Rows.Sum(row => -row.Weight * Math.Log(Math.Clamp(row.IsEvent ? row.Score : 1 - row.Score, clip, 1 - clip))) / total;
        double brier = rows.Rows.Sum(row => row.Weight * Math.Pow(row.Score - (row.IsEvent ? 1 : 0), 2)) / total;
        Same.Within(1e-12, [logLoss, brier], [evaluation.LogLoss, evaluation.Brier]);
        Assert.Equal(rows.Rows.Any(row => row.Score is 0 or 1), evaluation.Findings.Any(finding => finding.Code == FindingCodes.ClippedProbabilities));

        double tp = Sum(true, true), fp = Sum(false, true), fn = Sum(true, false), tn = Sum(false, false);
        ConfusionMatrix matrix = evaluation.At(threshold);
        Assert.Equal((tp, fp, fn, tn), (matrix.TruePositives, matrix.FalsePositives, matrix.FalseNegatives, matrix.TrueNegatives));
        Assert.Equal([(tp + tn) / total, tp / (tp + fp), tp / (tp + fn), tn / (tn + fp)], [matrix.Accuracy, matrix.Precision, matrix.Recall, matrix.Specificity]);
        if (tp > 0)
            Same.Within(1e-12, 2 / ((1 / matrix.Precision) + (1 / matrix.Recall)), matrix.F1);

        double Sum(bool label, bool flagged) => rows.Rows.Where(row => row.IsEvent == label && (row.Score >= threshold) == flagged).Sum(row => row.Weight);
    }

    [Property(MaxTest = 200)]
    public void Neither_order_nor_replication_changes_a_measure(ScoredRows rows)
    {
        BinaryEvaluation weighted = BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights);
        ScoredRows replicated = rows.Replicated, reversed = new([.. rows.Rows.Reverse()]);
        foreach (BinaryEvaluation other in (BinaryEvaluation[])[BinaryEvaluation.Of(replicated.Scores, replicated.Events), BinaryEvaluation.Of(reversed.Scores, reversed.Events, reversed.Weights)])
        {
            Same.Bits([weighted.Auc, weighted.KolmogorovSmirnov, weighted.LogLoss, weighted.Brier], [other.Auc, other.KolmogorovSmirnov, other.LogLoss, other.Brier]);
            Assert.Equal(weighted.Calibration, other.Calibration);
        }
    }

    [Property(MaxTest = 200)]
    public void Rising_maps_leave_the_auc_and_turning_round_mirrors_it(ScoredRows rows)
    {
        double auc = BinaryEvaluation.Of(rows.Scores, rows.Events).Auc;
        Assert.Equal(auc, BinaryEvaluation.Of([.. rows.Scores.Select(score => Math.Exp(3 * score) - 7)], rows.Events).Auc);
        Same.Within(1e-12, 1 - auc, BinaryEvaluation.Of([.. rows.Scores.Select(score => -score)], rows.Events).Auc);
    }

    [Property(MaxTest = 200)]
    public void Calibration_groups_hold_every_row_once_and_keep_equal_scores_together(ScoredRows rows)
    {
        IReadOnlyList<CalibrationBin> bins = BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights).Calibration;
        Assert.InRange(bins.Count, 1, 10);
        Same.Within(1e-9, rows.Weights.Sum(), bins.Sum(bin => bin.Count));
        Assert.All(bins.Zip(bins.Skip(1)), pair => Assert.True(pair.First.HighestScore < pair.Second.LowestScore));
        foreach (CalibrationBin bin in bins)
        {
            var inside = rows.Rows.Where(row => row.Score >= bin.LowestScore && row.Score <= bin.HighestScore).ToArray();
            double count = inside.Sum(row => row.Weight);
            Same.Within(1e-12, [count, inside.Sum(row => row.Weight * row.Score) / count, inside.Where(row => row.IsEvent).Sum(row => row.Weight) / count], [bin.Count, bin.MeanScore, bin.EventRate]);
            Assert.InRange(bin.EventRate, bin.Interval.Lower, bin.Interval.Upper);
        }
    }

    [Fact]
    public void Calibration_groups_are_tenths()
    {
        double[] scores = [.. Enumerable.Range(0, 1000).Select(i => i / 1000.0)];
        IReadOnlyList<CalibrationBin> bins = BinaryEvaluation.Of(scores, [.. scores.Select((_, i) => i % 3 == 0)]).Calibration;
        Assert.Equal(Enumerable.Repeat(100.0, 10), bins.Select(bin => bin.Count));
    }

    [Theory]
    [InlineData(true, "events")]
    [InlineData(false, "non-events")]
    public void With_one_class_ranks_are_undefined_with_the_reason(bool label, string reason)
    {
        BinaryEvaluation evaluation = BinaryEvaluation.Of([0.2, 0.3], [label, label]);
        Assert.True(double.IsNaN(evaluation.Auc) && double.IsNaN(evaluation.Gini) && double.IsNaN(evaluation.KolmogorovSmirnov));
        Assert.False(double.IsNaN(evaluation.LogLoss));
        Assert.Contains($"all rows are {reason}", Assert.Single(evaluation.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_that_are_not_probabilities_have_ranks_only()
    {
        BinaryEvaluation evaluation = BinaryEvaluation.Of([-5, -30, -1, -40], [true, false, true, false]);
        Assert.Equal(1, evaluation.Auc);
        Assert.True(double.IsNaN(evaluation.LogLoss) && double.IsNaN(evaluation.Brier));
        Assert.Empty(evaluation.Calibration);
        Assert.Contains("not probabilities", Assert.Single(evaluation.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_scores_and_no_rows_have_their_answers()
    {
        BinaryEvaluation same = BinaryEvaluation.Of([0.4, 0.4, 0.4], [true, false, true]);
        Assert.Equal((0.5, 0.0), (same.Auc, same.KolmogorovSmirnov));
        Assert.Equal(FindingCodes.UndefinedMeasure, Assert.Single(BinaryEvaluation.Of([], []).Findings).Code);
        Assert.True(double.IsNaN(BinaryEvaluation.Of([0.5], [true], [0]).Auc));
        Assert.True(double.IsNaN(same.At(0.9).Precision));
    }

    [Fact]
    public void Recency_alone_is_one_call_away_and_weights_count()
    {
        Table table = Table.Create(Column.Numeric("recency_days", new double[] { 3, 40, 90, 80 }));
        TrainingSet data = TrainingSet.Create(table, [true, false, true, false], [1, 2, 3, 4]);
        ScoreComparison comparison = ScoreComparison.BesideRecency(data, ("model", [0.9, 0.2, 0.6, 0.4]));
        Assert.Equal(["model", "recency alone"], comparison.Rows.Select(row => row.Name));
        Assert.Equal(BinaryEvaluation.Of([-3, -40, -90, -80], data.Events, data.Weights).Auc, comparison.Rows[1].Evaluation.Auc);
        Assert.Contains("'recency_days'", Assert.Throws<ArgumentException>(() => ScoreComparison.BesideRecency(SampleData.Customers(10))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_of_fractional_weights_are_never_negative()
    {
        ConfusionMatrix all = BinaryEvaluation.Of([0.3, 0.2, 0.1], [true, true, true], [0.1, 0.2, 0.3]).At(0);
        Assert.Equal((0.0, 1.0, 0.0), (all.FalseNegatives, all.Recall, all.Threshold));
    }

    [Fact]
    public void The_lowest_of_equal_ks_thresholds_is_reported()
    {
        // ⅓ is reached at .01 and again, as 1 − ⅔, at .04.
        BinaryEvaluation evaluation = BinaryEvaluation.Of([0, 0.01, 0.02, 0.03, 0.04], [false, true, false, true, false]);
        Assert.Equal((0.01, 1 / 3.0), (evaluation.KolmogorovSmirnovThreshold, evaluation.KolmogorovSmirnov));
    }

    [Fact]
    public void Extreme_weights_do_not_upset_the_auc()
    {
        foreach (double unit in (double[])[1e-200, 1e200])
            Assert.Equal(0.75, BinaryEvaluation.Of([0.1, 0.2, 0.3, 0.4], [false, true, false, true], [unit, unit, unit, unit]).Auc);
        Assert.Contains("add up", Assert.Throws<ArgumentException>(() => BinaryEvaluation.Of([0.1, 0.2], [true, false], [1.7e308, 1.7e308])).Message, StringComparison.Ordinal);
        double[] scores = [.. Enumerable.Range(0, 101).Select(i => i / 200.0)];
        Assert.True(BinaryEvaluation.Of(scores, new bool[101], [.. scores.Select((_, i) => i < 100 ? 1 : 1e-20)]).Calibration.Count <= 10);
    }

    [Fact]
    public void Rows_of_weight_0_do_not_count()
    {
        BinaryEvaluation with = BinaryEvaluation.Of([0.1, 0.9, 0.5], [true, false, true], [0, 1, 2]), without = BinaryEvaluation.Of([0.9, 0.5], [false, true], [1, 2]);
        Same.Bits([without.Auc, without.LogLoss, without.TotalWeight], [with.Auc, with.LogLoss, with.TotalWeight]);
    }

    [Fact]
    public void Bad_input_is_an_error_that_names_the_row()
    {
        Assert.Contains("Row 1: the score is NaN", Assert.Throws<ArgumentException>(() => BinaryEvaluation.Of([0.1, double.NaN], [true, false])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 0: the weight is -1", Assert.Throws<ArgumentException>(() => BinaryEvaluation.Of([0.1], [true], [-1])).Message, StringComparison.Ordinal);
        Assert.Contains("2 scores and 1 events", Assert.Throws<ArgumentException>(() => BinaryEvaluation.Of([0.1, 0.2], [true])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Infinite_scores_rank()
    {
        Assert.Equal(1, BinaryEvaluation.Of([double.NegativeInfinity, 0, double.PositiveInfinity], [false, true, true]).Auc);
    }

    [Fact]
    public void A_comparison_shows_a_baseline_beside_the_model()
    {
        ScoreComparison comparison = ScoreComparison.Of([true, false, true, false], ("model", [0.9, 0.2, 0.6, 0.4]), ("recency", [-3, -40, -90, -80]));
        Assert.Equal(
            """
            Score       AUC    Gini      KS  Log-loss   Brier  AUC difference  95 % from  95 % to       P
            -------  ------  ------  ------  --------  ------  --------------  ---------  -------  ------
            model    1.0000  1.0000  1.0000    0.3375  0.0925               -          -        -       -
            recency  0.5000  0.0000  0.5000         -       -         -0.5000    -1.0000   0.4800  0.3173

            """,
            comparison.ToText());
        Assert.Throws<ArgumentException>(() => ScoreComparison.Of([true]));
        Assert.Throws<ArgumentNullException>(() => ScoreComparison.Of([true], (null!, [1])));
    }
}
