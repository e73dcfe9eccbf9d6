using RetentionTags.Data;
using RetentionTags.Scoring;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/scoring.md on batches, compiled and run.</summary>
public class BatchScoringSnippets
{
    [Fact]
    public void Batches()
    {
        (double[] tenure, string?[] contract, bool[] churned) = Customers.Subscribers();
        Table table = Table.Create(Column.Numeric("tenure_months", tenure), Column.Category("contract", contract));
        Scorecard scorecard = new ScorecardRecipe().Fit(TrainingSet.Create(table, churned));
        var probabilities = new double[table.RowCount];
        Table today = table;

        #region scoring-bind
        BoundScorecard bound = scorecard.Bind(table);           // finds and checks the columns, once
        bound.Score(today, probabilities);                      // any table of the same columns: no look-ups, no allocation
        bound.Score(today, probabilities, maxThreads: 0);       // on all processors; the same bits
        #endregion

        Assert.Equal(scorecard.Score(table), probabilities);

        double[] tenureValues = tenure;
        int[] contractCodes = table.Category("contract").Codes.ToArray();
        byte[] tenureValidity = Enumerable.Repeat((byte)0xFF, (tenure.Length + 7) / 8).ToArray();

        #region scoring-raw
        // scorecard.Columns says which columns, and in which order: here tenure_months, contract.
        ScoringInput[] inputs =
        [
            ScoringInput.Numbers(tenureValues, tenureValidity),     // Arrow's validity bits, if there are any
            ScoringInput.Categories(contractCodes),                 // indices into the levels of the table that was bound
        ];
        bound.Score(inputs, probabilities);
        #endregion

        Assert.Equal(["tenure_months", "contract"], scorecard.Columns.Select(column => column.Name));
        Assert.Equal(scorecard.Score(table), probabilities);

        #region scoring-bins
        var bins = new byte[table.RowCount];
        scorecard.Columns[0].Binning.ToBins(table["tenure_months"], bins);      // an eighth of the memory
        bound.Score([ScoringInput.Bins(bins), ScoringInput.Categories(contractCodes)], probabilities);
        #endregion

        Assert.Equal(scorecard.Score(table), probabilities);

        #region scoring-contributions
        var contributions = new double[scorecard.Columns.Count * table.RowCount];
        scorecard.Contributions(table, contributions);          // column by column: column c of row r is at c · rows + r
        double logOdds = scorecard.Baseline + contributions[0] + contributions[table.RowCount];     // row 0 of two columns
        #endregion

        Assert.Equal(scorecard.LogOdds(table)[0], logOdds);
    }
}
