using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Evaluation.Validation;

public class SegmentEvaluationTests : PropertyTests
{
    [Property(MaxTest = 150)]
    public void Each_segment_is_the_evaluation_of_its_rows(ScoredRows rows)
    {
        string?[] names = ["b", "a", null, "c"], segments = [.. rows.Rows.Select((_, row) => names[row % 4])];
        SegmentEvaluation evaluation = SegmentEvaluation.Of(rows.Scores, rows.Events, segments, rows.Weights);
        Assert.Equal(segments.Distinct().OrderBy(name => name is null).ThenBy(name => name, StringComparer.Ordinal), evaluation.Segments.Select(segment => segment.Name));
        Assert.Equal(rows.Weights.Sum(), evaluation.Overall.TotalWeight);
        foreach (EvaluatedSegment segment in evaluation.Segments)
        {
            var own = rows.Rows.Where((_, row) => segments[row] == segment.Name).ToArray();
            BinaryEvaluation expected = BinaryEvaluation.Of([.. own.Select(row => row.Score)], [.. own.Select(row => row.IsEvent)], [.. own.Select(row => row.Weight)]);
            Assert.Equal((expected.Auc, expected.LogLoss, expected.Brier, expected.TotalWeight, expected.RowCount), (segment.Evaluation.Auc, segment.Evaluation.LogLoss, segment.Evaluation.Brier, segment.Evaluation.TotalWeight, segment.Evaluation.RowCount));
            double observed = own.Sum(row => row.IsEvent ? row.Weight : 0), predicted = own.Sum(row => row.Weight * row.Score);
            if (predicted > 0)
                Same.Within(1e-12, observed / predicted, segment.Calibration.ObservedToExpected);
            else
                Assert.Equal(observed / predicted, segment.Calibration.ObservedToExpected);
        }
    }

    [Fact]
    public void What_is_not_defined_is_a_dash_and_has_a_reason()
    {
        CategoryColumn plan = Column.Category("plan", new[] { 0, 0, 0, 0, 2, 2, -1 }, ["basic", "nobody", "gold"]);
        SegmentEvaluation evaluation = SegmentEvaluation.Of([0.1, 0.2, 0.3, 0.4, 0.2, 0.2, 0.5], [false, true, false, true, false, false, true], plan);
        Assert.Equal(["basic", "gold", null], evaluation.Segments.Select(segment => segment.Name));
        Assert.Equal(double.NaN, evaluation.Segments[1].Evaluation.Auc);
        Assert.Contains(evaluation.Segments[1].Evaluation.Findings, finding => finding.Code == FindingCodes.UndefinedMeasure);
        string[] lines = evaluation.ToText(TableFormat.Csv).Split('\n');
        Assert.Equal("Segment,Count,Event rate,AUC,95 % from,95 % to,KS,Log-loss,Brier,Observed / expected", lines[0]);
        Assert.StartsWith("gold,2,0,,,,,", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("(missing),1,1,", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("(all),7,", lines[4], StringComparison.Ordinal);
        Assert.Equal(2 / 1.0, evaluation.Segments[0].Calibration.ObservedToExpected, 1e-12);
    }

    [Fact]
    public void Lengths_match_and_names_are_few()
    {
        Assert.Contains("column 'segment' has 1 rows", Assert.Throws<ArgumentException>(() => SegmentEvaluation.Of([0.1, 0.2], [true, false], ["a"])).Message, StringComparison.Ordinal);
        Assert.Contains("10001 categories", Assert.Throws<ArgumentException>(() => SegmentEvaluation.Of(new double[10_001], new bool[10_001], Enumerable.Range(0, 10_001).Select(row => $"{row}"))).Message, StringComparison.Ordinal);
    }
}
