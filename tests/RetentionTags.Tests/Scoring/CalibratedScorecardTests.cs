using System.Text.Json.Nodes;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Explanations;
using RetentionTags.Models.Calibration;
using RetentionTags.Models.Linear;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

public class CalibratedScorecardTests
{
    private static readonly TrainingSet Data = SampleData.Customers(3000, missing: true);

    private static readonly TrainingSet HeldOut = SampleData.Customers(2000, seed: 2, missing: true);

    private static readonly Scorecard Card = new ScorecardRecipe { Regression = new() { L2 = 2000 } }.Fit(Data);

    private static readonly CalibrationModel[] Maps = [.. ((CalibrationRecipe[])[new BetaCalibration(), new IsotonicRegression(), new VennAbers()]).Select(recipe => recipe.Fit(Card.Score(HeldOut.Table), HeldOut.Events)), AffineCalibration.Create(-1, 0.5), AffineCalibration.Create(0, -1)];

    [Fact]
    public void A_line_goes_into_the_cards_numbers_and_contributions_add_up_to_the_bit()
    {
        AffineCalibration line = new PlattScaling().Fit(Card.Score(HeldOut.Table), HeldOut.Events);
        Assert.True(line.Slope > 1.5);
        Scorecard calibrated = Card.Calibrated(line);
        Assert.Null(calibrated.Calibration);
        double[] before = Card.LogOdds(HeldOut.Table), after = calibrated.LogOdds(HeldOut.Table), scores = calibrated.Score(HeldOut.Table), points = calibrated.Points(HeldOut.Table);

        // Each of the three columns and the intercept may be off by half a unit of the grid, before and after.
        Same.Within(4 * (1 + line.Slope) / (1 << 25), before.Select(value => line.Intercept + (line.Slope * value)), after);
        Same.Within(4 * (1 + line.Slope) / (1 << 25), line.Apply(Card.Score(HeldOut.Table)), scores);
        ScoreExplanations why = calibrated.Explain(HeldOut.Table), whyBefore = Card.Explain(HeldOut.Table);
        for (int row = 0; row < HeldOut.RowCount; row++)
        {
            Cell[] cells = [.. calibrated.Columns.Select(column => HeldOut.Table[column.Name] is NumericColumn numbers ? (Cell)numbers.Values[row] : ((CategoryColumn)HeldOut.Table[column.Name])[row])];
            Assert.Equal(after[row], why.LogOddsOf(row));
            Assert.Equal((after[row], scores[row], points[row]), (calibrated.LogOdds(cells), calibrated.Score(cells), calibrated.Points(cells)));
            Assert.Equal(after[row], why.Baseline + why[row].ToArray().Sum());
            for (int column = 0; column < calibrated.Columns.Count; column++)
                Same.Within((1 + line.Slope) / (1 << 24), line.Slope * whyBefore[row][column], why[row][column]);
        }

        Assert.All(calibrated.Columns.Zip(Card.Columns), pair => Assert.Equal(line.Slope * pair.Second.Coefficient.Value, pair.First.Coefficient.Value));
        string stated = Assert.Single(calibrated.Findings, finding => finding.Code == FindingCodes.CalibratedCard).Message;
        Assert.Contains("PlattScaling", stated, StringComparison.Ordinal);
        Assert.Contains("contributions with them", stated, StringComparison.Ordinal);
        Assert.True(BinaryEvaluation.Of(scores, HeldOut.Events).LogLoss < BinaryEvaluation.Of(Card.Score(HeldOut.Table), HeldOut.Events).LogLoss - 0.01);
        SavesAndLoads(calibrated);
    }

    [Fact]
    public void The_identity_changes_no_bit()
    {
        Scorecard same = Card.Calibrated(AffineCalibration.Create(1, 0));
        Same.Bits(Card.LogOdds(Data.Table), same.LogOdds(Data.Table));
        Assert.Equal((Card.Baseline, Card.ToText()), (same.Baseline, same.ToText()));
    }

    [Fact]
    public void Any_other_map_stays_beside_the_card()
    {
        double[] probabilities = Card.Score(HeldOut.Table);
        foreach (CalibrationModel map in Maps)
        {
            Scorecard calibrated = Card.Calibrated(map);
            Assert.Same(map, calibrated.Calibration);
            double[] logOdds = calibrated.LogOdds(HeldOut.Table);
            Same.Bits(calibrated.Score(HeldOut.Table), [.. logOdds.Select(value => calibrated.ToProbability(value))]);
            Same.Bits(Card.Score(HeldOut.Table), [.. logOdds.Select(value => calibrated.ToProbability(value, isCalibrated: false))]);
            Assert.Throws<ArgumentException>(() => calibrated.ToProbability(double.NaN));
            double[] scores = calibrated.Score(HeldOut.Table);
            Same.Bits(map.Apply(probabilities), scores);
            Same.Bits(Card.LogOdds(HeldOut.Table), calibrated.LogOdds(HeldOut.Table));
            Same.Bits(Card.Points(HeldOut.Table), calibrated.Points(HeldOut.Table));
            ScoreExplanations why = calibrated.Explain(HeldOut.Table);
            for (int row = 0; row < 300; row++)
            {
                Cell[] cells = [.. calibrated.Columns.Select(column => HeldOut.Table[column.Name] is NumericColumn numbers ? (Cell)numbers.Values[row] : ((CategoryColumn)HeldOut.Table[column.Name])[row])];
                Assert.Equal(scores[row], calibrated.Score(cells));
                Assert.Equal(calibrated.LogOdds(cells), why.LogOddsOf(row));
            }

            Assert.Contains(calibrated.Findings, finding => finding.Code == FindingCodes.CalibratedCard && finding.Message.Contains("before it", StringComparison.Ordinal));
            Assert.Contains("CalibratedScorer", Assert.Throws<InvalidOperationException>(() => calibrated.Calibrated(map)).Message, StringComparison.Ordinal);
            SavesAndLoads(calibrated);
        }
    }

    [Fact]
    public void Scoring_through_a_map_allocates_nothing()
    {
        var destination = new double[HeldOut.RowCount];
        foreach (Scorecard card in Maps.Select(Card.Calibrated))
            Assert.Equal(0, Allocated.By(() => card.Score(HeldOut.Table, destination)));
    }

    [Fact]
    public void Too_steep_a_line_is_refused() =>
        Assert.Contains("Log-odds can reach", Assert.Throws<TrainingDataException>(() => Card.Calibrated(AffineCalibration.Create(1e12, 0))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_recipe_calibrates_on_out_of_fold_probabilities()
    {
        // By hand: the folds of cross-fitting, a card for each, its probabilities of the rows left out.
        var plain = new ScorecardRecipe { Regression = new() { L2 = 500 } };
        foreach (CalibrationRecipe calibration in (CalibrationRecipe[])[new PlattScaling(), new VennAbers()])
        {
            Scorecard card = (plain with { Calibration = calibration }).Fit(Data);
            int[] foldOf = CrossFittedWoe.Of(plain.Binning, Data).Folds.ToArray();
            var outOfFold = new double[Data.RowCount];
            for (int fold = 0; fold < 5; fold++)
            {
                int[] inside = [.. Enumerable.Range(0, Data.RowCount).Where(row => foldOf[row] == fold)];
                double[] own = plain.Fit(Data.Rows([.. Enumerable.Range(0, Data.RowCount).Where(row => foldOf[row] != fold)])).Score(Data.Table.Rows(inside));
                for (int i = 0; i < own.Length; i++)
                    outOfFold[inside[i]] = own[i];
            }

            Scorecard expected = plain.Fit(Data).Calibrated(calibration.Fit(outOfFold, Data.Events));
            Same.Bits(expected.Score(HeldOut.Table), card.Score(HeldOut.Table));
            Assert.Equal(calibration, card.Recipe.Calibration);
            Assert.True(BinaryEvaluation.Of(card.Score(HeldOut.Table), HeldOut.Events).LogLoss < BinaryEvaluation.Of(plain.Fit(Data).Score(HeldOut.Table), HeldOut.Events).LogLoss);
            SavesAndLoads(card);
        }
    }

    [Fact]
    public void Neither_the_order_of_rows_nor_threads_change_a_calibrated_card()
    {
        var recipe = new ScorecardRecipe { Calibration = new PlattScaling() };
        int[] turned = [.. Enumerable.Range(0, Data.RowCount).Reverse()];
        double[] expected = recipe.Fit(Data).LogOdds(HeldOut.Table);
        Same.Within(4.0 / (1 << 25), expected, recipe.Fit(Data.Rows(turned)).LogOdds(HeldOut.Table));
        var others = new double[3][];
        Parallel.For(0, others.Length, i => others[i] = recipe.Fit(Data).LogOdds(HeldOut.Table));
        Assert.All(others, other => Same.Bits(expected, other));
    }

    [Fact]
    public void Progress_of_a_calibrated_fit_reaches_its_totals_and_it_can_be_stopped()
    {
        var reports = new List<FitProgress>();
        var recipe = new ScorecardRecipe { Calibration = new PlattScaling() };
        recipe.Fit(Data, new Recorder(reports.Add));
        Assert.Contains(reports, report => report.Stage.EndsWith("without fold 5", StringComparison.Ordinal));
        foreach (IGrouping<string, FitProgress> stage in reports.GroupBy(report => report.Stage))
        {
            Assert.Equal(stage.Select(report => report.Completed).Order(), stage.Select(report => report.Completed));
            Assert.Equal(stage.Last().Total, stage.Last().Completed);
        }

        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => recipe.Fit(Data, new Recorder(report => (report.Stage.Contains("without fold 2", StringComparison.Ordinal) ? source : null)?.Cancel()), source.Token));
    }

    [Fact]
    public void Fits_of_cross_fitting_and_of_calibration_are_stages_of_their_own()
    {
        var reports = new List<FitProgress>();
        new ScorecardRecipe { CrossFitting = CrossFitting.Always, Calibration = new PlattScaling() }.Fit(Data, new Recorder(reports.Add));
        Assert.Contains(reports, report => report.Stage == "binning without fold 1");
        Assert.All(reports.GroupBy(report => report.Stage), stage => Assert.Single(stage.Select(report => report.Total).Distinct()));
    }

    [Fact]
    public void What_cannot_be_calibrated_says_why()
    {
        TrainingSet few = TrainingSet.Create(Table.Create(Column.Numeric("x", Enumerable.Range(0, 60).Select(i => i < 30 ? 0.0 : 1.0).ToArray())), [.. Enumerable.Range(0, 60).Select(i => i is 29 or >= 57)]);
        string message = Assert.Throws<TrainingDataException>(() => new ScorecardRecipe { Calibration = new PlattScaling() }.Fit(few)).Message;
        Assert.Contains("cannot be calibrated", message, StringComparison.Ordinal);
        Assert.Contains("4 rows with the event", message, StringComparison.Ordinal);

        Scorecard empty = new ScorecardRecipe { MinInformationValue = 100, Calibration = new PlattScaling() }.Fit(Data);
        Same.Within(1e-7, Data.EventRate, empty.Score());
    }

    [Fact]
    public void A_population_rate_is_kept_through_the_calibration()
    {
        TrainingSet rows = Data.WithPopulationEventRate(0.05);
        foreach (CalibrationRecipe calibration in (CalibrationRecipe[])[new PlattScaling(), new IsotonicRegression()])
        {
            double[] scores = new ScorecardRecipe { Calibration = calibration }.Fit(rows).Score(Data.Table);
            double events = 0, nonEvents = 0;
            for (int row = 0; row < scores.Length; row++)
            {
                events += Data.Events[row] ? scores[row] : 0;
                nonEvents += Data.Events[row] ? 0 : scores[row];
            }

            // The mean in a population of which one row in twenty is an event.
            Same.Within(0.005, 0.05, (0.05 * events / Data.EventWeight) + (0.95 * nonEvents / Data.NonEventWeight));
        }
    }

    /// <summary>Saved by the last revision that wrote version 2 (696d36c), with what the card said of three rows on that day.</summary>
    [Fact]
    public void Files_of_the_second_version_are_read_and_can_be_calibrated()
    {
        var stream = new MemoryStream();
        Card.Save(stream);
        Assert.Equal(4, JsonNode.Parse(stream.ToArray())!["version"]!.GetValue<int>());
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Persistence", "scorecard-v2.json"));
        Scorecard old = Scorecard.Load(file);
        Same.Bits([-1.8547136187553406, 0.0677410364151001, 1.2631511688232422], [old.LogOdds(0.5, "yearly"), old.LogOdds(Cell.Missing, Cell.Missing), old.LogOdds(9.0, "new")]);
        Assert.Null(old.Calibration);
        Assert.Null(old.Recipe.Calibration);
        Assert.Equal(new ClassWeights(), old.Recipe.Regression.ClassWeights);
        Scorecard moved = old.Calibrated(AffineCalibration.PriorShift(0.5, 0.1));
        Same.Within(3.0 / (1 << 25), 0.0677410364151001 + Math.Log(0.1 / 0.9), moved.LogOdds(Cell.Missing, Cell.Missing));
    }

    private static void SavesAndLoads(Scorecard card)
    {
        var stream = new MemoryStream();
        card.Save(stream);
        stream.Position = 0;
        Scorecard loaded = Scorecard.Load(stream);
        Same.Bits(card.Score(HeldOut.Table), loaded.Score(HeldOut.Table));
        Same.Bits(card.Points(HeldOut.Table), loaded.Points(HeldOut.Table));
        Assert.Equal(card.Findings, loaded.Findings);
        Assert.Equal(card.Recipe, loaded.Recipe);
        var again = new MemoryStream();
        loaded.Save(again);
        Assert.Equal(stream.ToArray(), again.ToArray());
    }

    private sealed class Recorder(Action<FitProgress> record) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => record(value);
    }
}
