using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Models.Linear;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Evaluation;

public class ScoreCurvesTests : PropertyTests
{
    [Fact]
    public void Groups_that_divide_the_rows_end_at_rows_and_hold_whole_events()
    {
        foreach (int groups in (int[])[7, 10, 20, 49, 100])
        {
            bool[] events = [.. Enumerable.Range(0, 6 * groups).Select(row => row % 5 < 2)];
            IReadOnlyList<GainsGroup> table = BinaryEvaluation.Of([.. Enumerable.Range(0, events.Length).Select(row => (double)-row)], events).Gains(groups).Groups;
            for (int i = 0; i < groups; i++)
                Assert.Equal((-(6 * (i + 1)) + 1, events.AsSpan(6 * i, 6).Count(true)), (table[i].Threshold, table[i].Events));
        }
    }

    private static readonly double[] Shares = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5];

    /// <summary>models.md section 9.1: scikit-learn 1.2.1 for both areas, and gains by interpolation in NumPy 1.24.2.</summary>
    [Fact]
    public void Equals_scikit_learn_on_lcg500()
    {
        TrainingSet data = Lcg500.Rows(), one = data.WithTable(data.Table.Select("x0"));
        double[] full = new LogisticRegression().Fit(data).Score(data.Table), x0 = new LogisticRegression().Fit(one).Score(one.Table);
        Agree(0.6594022810285036, 0.6575819822581814, [0.019417475728155338, 0.09223300970873786, 0.18446601941747573, 0.3592233009708738, 0.5048543689320388, 0.6262135922330098, 0.7087378640776699], BinaryEvaluation.Of(full, data.Events));
        Agree(0.5543629583329746, 0.5896709037968411, [0.014860313057261739, 0.0743015652863087, 0.14840499306518723, 0.2880919358034476, 0.44902912621359226, 0.57, 0.6710318356288102], BinaryEvaluation.Of(x0, data.Events));
        BinaryEvaluation weighted = BinaryEvaluation.Of(full, data.Events, Lcg500.Weights), weightedOne = BinaryEvaluation.Of(x0, data.Events, Lcg500.Weights);
        Same.Within(1e-11, [0.6626565812229045, 0.66036342760604, 0.5609777033952821, 0.5947760514060549], [weighted.AveragePrecision, weighted.PrecisionRecallArea, weightedOne.AveragePrecision, weightedOne.PrecisionRecallArea]);
        Same.Within(1e-11, [1.9417475728155338, 1.8446601941747571], [BinaryEvaluation.Of(full, data.Events).LiftAt(0.01), BinaryEvaluation.Of(full, data.Events).LiftAt(0.1)]);
    }

    /// <summary>models.md sections 9.2 and 9.6, the same programs.</summary>
    [DataFact]
    public void Equals_scikit_learn_on_telco_and_bank_marketing()
    {
        TrainingSet telco = RealData.TelcoDesign(), tenure = telco.WithTable(telco.Table.Select("tenure"));
        Agree(0.6161666772754717, 0.6158752063828180, [0.03393793472445158, 0.13972712680577848, 0.26928838951310863, 0.48368111289459603, 0.6286784376672017, 0.7700374531835207, 0.8657035848047084], Evaluate(telco));
        Agree(0.4837368870121712, 0.4251781715562825, [0.019711494400351928, 0.11315120839104931, 0.22552144453286935, 0.40538936718712, 0.5421391758470411, 0.6610946578346484, 0.7485843588371678], Evaluate(tenure));
        TrainingSet bank = RealData.BankNumbers();
        Agree(0.18530630538419365, 0.18511147837206532, [0.020818680279826057, 0.09982983550765741, 0.18737001323501606, 0.37474002647003213, 0.4959349593495935, 0.5815844204953677, 0.6598600869729627], Evaluate(bank), areaTolerance: 1e-9);
        double[] weights = [.. Enumerable.Range(0, bank.RowCount).Select(i => 1.0 + (i % 3))];
        BinaryEvaluation weighted = BinaryEvaluation.Of(new LogisticRegression().Fit(TrainingSet.Create(bank.Table, bank.Events, weights)).Score(bank.Table), bank.Events, weights);
        Same.Within(1e-10, [0.6369086366749294, 0.22294692287872042, 0.18589879294102313, 0.18569387508126434, 0.3509951274147889, 0.10125545191280844], [weighted.Auc, weighted.KolmogorovSmirnov, weighted.AveragePrecision, weighted.PrecisionRecallArea, weighted.LogLoss, weighted.Brier]);

        static BinaryEvaluation Evaluate(TrainingSet data) => BinaryEvaluation.Of(new LogisticRegression().Fit(data).Score(data.Table), data.Events);
    }

    [Property(MaxTest = 200)]
    public void Curves_pass_through_every_distinct_threshold(ScoredRows rows)
    {
        BinaryEvaluation evaluation = BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights);
        double[] thresholds = [.. rows.Scores.Distinct().OrderDescending()];
        ConfusionMatrix[] at = [.. thresholds.Select(evaluation.At)];
        Assert.Equal([new(double.PositiveInfinity, 0, 0), .. at.Select(matrix => new RocPoint(matrix.Threshold, matrix.FalsePositiveRate, matrix.Recall))], evaluation.RocCurve());
        Assert.Equal([.. at.Select(matrix => new PrecisionRecallPoint(matrix.Threshold, matrix.Recall, matrix.Precision))], evaluation.PrecisionRecallCurve());
        Assert.Equal([new(double.PositiveInfinity, 0, 0), .. at.Select(matrix => new GainsPoint(matrix.Threshold, matrix.FlaggedShare, matrix.Recall))], evaluation.GainsCurve());
    }

    [Property(MaxTest = 200)]
    public void Areas_are_what_they_are_called(ScoredRows rows)
    {
        BinaryEvaluation evaluation = BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights);
        double rate = evaluation.EventRate;
        Same.Within(1e-12, evaluation.Auc, Trapezoids(evaluation.RocCurve().Select(point => (point.FalsePositiveRate, point.TruePositiveRate))));
        Same.Within(1e-12, evaluation.Auc, (Trapezoids(evaluation.GainsCurve().Select(point => (point.Share, point.Gain))) - (rate / 2)) / (1 - rate));
        IReadOnlyList<PrecisionRecallPoint> curve = evaluation.PrecisionRecallCurve();
        Same.Within(1e-12, evaluation.PrecisionRecallArea, Trapezoids(curve.Select(point => (point.Recall, point.Precision)).Prepend((0, 1))));

        // Each event's precision at its own score, averaged.
        ScoredRows all = rows.Replicated;
        double precision = all.Rows.Where(row => row.IsEvent).Average(row => all.Rows.Where(other => other.Score >= row.Score).Average(other => other.IsEvent ? 1.0 : 0));
        Same.Within(1e-12, [precision, precision / rate], [evaluation.AveragePrecision, evaluation.AveragePrecisionLift]);

        static double Trapezoids(IEnumerable<(double X, double Y)> points) => points.Zip(points.Skip(1)).Sum(pair => (pair.Second.X - pair.First.X) * (pair.Second.Y + pair.First.Y) / 2);
    }

    [Property(MaxTest = 200)]
    public void Gains_take_equal_scores_pro_rata(ScoredRows rows, byte part)
    {
        double share = part / 255.0, wanted = share * rows.Weights.Sum(), events = 0;
        foreach (var group in rows.Rows.GroupBy(row => row.Score).OrderByDescending(group => group.Key))
        {
            double weight = group.Sum(row => row.Weight), taken = Math.Min(weight, Math.Max(wanted, 0));
            events += taken / weight * group.Where(row => row.IsEvent).Sum(row => row.Weight);
            wanted -= weight;
        }

        BinaryEvaluation evaluation = BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights);
        double gain = events / rows.Rows.Where(row => row.IsEvent).Sum(row => row.Weight);
        Same.Within(1e-12, gain, evaluation.GainAt(share));
        if (share > 0)
            Same.Within(1e-12, gain / share, evaluation.LiftAt(share));
        ScoredRows replicated = rows.Replicated;
        Same.Bits([evaluation.GainAt(share), evaluation.AveragePrecision], [BinaryEvaluation.Of(replicated.Scores, replicated.Events).GainAt(share), BinaryEvaluation.Of(replicated.Scores, replicated.Events).AveragePrecision]);
    }

    [Property(MaxTest = 200)]
    public void Groups_of_gains_hold_every_event_once(ScoredRows rows, byte number)
    {
        int groups = 1 + (number % 12);
        BinaryEvaluation evaluation = BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights);
        IReadOnlyList<GainsGroup> table = evaluation.Gains(groups).Groups;
        double total = rows.Weights.Sum(), events = total * evaluation.EventRate;
        Assert.Equal(groups, table.Count);
        Same.Within(1e-9, [total, events, 1, 1, 0], [table.Sum(group => group.Count), table.Sum(group => group.Events), table[^1].CumulativeGain, table[^1].CumulativeLift, table[^1].KolmogorovSmirnov]);
        for (int i = 0; i < groups; i++)
        {
            double share = (i + 1.0) / groups, gain = evaluation.GainAt(share), before = i == 0 ? 0 : evaluation.GainAt((double)i / groups);
            GainsGroup group = table[i];
            Same.Within(1e-12, [share, gain, gain / share, (gain - before) * groups], [group.CumulativeShare, group.CumulativeGain, group.CumulativeLift, group.Lift]);
            Same.Within(1e-12, [group.Lift * evaluation.EventRate], [group.EventRate]);
            Same.Within(1e-12, gain - (((share * total) - (gain * events)) / (total - events)), group.KolmogorovSmirnov);
        }
    }

    [Fact]
    public void A_table_of_gains_has_a_text()
    {
        BinaryEvaluation evaluation = BinaryEvaluation.Of([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2], [true, true, false, true, false, false, false, false]);
        Assert.Equal(
            """
                Top  Down to score  Count  Events  Event rate  Lift  Cumulative gain  Cumulative lift      KS
            -------  -------------  -----  ------  ----------  ----  ---------------  ---------------  ------
             25.0 %         0.8000      2       2     100.0 %  2.67           66.7 %             2.67  0.6667
             50.0 %         0.6000      2       1      50.0 %  1.33          100.0 %             2.00  0.8000
             75.0 %         0.4000      2       0       0.0 %  0.00          100.0 %             1.33  0.4000
            100.0 %         0.2000      2       0       0.0 %  0.00          100.0 %             1.00  0.0000

            """,
            evaluation.Gains(4).ToText());
    }

    [Fact]
    public void Edge_cases_have_their_answers()
    {
        BinaryEvaluation none = BinaryEvaluation.Of([], []), events = BinaryEvaluation.Of([0.1, 0.2], [true, true]), rest = BinaryEvaluation.Of([0.1, 0.2], [false, false]), same = BinaryEvaluation.Of([0.5, 0.5, 0.5, 0.5], [true, false, false, false]);
        Assert.True(double.IsNaN(none.AveragePrecision) && double.IsNaN(none.GainAt(0.5)) && double.IsNaN(none.Gains().Groups[0].EventRate) && double.IsNaN(rest.AveragePrecision) && double.IsNaN(rest.PrecisionRecallArea));
        Assert.Single(none.RocCurve());
        Assert.Empty(none.PrecisionRecallCurve());
        Assert.Equal((1.0, 0.5), (events.AveragePrecision, events.GainAt(0.5)));
        Assert.True(double.IsNaN(events.RocCurve()[1].FalsePositiveRate));
        Assert.Equal((0.25, 0.3, 1.0), (same.AveragePrecision, Math.Round(same.GainAt(0.3), 12), same.AveragePrecisionLift));
        Assert.Throws<ArgumentOutOfRangeException>(() => same.GainAt(30));
        Assert.Throws<ArgumentOutOfRangeException>(() => same.Gains(0));
    }

    private static void Agree(double averagePrecision, double area, double[] gains, BinaryEvaluation evaluation, double areaTolerance = 1e-11)
    {
        Same.Within(1e-11, averagePrecision, evaluation.AveragePrecision);
        Same.Within(areaTolerance, area, evaluation.PrecisionRecallArea);
        Same.Within(1e-11, gains, Shares.Select(evaluation.GainAt));
    }
}
