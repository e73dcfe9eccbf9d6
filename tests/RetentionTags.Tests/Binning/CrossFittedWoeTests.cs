using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Numerics;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

public class CrossFittedWoeTests
{
    [Fact]
    public void Each_row_is_transformed_by_bins_fitted_without_its_fold()
    {
        TrainingSet data = SampleData.Customers(1000, missing: true);
        var recipe = new OptimalBinning();
        CrossFittedWoe crossFitted = CrossFittedWoe.Of(recipe, data, folds: 4);
        Assert.Equal(recipe.Fit(data)["usage"].ToText(), crossFitted.Model["usage"].ToText());
        int[] folds = crossFitted.Folds.ToArray();
        for (int fold = 0; fold < 4; fold++)
        {
            int[] outside = [.. Enumerable.Range(0, 1000).Where(row => folds[row] != fold)];
            Assert.InRange(outside.Length, 748, 752);
            BinningModel model = recipe.Fit(data.Rows(outside));
            foreach (Column column in crossFitted.Woe.Columns)
            {
                var woe = new double[1000];
                model[column.Name].ToWoe(data.Table[column.Name], woe);
                for (int row = 0; row < 1000; row++)
                {
                    if (folds[row] == fold)
                        Assert.Equal(woe[row], ((NumericColumn)column).Values[row]);
                }
            }
        }
    }

    [Fact]
    public void The_order_of_rows_does_not_matter()
    {
        TrainingSet data = SampleData.Customers(600);
        int[] order = [.. Enumerable.Range(0, 600)];
        new SplitMix64(5).Shuffle(order);
        double[] woe = CrossFittedWoe.Of(new OptimalBinning(), data).Woe.Numeric("usage").Values.ToArray();
        double[] other = CrossFittedWoe.Of(new OptimalBinning(), data.Rows(order)).Woe.Numeric("usage").Values.ToArray();
        Same.Bits([.. order.Select(row => woe[row])], other);
    }

    [Fact]
    public void Weights_are_part_of_what_a_row_says()
    {
        // Rows alike but for weight must not change folds with their order; rows of weight 0 must not change anything.
        var random = new SplitMix64(4);
        int rows = 3000;
        string[] names = [.. Enumerable.Range(0, rows).Select(_ => $"s{random.Next(60)}")];
        double[] weights = [.. Enumerable.Range(0, rows).Select(_ => (double)(1 + random.Next(19)))];
        bool[] events = [.. Enumerable.Range(0, rows).Select(_ => random.Next(3) == 0)];
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Category("shop", names)), events, weights);
        int[] order = [.. Enumerable.Range(0, rows)];
        random.Shuffle(order);
        var card = new ScorecardRecipe { RequirePositiveCoefficients = false, MinInformationValue = 0 };
        Same.Within(1e-12, card.Fit(data).Columns[0].Coefficient.Value, card.Fit(data.Rows(order)).Columns[0].Coefficient.Value);

        int[] more = [.. Enumerable.Range(0, rows + 200).Select(i => i < rows ? i : i - rows)];
        TrainingSet padded = TrainingSet.Create(data.Table.Rows(more), [.. more.Select(row => events[row])], [.. more.Select((row, i) => i < rows ? weights[row] : 0)]);
        double[] woe = CrossFittedWoe.Of(new OptimalBinning(), data).Woe.Numeric("shop").Values.ToArray();
        Same.Bits(woe, CrossFittedWoe.Of(new OptimalBinning(), padded).Woe.Numeric("shop").Values[..rows]);
    }

    [Fact]
    public void Events_without_weight_are_no_events()
    {
        bool[] events = [.. Enumerable.Range(0, 60).Select(row => row < 6)];
        double[] weights = [.. Enumerable.Range(0, 60).Select(row => row is > 0 and < 6 ? 0.0 : 1)];
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", Enumerable.Range(0, 60).Select(row => (double)(row % 7)).ToArray())), events, weights);
        Assert.Contains("1 rows with the event", Assert.Throws<TrainingDataException>(() => CrossFittedWoe.Of(new OptimalBinning(), data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_that_cannot_cross_fit_a_column_says_so_and_goes_on()
    {
        // Sixty categories, four events: five folds cannot each have one.
        TrainingSet data = TrainingSet.Create(
            Table.Create(Column.Category("shop", Enumerable.Range(0, 1200).Select(row => $"s{row % 60}")), Column.Numeric("x", Enumerable.Range(0, 1200).Select(row => (double)(row % 40)).ToArray())),
            [.. Enumerable.Range(0, 1200).Select(row => row is 0 or 60 or 3 or 500)]);
        Scorecard card = new ScorecardRecipe { Binning = new OptimalBinning { MinCategoryCount = 0, MinBinShare = 0 }, RequirePositiveCoefficients = false }.Fit(data);
        Finding finding = Assert.Single(card.Findings, each => each.Code == FindingCodes.NotCrossFitted);
        Assert.Equal("shop", finding.ColumnName);
        Assert.Contains("4 rows with the event", finding.Message, StringComparison.Ordinal);
    }

    /// <summary>A column of 400 categories without any bearing on the event: fitted and used on the same rows it seems to tell, out of fold it does not.</summary>
    [Fact]
    public void Chance_does_not_pass_for_evidence()
    {
        TrainingSet data = Chance(8000, 400);
        var recipe = new OptimalBinning { MinCategoryCount = 0 };
        CrossFittedWoe crossFitted = CrossFittedWoe.Of(recipe, data);
        double inSample = BinaryEvaluation.Of(crossFitted.Model.ToWoe(data.Table).Numeric("shop").Values, data.Events).Auc;
        double outOfFold = BinaryEvaluation.Of(crossFitted.Woe.Numeric("shop").Values, data.Events).Auc;
        Assert.True(inSample > 0.58, $"{inSample}");
        Assert.InRange(outOfFold, 0.47, 0.53);

        // The card's coefficient would be near 1 without cross-fitting, and is near 0 (so the column goes) by default.
        var card = new ScorecardRecipe { Binning = recipe, RequirePositiveCoefficients = false };
        Assert.InRange(Math.Abs(card.Fit(data).Columns.Single(column => column.Name == "shop").Coefficient.Value), 0, 0.3);
        Assert.InRange((card with { CrossFitting = CrossFitting.Never }).Fit(data).Columns.Single(column => column.Name == "shop").Coefficient.Value, 0.8, 1.1);
    }

    [Fact]
    public void Too_few_rows_for_the_folds_are_an_error()
    {
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", [1, 2, 3, 4, 5, 6])), [true, true, false, false, false, false]);
        Assert.Contains("2 rows with the event", Assert.Throws<TrainingDataException>(() => CrossFittedWoe.Of(new OptimalBinning { MinBinShare = 0 }, data, folds: 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossFittedWoe.Of(new OptimalBinning(), data, folds: 1));
    }

    private static TrainingSet Chance(int rows, int shops)
    {
        var random = new SplitMix64(8);
        var names = new string[rows];
        var x = new double[rows];
        var events = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            names[row] = $"s{random.Next(shops)}";
            x[row] = SampleData.Uniform(ref random);
            events[row] = SampleData.Uniform(ref random) < 0.2 + (0.3 * x[row]);
        }

        return TrainingSet.Create(Table.Create(Column.Category("shop", names), Column.Numeric("x", x)), events);
    }
}
