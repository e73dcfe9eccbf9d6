using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Models.Calibration;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;
using RetentionTags.Selection;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

public class BinnedRowsTests : PropertyTests
{
    [Property(MaxTest = 30)]
    public void Bins_and_rows_elsewhere_give_the_card_of_the_rows(int seed)
    {
        TrainingSet data = SampleData.Customers(900, seed, missing: true);
        var recipe = new ScorecardRecipe { MinInformationValue = seed % 2 == 0 ? 0.02 : 0, RequirePositiveCoefficients = seed % 3 != 0 };
        Scorecard expected = recipe.Fit(data), actual = recipe.Fit(recipe.Binning.Fit(data), new Elsewhere(data));
        Same.Bits(expected.Score(data.Table), actual.Score(data.Table));
        Assert.Equal(expected.Findings, actual.Findings);
        Assert.Equal(expected.Recipe, actual.Recipe);
    }

    [Fact]
    public void What_needs_the_rows_is_refused()
    {
        TrainingSet data = SampleData.Customers(300);
        BinningModel bins = new OptimalBinning().Fit(data);
        ScorecardRecipe[] recipes =
            [new() { Selection = new SelectionFunnel() }, new() { Calibration = new PlattScaling() }, new() { Coding = ScorecardCoding.BinIndicators }, new() { CrossFitting = CrossFitting.Always }];
        Assert.All(recipes, recipe => Assert.Contains("needs the rows", Assert.Throws<InvalidOperationException>(() => recipe.Fit(bins, new Elsewhere(data))).Message, StringComparison.Ordinal));
    }

    private sealed class Elsewhere(TrainingSet data) : IBinnedRows
    {
        public double EventRate => data.EventRate;

        public LogisticModel FitOnEvidence(LogisticRegression regression, IReadOnlyList<ColumnBinning> columns, LogisticModel? start, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
        {
            TrainingSet coded = data.WithTable(Table.Create([.. columns.Select(column =>
            {
                var woe = new double[data.RowCount];
                column.ToWoe(data.Table[column.ColumnName], woe);
                return Column.Numeric(column.ColumnName, woe);
            })]));
            return start is null ? regression.Fit(coded, progress, cancellationToken) : regression.Fit(coded, start, progress, cancellationToken);
        }
    }
}
