using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Scoring;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/scoring.md for services.</summary>
public class RecordSnippets
{
    private enum Contract
    {
        Unknown,
        Monthly,
        OneYear,
        TwoYears,
    }

    private sealed record Subscriber(int? TenureMonths, Contract Contract);

    [Fact]
    public void Scoring_page_in_a_service()
    {
        (double[] tenure, string?[] contracts, bool[] churned) = Customers.Subscribers();
        Scorecard scorecard = new ScorecardRecipe().Fit(TrainingSet.Create(Table.Create(Column.Numeric("tenure_months", tenure), Column.Category("contract", contracts)), churned));

        #region scoring-records
        RowScorer<Subscriber> scorer = scorecard.ForRecords<Subscriber>(map => map
            .Numeric("tenure_months", subscriber => subscriber.TenureMonths)    // int? here: null is missing, as NaN is
            .Category("contract", subscriber => subscriber.Contract switch      // an enum may be given as it is where its names are the categories
            {
                Contract.Monthly => "Month-to-month",
                Contract.OneYear => "One year",
                Contract.TwoYears => "Two year",
                _ => null,
            }));

        var subscriber = new Subscriber(TenureMonths: 30, Contract.OneYear);
        double risk = scorer.Score(subscriber);                 // the same bits as in a table
        Span<double> contributions = stackalloc double[scorecard.Columns.Count];
        double logOdds = scorer.Contributions(subscriber, contributions);       // with the baseline they add up to the log-odds
        Contribution why = scorer.Explain(subscriber).Top(0, 1)[0];             // with names and bins, for people
        #endregion

        #region scoring-doubles
        var contract = (CategoryBinning)scorecard.Columns.Single(column => column.Name == "contract").Binning;
        double[] values = [.. scorecard.Columns.Select(column => column.Name switch
        {
            "tenure_months" => 30,                              // NaN is missing
            _ => contract.FindBin("One year"),                  // a category is the index of its bin
        })];
        double same = scorecard.Score(values);
        #endregion

        Assert.Equal(risk, same);
        Assert.Equal(risk, scorecard.Score(scorecard.ToRow(("contract", "One year"), ("tenure_months", 30))));
        Assert.Equal(logOdds, scorecard.Baseline + contributions.ToArray().Sum());
        Assert.Contains(why.LogOdds, contributions.ToArray());
        Assert.Equal(scorecard.Score(scorecard.ToRow(("contract", Cell.Missing), ("tenure_months", Cell.Missing))), scorer.Score(new(null, Contract.Unknown)));
    }
}
