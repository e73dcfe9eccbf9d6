using RetentionTags.Data;
using RetentionTags.Scoring;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code on points of docs/scoring.md, compiled and run.</summary>
public class PointsSnippets
{
    [Fact]
    public void Points()
    {
        (double[] tenure, string?[] contract, bool[] churned) = Customers.Subscribers();
        Table table = Table.Create(Column.Numeric("tenure_months", tenure), Column.Category("contract", contract));
        Scorecard scorecard = new ScorecardRecipe().Fit(TrainingSet.Create(table, churned));

        #region scoring-points
        Scorecard whole = scorecard.WithPoints(new PointScale { RoundTo = 1, Direction = PointsDirection.HigherIsLessLikely, BasePlacement = BasePlacement.LowestIsZero });
        Console.WriteLine(whole.ToText(TableFormat.Markdown));   // column, bin, WOE, coefficient, log-odds, points
        double wholePoints = whole.Points(table)[0];             // the sum of the card's whole numbers
        PointsCard card = whole.PointsCard;
        Console.WriteLine($"{card.Lowest} to {card.Highest}, at most {card.LargestError:F2} points off, {card.LargestLogOddsError:F3} in log-odds");
        double[] scale = scorecard.WithPoints(new PointScale { Range = new PointsRange(300, 850), RoundTo = 1 }).Points(table);
        #endregion

        Assert.Equal(Math.Round(wholePoints), wholePoints);
        Assert.All(scale, points => Assert.InRange(points, 300, 850));
    }
}
