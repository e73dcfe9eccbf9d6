using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Models.Calibration;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

/// <summary>Cards with a coefficient for each bin, and separation that bins show before the fit. Truth: the closed form of saturated models, and the regression on the same indicators.</summary>
public class IndicatorCardTests : PropertyTests
{
    private const double Grid = 1.0 / (1 << 24);

    private static readonly ScorecardRecipe Recipe = new() { Coding = ScorecardCoding.BinIndicators, MinInformationValue = 0 };

    [Property(MaxTest = 100)]
    public void One_column_gives_each_bin_its_own_rate(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        data = data.WithTable(data.Table.Select("value"));
        ScorecardRecipe recipe = Recipe with { Binning = new OptimalBinning { MinBinShare = 0 } };
        ColumnBinning binning = recipe.Binning.Fit(data)["value"];
        if (binning.InformationValue <= 0)
            return;
        bool isPure = binning.Bins.Any(bin => bin.Count > 0 && (bin.Events == 0 || bin.NonEvents == 0));
        if (isPure)
            Assert.Contains("its indicator has no finite estimate", Assert.Throws<TrainingDataException>(() => recipe.Fit(data)).Message, StringComparison.Ordinal);
        else
            Check(recipe.Fit(data), added: 0);

        // Firth adds one half to the events and the non-events of each bin.
        Check((recipe with { Regression = new() { BiasReduction = BiasReduction.Firth } }).Fit(data), added: 0.5);

        void Check(Scorecard card, double added)
        {
            ScorecardColumn column = Assert.Single(card.Columns);
            for (int b = 0; b < column.Binning.Bins.Count; b++)
            {
                Bin bin = column.Binning.Bins[b];
                double expected = bin.Count > 0 ? Math.Log((bin.Events + added) / (bin.NonEvents + added)) : card.Baseline;
                Same.Within((2 * Grid) + 1e-8, expected, card.Intercept + column.LogOddsOf(b), bin.Label);
            }

            Assert.Equal(0, column.LogOddsOf(column.Binning.ReferenceBin));
        }
    }

    [Fact]
    public void The_card_says_what_the_regression_on_indicators_says()
    {
        TrainingSet data = SampleData.Customers(3000, missing: true);
        Scorecard card = Recipe.Fit(data);
        LogisticModel model = new LogisticRegression().Fit(data.WithTable(card.Binning.ToIndicators(data.Table)));
        Assert.Equal(model.Coefficients, card.Regression!.Coefficients);
        Assert.True(model.Coefficients.Count > 2 * card.Columns.Count);

        // Rows of all kinds, also with categories never seen: the unseen bins have no training rows.
        Table table = SampleData.Customers(500, missing: true).Table;
        double[] expected = model.Score(card.Binning.ToIndicators(table)), actual = card.Score(table);
        Same.Within(Grid * (card.Columns.Count + 1), expected, actual);
        ScoreExplanations why = card.Explain(table);
        for (int row = 0; row < 20; row++)
            Assert.Equal(card.LogOdds(table)[row], why.LogOddsOf(row));
        foreach (ScorecardColumn column in card.Columns)
        {
            Assert.Equal((1, true), (column.Coefficient.Value, double.IsNaN(column.Coefficient.StandardError)));
            for (int bin = 0; bin < column.Binning.Bins.Count; bin++)
            {
                if (column.Binning.Bins[bin].Count == 0)
                    Same.Within(2 * Grid, column.MeanLogOdds, column.LogOddsOf(bin));
            }
        }
    }

    [Fact]
    public void Indicators_are_named_by_column_and_bin_and_leave_out_the_largest()
    {
        Table table = Table.Create(Column.Category("plan", ["a", "a", "a", "b", "b", "c", "c", null]), Column.Numeric("x", new double[] { 1, 1, 2, 2, 2, 1, 1, 2 }));
        TrainingSet data = TrainingSet.Create(table, [true, false, true, false, true, false, true, false]);
        BinningModel model = new FixedBinning { Rule = FixedRule.Given, Cuts = [1.5], CategoryGroups = [["a"], ["b"], ["c"]], MinBinShare = 0 }.Fit(data);
        ColumnBinning plan = model["plan"];
        Assert.Equal("a", plan.Bins[plan.ReferenceBin].Label);
        Assert.Equal(0, model["x"].ReferenceBin); // four rows each: the first
        Table coded = model.ToIndicators(table);
        Assert.Equal(["plan = b", "plan = c", "plan = missing", "x = [1.5, ∞)"], coded.Columns.Select(column => column.Name).Select(name => name.Replace("inf", "∞", StringComparison.Ordinal)));
        Assert.Equal([0, 0, 0, 1, 1, 0, 0, 0], coded.Numeric("plan = b").Values.ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 1], coded.Numeric("plan = missing").Values.ToArray());

        // A category and a missing number that training did not hold: the shares of the others.
        Table unseen = Table.Create(Column.Category("plan", ["z"]), Column.Numeric("x", new[] { double.NaN }));
        Assert.Equal([0.25, 0.25, 0.125, 0.5], model.ToIndicators(unseen).Columns.Select(column => ((NumericColumn)column).Values[0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.IndicatorName(99));
    }

    [Fact]
    public void A_calibration_that_is_a_line_goes_into_the_bins()
    {
        TrainingSet data = SampleData.Customers(2000, missing: true);
        Scorecard card = Recipe.Fit(data), calibrated = card.Calibrated(AffineCalibration.PriorShift(0.5, 0.1)), loaded = RoundTrip(calibrated);
        double[] before = card.LogOdds(data.Table), after = calibrated.LogOdds(data.Table);
        Same.Within(2 * Grid * (card.Columns.Count + 1), before.Select(value => value + Math.Log(0.1 / 0.9)), after);
        Same.Bits(after, loaded.LogOdds(data.Table));
        Assert.Equal(ScorecardCoding.BinIndicators, loaded.Recipe.Coding);
    }

    [Fact]
    public void A_bin_without_events_is_named_before_the_fit()
    {
        TrainingSet data = Toy([1, 1, 1, 2, 2, 2, 3, 3, 3], "010011000");
        var binning = new FixedBinning { Rule = FixedRule.Given, Cuts = [1.5, 2.5], MinBinShare = 0 };
        var failure = Assert.Throws<TrainingDataException>(() => (Recipe with { Binning = binning }).Fit(data));
        Assert.Equal("x", failure.ColumnName);
        Assert.Contains("the bin '[2.5, ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("has no events", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Regression.BiasReduction", failure.Message, StringComparison.Ordinal);

        // With weights of evidence the fit exists, and the binning's own finding names the bin.
        Scorecard evidence = new ScorecardRecipe { Binning = binning, MinInformationValue = 0 }.Fit(data);
        Assert.Contains(evidence.Findings, finding => finding.Code == FindingCodes.ZeroCell && finding.ColumnName == "x");
        Assert.DoesNotContain(evidence.Findings, finding => finding.Code == FindingCodes.SeparatingBins);
        Assert.NotNull((Recipe with { Binning = binning, Regression = new() { L2 = 1 } }).Fit(data));
        Assert.Throws<InvalidOperationException>(() => (Recipe with { CrossFitting = CrossFitting.Always }).Fit(SampleData.Customers(300)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScorecardRecipe { Coding = (ScorecardCoding)5 });
    }

    [Theory]
    [InlineData("000000111", true, "")]            // complete
    [InlineData("000010111", true, "[1.5, 2.5)")]  // all but the middle bin
    [InlineData("000111000", true, "")]            // in another order than the values', which weights of evidence do not see
    [InlineData("010011111", false, "")]           // two mixed bins
    public void Bins_that_order_all_events_above_all_non_events_are_found(string labels, bool isSeparated, string mixed)
    {
        TrainingSet data = Toy([1, 1, 1, 2, 2, 2, 3, 3, 3], labels);
        var recipe = new ScorecardRecipe { Binning = new FixedBinning { Rule = FixedRule.Given, Cuts = [1.5, 2.5], MinBinShare = 0 }, MinInformationValue = 0 };
        Scorecard card = recipe.Fit(data);
        Finding[] found = [.. card.Findings.Where(finding => finding.Code == FindingCodes.SeparatingBins)];
        Assert.Equal(isSeparated, found.Length == 1);

        // The fit itself comes to the same verdict.
        Assert.Equal(isSeparated, card.Regression!.Convergence.Reason == StopReason.Separation);
        if (isSeparated)
            Assert.Contains(mixed.Length == 0 ? "all non-events, so its coefficient" : $"but for those in '{mixed}'", found[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain((recipe with { Regression = new() { BiasReduction = BiasReduction.Firth } }).Fit(data).Findings, finding => finding.Code == FindingCodes.SeparatingBins);
    }

    private static Scorecard RoundTrip(Scorecard card)
    {
        var stream = new MemoryStream();
        RetentionTags.Persistence.ScorecardPersistence.Save(card, stream);
        stream.Position = 0;
        return RetentionTags.Persistence.ScorecardPersistence.Load(stream);
    }

    private static TrainingSet Toy(double[] x, string labels) => TrainingSet.Create(Table.Create(Column.Numeric("x", x)), [.. labels.Select(c => c == '1')]);
}
