using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Explanations;

public class ReportTests
{
    private static readonly TrainingSet Data = SampleData.Customers(1000, missing: true);

    private static readonly Scorecard Card = new ScorecardRecipe().Fit(Data);

    [Fact]
    public void Importance_is_the_mean_size_of_contributions()
    {
        ScoreExplanations why = Card.Explain(Data.Table);
        double[] weights = [.. Enumerable.Range(0, Data.RowCount).Select(row => row % 3 + 0.5)];
        ImportanceReport report = ImportanceReport.Of(why, weights);
        Assert.Equal(report.Columns.OrderByDescending(column => column.MeanAbsolute), report.Columns);
        Same.Within(1e-12, 1, report.Columns.Sum(column => column.Share));
        foreach (ColumnImportance importance in report.Columns)
        {
            int column = why.ColumnNames.ToList().IndexOf(importance.ColumnName);
            Same.Within(1e-12, Enumerable.Range(0, Data.RowCount).Sum(row => weights[row] * Math.Abs(why[row][column])) / weights.Sum(), importance.MeanAbsolute);
            Same.Within(1e-12, Enumerable.Range(0, Data.RowCount).Sum(row => weights[row] * why[row][column]) / weights.Sum(), importance.Mean);
        }

        // Against the training rows themselves nothing is left in the mean but the rounding to the grid.
        Assert.All(ImportanceReport.Of(why).Columns, column => Same.Within(1e-7, 0, column.Mean));
        string[] lines = report.ToText(TableFormat.Csv).Split('\n');
        Assert.Equal("Column,Mean |contribution|,Mean contribution,Share", lines[0]);
        Assert.StartsWith(report.Columns[0].ColumnName + ",", lines[1], StringComparison.Ordinal);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => ImportanceReport.Of(Card.Explain(Data.Table.Rows([])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tiers_differ_by_the_mean_contributions_of_their_rows()
    {
        double[] risk = Card.Score(Data.Table), logOdds = Card.LogOdds(Data.Table);
        TierScheme scheme = TierScheme.FromThresholds([("never", 1.5), ("high", 0.5), ("middle", 0.3)], "low");
        GroupContributions report = Card.ContributionsByTier(Data.Table, scheme);
        ScoreExplanations why = Card.Explain(Data.Table);
        Assert.Equal(["never", "high", "middle", "low"], report.GroupNames);
        Assert.All(report[0].ToArray(), mean => Assert.True(double.IsNaN(mean)));
        for (int tier = 1; tier < 4; tier++)
        {
            int[] rows = [.. Enumerable.Range(0, risk.Length).Where(row => scheme[risk[row]].Rank == tier)];
            Assert.Equal(rows.Length, report.GroupWeights[tier]);
            Same.Within(1e-10, Enumerable.Range(0, why.ColumnNames.Count).Select(column => rows.Average(row => why[row][column])), report[tier].ToArray());
            Same.Within(1e-10, rows.Average(row => logOdds[row]), report.Baseline + report[tier].ToArray().Sum());
        }

        string text = report.ToText();
        Assert.Contains("all rows", text, StringComparison.Ordinal);
        Assert.Contains("share of rows", text, StringComparison.Ordinal);
        Assert.Equal(why.ColumnNames.Count + 4, text.Split('\n').Length - 1);
        Assert.Contains("Row 0 is in group 7", Assert.Throws<ArgumentException>(() => GroupContributions.Of(why, ["a"], [.. Enumerable.Repeat(7, why.RowCount)])).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => GroupContributions.Of(why, ["a", "a"], new int[why.RowCount])).Message, StringComparison.Ordinal);
    }
}
