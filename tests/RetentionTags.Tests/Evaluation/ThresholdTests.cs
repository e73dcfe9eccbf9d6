using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Models.Linear;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Evaluation;

public class ThresholdTests : PropertyTests
{
    [Fact]
    public void A_share_of_the_rows_flags_all_rows_that_make_it_up()
    {
        for (int count = 2; count < 60; count++)
        {
            BinaryEvaluation evaluation = BinaryEvaluation.Of([.. Enumerable.Range(0, count).Select(row => (double)row)], [.. Enumerable.Range(0, count).Select(row => row % 3 == 0)]);
            for (int flagged = 1; flagged <= count; flagged++)
                Assert.Equal(flagged, evaluation.ThresholdForShare((double)flagged / count).Matrix.Flagged);
        }
    }

    /// <summary>models.md section 9.1: scikit-learn 1.2.1 on lcg500, full model and x0 alone, without and with weights.</summary>
    [Fact]
    public void Equals_scikit_learn_on_lcg500()
    {
        TrainingSet data = Lcg500.Rows(), one = data.WithTable(data.Table.Select("x0"));
        double[] full = new LogisticRegression().Fit(data).Score(data.Table), x0 = new LogisticRegression().Fit(one).Score(one.Table);
        Agree([0.708, 0.6829268292682927, 0.5436893203883495, 0.6054054054054056, 0.5668016194331984, 0.38456258518453756, 0.6834092860445149, 0.3783636487499148], BinaryEvaluation.Of(full, data.Events).At(0.5));
        Agree([0.6996996996996997, 0.6899696048632219, 0.5341176470588235, 0.6021220159151194, 0.5593888615081319, 0.3749504120066515, 0.6782086493133839, 0.36718215525468967], BinaryEvaluation.Of(full, data.Events, Lcg500.Weights).At(0.5));
        Agree([0.658, 0.6190476190476191, 0.441747572815534, 0.5155807365439093, 0.46858908341915556, 0.27145902462660043, 0.6256356911696718, 0.26252415125586537], BinaryEvaluation.Of(x0, data.Events).At(0.5));
        Agree([0.6486486486486487, 0.6302816901408451, 0.4211764705882353, 0.5049365303244006, 0.4511088709677419, 0.26113824182080386, 0.6191248206599713, 0.24897031641218192], BinaryEvaluation.Of(x0, data.Events, Lcg500.Weights).At(0.5));
    }

    /// <summary>models.md sections 9.2 and 9.6: scikit-learn 1.2.1.</summary>
    [DataFact]
    public void Equals_scikit_learn_on_telco_and_bank_marketing()
    {
        TrainingSet telco = RealData.TelcoDesign();
        BinaryEvaluation evaluation = BinaryEvaluation.Of(new LogisticRegression().Fit(telco).Score(telco.Table), telco.Events);
        Agree([0.791282124094846, 0.6356220258327668, 0.5002675227394329, 0.5598802395209581, 0.5225215155918186, 0.43086200986893486, 0.698336312587343, 0.42562011852190806], evaluation.At(0.5));
        Agree([0.7475507596194804, 0.5165997811017876, 0.7576243980738363, 0.6143167028199565, 0.6929627092101399, 0.4541825910358465, 0.7507681325506406, 0.4364933680346994], evaluation.At(0.3));
        ConfusionMatrix low = evaluation.At(0.3);
        Assert.Equal((3849.0, 1325.0, 453.0, 1416.0), (low.TrueNegatives, low.FalsePositives, low.FalseNegatives, low.TruePositives));

        TrainingSet bank = RealData.BankNumbers();
        double[] weights = [.. Enumerable.Range(0, bank.RowCount).Select(i => 1.0 + (i % 3))];
        BinaryEvaluation weighted = BinaryEvaluation.Of(new LogisticRegression().Fit(TrainingSet.Create(bank.Table, bank.Events, weights)).Score(bank.Table), bank.Events, weights);
        Agree([0.8527222658453235, 0.23860796000769083, 0.11709756557841101, 0.15709855054117347, 0.13037631584476705, 0.09323674112920356, 0.5337439019904383, 0.08661359977761951], weighted.At(0.2));
        Agree([0.7933665851959169, 0.21853244221665274, 0.2961879599924514, 0.2515022834708757, 0.2765346395094792, 0.13689220224605056, 0.5777821651057806, 0.13479447724336469], weighted.At(0.15));
    }

    /// <summary>Matthews' correlation as the correlation of two columns of zeros and ones, kappa and F-beta as their authors write them.</summary>
    [Property(MaxTest = 200)]
    public void Ratios_follow_their_definitions(ScoredRows rows, byte at)
    {
        ConfusionMatrix matrix = BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights).At(at % 21 / 20.0);
        (double Flag, double Event)[] all = [.. rows.Replicated.Rows.Select(row => (row.Score >= matrix.Threshold ? 1.0 : 0, row.IsEvent ? 1.0 : 0))];
        double n = all.Length, flags = all.Sum(row => row.Flag), events = all.Sum(row => row.Event), both = all.Sum(row => row.Flag * row.Event);
        Same.Within(1e-12, [n, flags, flags / n, both / events, (flags - both) / (n - events)], [matrix.Total, matrix.Flagged, matrix.FlaggedShare, matrix.Recall, matrix.FalsePositiveRate]);
        Same.Within(1e-12, [(matrix.Recall + matrix.Specificity) / 2, matrix.Recall - matrix.FalsePositiveRate], [matrix.BalancedAccuracy, matrix.Youden]);
        double correlation = ((both / n) - (flags / n * events / n)) / Math.Sqrt(flags / n * (1 - (flags / n)) * (events / n) * (1 - (events / n)));
        Assert.Equal(flags == 0 || flags == n, double.IsNaN(matrix.MatthewsCorrelation));
        if (flags > 0 && flags < n)
            Same.Within(1e-12, correlation, matrix.MatthewsCorrelation);
        double agreement = all.Count(row => row.Flag == row.Event) / n, chance = ((flags / n) * (events / n)) + ((1 - (flags / n)) * (1 - (events / n)));
        Same.Within(1e-12, (agreement - chance) / (1 - chance), matrix.Kappa);
        if (both > 0)
            Same.Within(1e-12, 5 * matrix.Precision * matrix.Recall / ((4 * matrix.Precision) + matrix.Recall), matrix.FBeta(2));
        Assert.Equal(matrix.F1, matrix.FBeta(1));
    }

    [Property(MaxTest = 300)]
    public void The_best_threshold_is_the_highest_of_the_best(ScoredRows rows, byte which, byte capacity)
    {
        BinaryEvaluation evaluation = BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights);
        ThresholdObjective objective = new[] { ThresholdObjective.F1, ThresholdObjective.FBeta(2), ThresholdObjective.Youden, ThresholdObjective.MatthewsCorrelation, ThresholdObjective.Flagged, ThresholdObjective.Value(new(5, -2, -1, 0.5)) }[which % 6];
        double maxFlagged = capacity % 3 == 0 ? double.PositiveInfinity : capacity % 40;
        var tried = rows.Scores.Append(double.PositiveInfinity).Distinct().OrderDescending().Select(evaluation.At)
            .Where(matrix => matrix.Flagged <= maxFlagged)
            .Select(matrix => (Matrix: matrix, Value: objective.ValueOf(matrix)))
            .Where(pair => !double.IsNaN(pair.Value)).ToArray();
        ThresholdChoice choice = evaluation.BestThreshold(objective, maxFlagged);
        Assert.Same(objective, choice.Objective);
        if (tried.Length == 0)
        {
            Assert.True(double.IsNaN(choice.Value) && double.IsNaN(choice.Threshold) && double.IsNaN(choice.Matrix.TruePositives));
            Assert.Contains(objective.Name, Assert.Single(choice.Findings).Message, StringComparison.Ordinal);
            return;
        }

        double best = tried.Max(pair => pair.Value);
        Assert.Equal(tried.First(pair => pair.Value == best), (choice.Matrix, choice.Value));
        Assert.Empty(choice.Findings);
    }

    [Fact]
    public void Youdens_threshold_is_that_of_the_ks_where_high_scores_are_events()
    {
        TrainingSet data = Lcg500.Rows();
        BinaryEvaluation evaluation = BinaryEvaluation.Of(new LogisticRegression().Fit(data).Score(data.Table), data.Events);
        ThresholdChoice choice = evaluation.BestThreshold(ThresholdObjective.Youden);
        Same.Within(1e-15, evaluation.KolmogorovSmirnov, choice.Value);
        Assert.Equal(evaluation.KolmogorovSmirnovThreshold, choice.Threshold);
    }

    [Fact]
    public void Equal_scores_stay_together_when_capacity_is_short()
    {
        BinaryEvaluation evaluation = BinaryEvaluation.Of([0.9, 0.8, 0.8, 0.8, 0.1], [true, true, false, false, false]);
        Assert.Equal((0.9, 1.0), (evaluation.BestThreshold(ThresholdObjective.Flagged, 3).Threshold, evaluation.BestThreshold(ThresholdObjective.Flagged, 3).Value));
        Assert.Equal((0.8, 4.0), (evaluation.ThresholdForShare(0.8).Threshold, evaluation.ThresholdForShare(0.8).Matrix.Flagged));
        Assert.Equal(double.PositiveInfinity, evaluation.ThresholdForShare(0.1).Threshold);
        Assert.Equal(0.1, evaluation.ThresholdForShare(1).Threshold);
        Assert.Equal(0, evaluation.BestThreshold(ThresholdObjective.Flagged, 0).Matrix.Flagged);
        Assert.Equal((0.0, 0.0), (evaluation.BestThreshold(ThresholdObjective.Value(new(-1, -1))).Value, evaluation.BestThreshold(ThresholdObjective.Value(new(-1, -1))).Matrix.Flagged));
    }

    /// <summary>With calibrated probabilities the rows above cost / value are those that are worth a contact.</summary>
    [Fact]
    public void The_break_even_of_a_contact_is_its_cost_over_its_value()
    {
        DecisionValues contact = DecisionValues.OfContact(value: 40, cost: 5);
        Assert.Equal((0.125, 35.0, -5.0), (contact.BreakEven, contact.TruePositive, contact.FalsePositive));
        Assert.Equal(0.2, new DecisionValues(0, -1, -4, 0).BreakEven);
        Assert.True(double.IsNaN(new DecisionValues(1, 1).BreakEven) && double.IsNaN(new DecisionValues(-1, -1).BreakEven));

        // Eight groups of 800 rows whose event rates are their scores.
        double[] scores = [.. Enumerable.Range(0, 6400).Select(i => ((i / 800) + 1) / 10.0)];
        bool[] events = [.. scores.Select((score, i) => i % 800 < Math.Round(800 * score))];
        BinaryEvaluation evaluation = BinaryEvaluation.Of(scores, events);
        Assert.Equal(0.2, evaluation.BestThreshold(ThresholdObjective.Value(contact)).Threshold);
        Assert.Equal(0.4, evaluation.BestThreshold(ThresholdObjective.Value(new(0, -1, -2, 0))).Threshold);
        Assert.Equal((35 * 2.0) - (5 * 3) + 7, new DecisionValues(35, -5, 0, 1).Of(new(0.5, 2, 3, 4, 7)));
    }

    [Fact]
    public void Edge_cases_have_their_answers()
    {
        ThresholdChoice none = BinaryEvaluation.Of([], []).BestThreshold(ThresholdObjective.F1);
        Assert.Contains("no row has weight", Assert.Single(none.Findings).Message, StringComparison.Ordinal);
        Assert.True(double.IsNaN(BinaryEvaluation.Of([0.2, 0.3], [true, true]).BestThreshold(ThresholdObjective.Youden).Value));

        // A score of +∞ reaches every threshold: nobody cannot be flagged.
        Assert.Equal(1, BinaryEvaluation.Of([double.PositiveInfinity, 0], [false, true]).BestThreshold(ThresholdObjective.Of("few", matrix => -matrix.Flagged)).Matrix.Flagged);
        ConfusionMatrix empty = BinaryEvaluation.Of([], []).At(0.5);
        Assert.True(double.IsNaN(empty.Kappa) && double.IsNaN(empty.FlaggedShare) && double.IsNaN(empty.MatthewsCorrelation) && double.IsNaN(empty.FBeta(3)));
    }

    [Fact]
    public void Bad_arguments_are_errors()
    {
        BinaryEvaluation evaluation = BinaryEvaluation.Of([0.2, 0.3], [true, false]);
        Assert.Throws<ArgumentOutOfRangeException>(() => evaluation.BestThreshold(ThresholdObjective.F1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => evaluation.BestThreshold(ThresholdObjective.F1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => evaluation.ThresholdForShare(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ThresholdObjective.FBeta(0));
        Assert.Throws<ArgumentException>(() => ThresholdObjective.Of(" ", matrix => matrix.F1));
        Assert.Throws<ArgumentNullException>(() => evaluation.BestThreshold(null!));
    }

    private static void Agree(double[] expected, ConfusionMatrix matrix) =>
        Same.Within(1e-12, expected, [matrix.Accuracy, matrix.Precision, matrix.Recall, matrix.F1, matrix.FBeta(2), matrix.MatthewsCorrelation, matrix.BalancedAccuracy, matrix.Kappa]);
}
