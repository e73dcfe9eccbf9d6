using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Scoring;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/evaluation.md, compiled and run; its first example is in <see cref="DocsSnippets"/>.</summary>
public class EvaluationSnippets
{
    [Fact]
    public void Evaluation_page()
    {
        (double[] tenure, string?[] contract, bool[] churned) = Customers.Subscribers();
        TrainingSet all = TrainingSet.Create(Table.Create(Column.Numeric("tenure_months", tenure), Column.Category("contract", contract)), churned);
        (TrainingSet train, TrainingSet test) = all.Split(0.3, 1);
        double[] scores = new ScorecardRecipe().Fit(train).Score(test.Table);
        double[] plain = new ScorecardRecipe().Fit(train.WithTable(train.Table.Select("tenure_months"))).Score(test.Table);
        BinaryEvaluation evaluation = BinaryEvaluation.Of(scores, test.Events);

        #region evaluation-summary
        Console.WriteLine(evaluation.ToText());                 // all measures, with intervals where there are any
        Console.WriteLine(evaluation.Gains().ToText());         // tenths from the highest scores down
        ConfidenceInterval auc = evaluation.AucInterval(0.95);
        Console.WriteLine($"AUC {evaluation.Auc:F3}, between {auc.Lower:F3} and {auc.Upper:F3}");
        #endregion

        #region evaluation-compare
        AucComparison comparison = AucComparison.Of(scores, plain, test.Events);
        Console.WriteLine($"better by {comparison.Difference:F3} ± {comparison.StandardError:F3}, P = {comparison.PValue:G2}");
        #endregion

        #region evaluation-threshold
        DecisionValues call = DecisionValues.OfContact(value: 60, cost: 12);
        double breakEven = call.BreakEven;                                                   // 0.2, for calibrated probabilities
        ThresholdChoice best = evaluation.BestThreshold(ThresholdObjective.Value(call));     // whatever the probabilities are
        ThresholdChoice few = evaluation.BestThreshold(ThresholdObjective.Value(call), maxFlagged: 100);
        ThresholdChoice f1 = evaluation.BestThreshold(ThresholdObjective.F1);
        Console.WriteLine($"from {best.Threshold:F3} on {best.Matrix.Flagged} calls are worth {best.Value}");
        #endregion

        #region evaluation-calibration
        CalibrationDiagnostics calibration = evaluation.DiagnoseCalibration();
        Console.WriteLine($"slope {calibration.Slope:F2}, in the large {calibration.InTheLarge:F2}, observed / expected {calibration.ObservedToExpected:F2}");
        BrierDecomposition parts = evaluation.DecomposeBrier(bins: 10);
        Console.WriteLine($"Brier {parts.Brier:F4} = {parts.Reliability:F4} - {parts.Resolution:F4} + {parts.Uncertainty:F4} + {parts.Remainder:F4}");
        double error = evaluation.CalibrationErrorOfEqualMass(bins: 10);
        HosmerLemeshowTest fit = evaluation.HosmerLemeshow(groups: 10);
        #endregion

        int[] points = [.. scores.Select(score => (int)(1000 * score))];
        bool[] events = test.Events.ToArray();

        #region evaluation-ranks
        RankMeasures ranks = RankMeasures.Of(points, events);       // also doubles and floats
        Console.WriteLine($"AUC {ranks.Auc:F4}, KS {ranks.KolmogorovSmirnov:F4}");
        IReadOnlyList<RocPoint> roc = evaluation.RocCurve();        // every distinct threshold, nothing sampled
        IReadOnlyList<PrecisionRecallPoint> curve = evaluation.PrecisionRecallCurve();
        IReadOnlyList<GainsPoint> gains = evaluation.GainsCurve();
        #endregion

        Assert.InRange(evaluation.Auc, auc.Lower, auc.Upper);
        Assert.True(comparison.Difference > 0 && comparison.PValue < 0.5);
        Assert.Equal(0.2, breakEven);
        Assert.True(best.Value >= call.Of(evaluation.At(breakEven)) && few.Matrix.Flagged <= 100 && f1.Value > 0);
        Assert.InRange(fit.PValue, 0, 1);
        Assert.Equal(evaluation.Brier, parts.Brier, 1e-12);
        Assert.InRange(error, 0, 0.2);
        Assert.Equal(evaluation.Auc, ranks.Auc, 0.01);
        Assert.Equal(roc.Count, curve.Count + 1);
        Assert.Equal(roc.Count, gains.Count);
    }
}
