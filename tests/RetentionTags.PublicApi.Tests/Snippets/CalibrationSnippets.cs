using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Models.Calibration;
using RetentionTags.Models.Linear;
using RetentionTags.Persistence;
using RetentionTags.Scoring;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/calibration.md, compiled and run.</summary>
public class CalibrationSnippets
{
    [Fact]
    public void Calibration_page()
    {
        (double[] tenure, string?[] contract, bool[] churned) = Customers.Subscribers();
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("tenure_months", tenure), Column.Category("contract", contract)), churned);

        #region calibration-recipe
        var (train, test) = data.Split(testShare: 0.25, seed: 7);
        Scorecard scorecard = new ScorecardRecipe { Calibration = new PlattScaling() }.Fit(train);      // five folds inside
        double[] risk = scorecard.Score(test.Table);
        #endregion

        #region calibration-held-out
        var (older, newer) = train.Split(testShare: 0.3, seed: 8);
        Scorecard card = new ScorecardRecipe().Fit(older);
        AffineCalibration platt = new PlattScaling().Fit(card.Score(newer.Table), newer.Events);
        Scorecard exact = card.Calibrated(platt);                   // a line in log-odds: contributions go along
        IsotonicModel steps = new IsotonicRegression().Fit(card.Score(newer.Table), newer.Events);
        Scorecard mapped = card.Calibrated(steps);                  // a map: contributions are those of the score before it
        Console.WriteLine($"{platt.Slope:F3} · log-odds + {platt.Intercept:F3}");
        Console.WriteLine(steps.ToText());
        #endregion

        Assert.Equal(exact.LogOdds(test.Table)[0], exact.Explain(test.Table).LogOddsOf(0));
        Assert.Same(steps, mapped.Calibration);
        Assert.InRange(BinaryEvaluation.Of(risk, test.Events).LogLoss, 0.1, 0.69);

        #region calibration-any-scorer
        LogisticModel model = new LogisticRegression().Fit(older.WithTable(card.Binning.ToWoe(older.Table)));
        TrainingSet unseen = newer.WithTable(card.Binning.ToWoe(newer.Table));
        CalibratedScorer scorer = new TemperatureScaling().Fit(model, unseen);
        double[] calibrated = scorer.Score(unseen.Table);
        #endregion

        Assert.Equal(scorer.Calibration.Apply(model.Score(unseen.Table)), calibrated);

        #region calibration-venn-abers
        VennAbersModel venn = new VennAbers().Fit(card.Score(newer.Table), newer.Events);
        VennAbersInterval both = venn.Interval(0.4);
        Console.WriteLine($"between {both.Lower:F3} and {both.Upper:F3}; in one number {both.Merged:F3}");
        #endregion

        Assert.Equal(both.Merged, venn.Apply(0.4));

        #region calibration-prior
        AffineCalibration nextYear = AffineCalibration.PriorShift(from: train.EventRate, to: 0.10);
        Scorecard moved = scorecard.Calibrated(nextYear);
        #endregion

        Assert.True(moved.Score(test.Table).Average() < risk.Average());

        #region calibration-class-weights
        TrainingSet woe = train.WithTable(card.Binning.ToWoe(train.Table));
        LogisticModel balanced = new LogisticRegression { ClassWeights = ClassWeights.Balanced }.Fit(woe);
        Console.WriteLine(balanced.Findings[^1].Message);           // by how much the intercept was moved, the mean probability and the rate
        #endregion

        Assert.Equal(FindingCodes.PriorCorrection, balanced.Findings[^1].Code);
        int[] everyEventAndSomeOthers = [.. Enumerable.Range(0, train.RowCount).Where(row => train.Events[row] || row % 5 == 0)];

        #region calibration-population
        TrainingSet chosen = train.Rows(everyEventAndSomeOthers).WithPopulationEventRate(train.EventRate);
        Scorecard forAll = new ScorecardRecipe().Fit(chosen);       // its probabilities are those of the population
        TrainingSet asPopulation = chosen.WeightedToPopulation();   // for measures on such rows
        var fit = BinaryEvaluation.Of(forAll.Score(asPopulation.Table), asPopulation.Events, asPopulation.Weights);
        #endregion

        Assert.Equal(train.EventRate, fit.EventRate, 1e-9);

        #region calibration-save
        var stream = new MemoryStream();
        steps.Save(stream);
        stream.Position = 0;
        CalibrationModel loaded = CalibrationModel.Load(stream);    // an IsotonicModel again
        #endregion

        Assert.Equal(steps.Apply(0.3), loaded.Apply(0.3));
    }
}
