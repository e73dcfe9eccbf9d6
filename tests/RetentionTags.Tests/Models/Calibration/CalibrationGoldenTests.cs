using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Models.Calibration;
using RetentionTags.Models.Linear;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Calibration;

/// <summary>
/// Reference results: shared fixtures lcg500.json and telco.json (scikit-learn 1.2.1 for isotonic regression; Platt, temperature, beta and Venn-Abers by their formulas in NumPy 1.24.2, 80-bit Newton).
/// </summary>
public class CalibrationGoldenTests
{
    [Fact]
    public void Platt_equals_the_optimum_on_lcg500()
    {
        TrainingSet data = Lcg500.Rows();
        TrainingSet x0 = data.WithTable(data.Table.Select("x0"));
        double[] p = new LogisticRegression().Fit(x0).Score(x0.Table);
        AffineCalibration smooth = new PlattScaling().Fit(p, data.Events);
        Same.Within(1e-9, [-0.0029336413052818543, 0.9907247193329515], [smooth.Intercept, smooth.Slope]);
        Assert.Empty(smooth.Findings);
        Assert.Equal(new PlattScaling(), smooth.Recipe);

        // Cox's recalibration of an unpenalised fit on its own rows changes nothing.
        AffineCalibration plain = new PlattScaling { SmoothTargets = false }.Fit(p, data.Events);
        Same.Within(1e-9, [0, 1], [plain.Intercept, plain.Slope]);
    }

    [Fact]
    public void Isotonic_equals_scikit_learn_on_lcg500()
    {
        TrainingSet data = Lcg500.Rows();
        IsotonicModel model = new IsotonicRegression().Fit(new LogisticRegression().Fit(data).Score(data.Table), data.Events);
        double[] thresholds = [0.08728982722922422, 0.11131983036082649, 0.11414623712664965, 0.12542675886375898, 0.1258909936818284, 0.18509467296784687, 0.18527578114014717, 0.30892509344690083, 0.3092312345366604, 0.4034657579292461, 0.40377672390741387, 0.4374481899350097, 0.43821590293611024, 0.4589054790090283, 0.45999846274621303, 0.4984016629939102, 0.499890360314021, 0.5538191488893988, 0.5559418786106866, 0.6027004423443573, 0.6039971548692373, 0.6689314268829339, 0.6708346982679702, 0.7935300300520047, 0.7989429129065592, 0.8587373956423415, 0.8709043645113209, 0.8833155487621329];
        double[] values = [0.0, 0.0, 0.16666666666666666, 0.16666666666666666, 0.21568627450980393, 0.21568627450980393, 0.23232323232323232, 0.23232323232323232, 0.2903225806451613, 0.2903225806451613, 0.3333333333333333, 0.3333333333333333, 0.4166666666666667, 0.4166666666666667, 0.5161290322580645, 0.5161290322580645, 0.5277777777777778, 0.5277777777777778, 0.625, 0.625, 0.7428571428571429, 0.7428571428571429, 0.7450980392156863, 0.7450980392156863, 0.875, 0.875, 1.0, 1.0];
        Same.Within(1e-12, thresholds, model.Blocks.SelectMany(block => (double[])[block.Lowest, block.Highest]));
        Same.Within(1e-15, values, model.Blocks.SelectMany(block => (double[])[block.EventRate, block.EventRate]));

        // Halfway between two thresholds scikit-learn's value is halfway too.
        double between = (thresholds[1] + thresholds[2]) / 2;
        Same.Within(1e-12, values[2] / 2, model.Apply(between));
        Assert.Equal(0, new IsotonicRegression { Interpolate = false }.Fit(new LogisticRegression().Fit(data).Score(data.Table), data.Events).Apply(between));
        Assert.Equal((0, 1), (model.Apply(0.0), model.Apply(1.0)));
    }

    [DataFact]
    public void Out_of_fold_probabilities_and_the_spoiled_score_are_those_of_the_reference()
    {
        SpoiledTelco telco = SpoiledTelco.Make();
        Same.Within(1e-11, [0.3087539585217243, 0.0969850752581329, 0.46273792472298825, 0.0470002463346733, 0.5658008609785113], telco.OutOfFold[..5]);
        BinaryEvaluation pooled = BinaryEvaluation.Of(telco.OutOfFold, telco.Events), spoiled = BinaryEvaluation.Of(telco.Scores, telco.Events);
        Same.Within(1e-11, [0.8279624549880324, 0.4351269895048863, 0.4558471925509124, 0.14882350961344945], [pooled.Auc, pooled.LogLoss, spoiled.LogLoss, spoiled.Brier]);
    }

    [DataFact]
    public void Platt_temperature_and_beta_equal_the_optimum_on_telco()
    {
        SpoiledTelco telco = SpoiledTelco.Make();
        AffineCalibration platt = new PlattScaling().Fit(telco.Scores, telco.Events), plain = new PlattScaling { SmoothTargets = false }.Fit(telco.Scores, telco.Events), temperature = new TemperatureScaling().Fit(telco.Scores, telco.Events);
        BetaCalibrationModel beta = new BetaCalibration().Fit(telco.Scores, telco.Events);
        Same.Within(1e-9, [-0.3339750112053064, 0.6635985327838707], [platt.Intercept, platt.Slope]);
        Same.Within(1e-9, [-0.33355628003265286, 0.6646339743156602], [plain.Intercept, plain.Slope]);
        Same.Within(1e-9, [0, 0.7202569925638672], [temperature.Intercept, temperature.Slope]);
        Same.Within(1e-9, [-0.5518577450630711, 0.5854645191066842, 0.8310560498591976], [beta.C, beta.A, beta.B]);

        foreach ((CalibrationModel model, double logLoss, double brier) in ((CalibrationModel, double, double)[])[(platt, 0.43512638381324165, 0.14274883770696903), (temperature, 0.4426027662027381, 0.14617033094889156), (beta, 0.43478261885454034, 0.14262050293560616)])
        {
            BinaryEvaluation evaluation = BinaryEvaluation.Of(model.Apply(telco.Scores), telco.Events);
            Same.Within(1e-11, [logLoss, brier, 0.8279624549880324], [evaluation.LogLoss, evaluation.Brier, evaluation.Auc]);
            Assert.Empty(model.Findings);
        }
    }

    [DataFact]
    public void Isotonic_equals_scikit_learn_on_telco()
    {
        SpoiledTelco telco = SpoiledTelco.Make();
        IsotonicModel model = new IsotonicRegression().Fit(telco.Scores, telco.Events);
        (double Value, double Rows, double Lowest, double Highest)[] expected =
        [
            (0.0, 220, 0.000282251508081457, 0.0007338032025923669), (0.015189873417721518, 395, 0.0007345999038661966, 0.002920967719848283), (0.015706806282722512, 191, 0.002922760279336568, 0.004650059517407847),
            (0.023255813953488372, 516, 0.004650820427569258, 0.010772052107653515), (0.04838709677419355, 124, 0.010789528304751626, 0.012899316002086996), (0.053388090349075976, 487, 0.012939530988400038, 0.024645193612342492),
            (0.06444906444906447, 481, 0.024679330778166704, 0.05147644832615728), (0.1357142857142857, 700, 0.05150068299544946, 0.12580985304877584), (0.16883116883116883, 231, 0.12592780791572608, 0.1648859663394587),
            (0.1752988047808765, 251, 0.16496600702924039, 0.2084723950269619), (0.2, 5, 0.20847358944328473, 0.2088000696894674), (0.20454545454545456, 132, 0.20906891091926696, 0.2267219700220674),
            (0.2222222222222222, 63, 0.22680490298042108, 0.23338402094988644), (0.27472527472527475, 273, 0.2335335901654283, 0.2611663718850962), (0.2972972972972973, 37, 0.26196673150072247, 0.26904710283437855),
            (0.30208333333333337, 96, 0.26922524212074356, 0.2901178797621457), (0.3310810810810811, 148, 0.29034764260232027, 0.32539634187126193), (0.34782608695652173, 184, 0.3254035145552242, 0.3738975172994022),
            (0.3584905660377358, 53, 0.3740712666947589, 0.3926110787905598), (0.36363636363636365, 44, 0.3935609948845419, 0.40601237269596624), (0.38801261829652994, 951, 0.4062634314270972, 0.6228574453151515),
            (0.4528985507246377, 276, 0.6230223295990889, 0.6861193009180488), (0.5609756097560976, 41, 0.68631011116374, 0.6915180970304182), (0.5806451612903226, 31, 0.6916964154936242, 0.6975818864972179),
            (0.6, 5, 0.6977839526505439, 0.6985835985627146), (0.6012658227848101, 158, 0.6987803336144001, 0.725863159946046), (0.6597938144329897, 291, 0.726021037456491, 0.7759286574240162),
            (0.6705882352941176, 85, 0.7760178688556334, 0.7931913200570414), (0.696969696969697, 132, 0.7933504800277273, 0.8159914443039167), (0.705607476635514, 214, 0.8165432742229773, 0.8544068885745917),
            (0.7230769230769231, 65, 0.8547083711376349, 0.8673466626926243), (0.7380952380952381, 84, 0.8673567723485514, 0.893163711484198), (0.75, 4, 0.8946000251470885, 0.8952752543969524),
            (0.8571428571428571, 63, 0.8953695279017945, 0.9271457091765539), (0.875, 8, 0.9282831754571812, 0.937085555212816), (1.0, 4, 0.9381768418943994, 0.9517650358306455),
        ];
        Assert.Equal(expected.Select(block => block.Rows), model.Blocks.Select(block => block.Count));
        Same.Within(1e-14, expected.Select(block => block.Value), model.Blocks.Select(block => block.EventRate));
        Same.Within(1e-11, expected.SelectMany(block => (double[])[block.Lowest, block.Highest]), model.Blocks.SelectMany(block => (double[])[block.Lowest, block.Highest]));
        BinaryEvaluation evaluation = BinaryEvaluation.Of(model.Apply(telco.Scores), telco.Events);
        Same.Within(1e-11, [0.4283826166970507, 0.14043607171364333, 0.8311247454294148], [evaluation.LogLoss, evaluation.Brier, evaluation.Auc]);
        Assert.Empty(model.Findings);
    }

    [DataFact]
    public void Venn_Abers_equals_its_definition_on_telco()
    {
        SpoiledTelco telco = SpoiledTelco.Make();
        int[] rows = [.. Enumerable.Range(0, telco.Events.Length).Where(row => row % 5 == 0)];
        VennAbersModel model = new VennAbers().Fit([.. rows.Select(row => telco.Scores[row])], [.. rows.Select(row => telco.Events[row])]);
        VennAbersInterval[] found = [.. ((double[])[0.02, 0.1, 0.3, 0.5, 0.8]).Select(model.Interval)];
        Same.Within(1e-12, [0.065, 0.1597222222222222, 0.3173076923076923, 0.35911602209944754, 0.5932203389830508], found.Select(each => each.Lower));
        Same.Within(1e-12, [0.07096774193548387, 0.16666666666666666, 0.3269230769230769, 0.36464088397790057, 0.6101694915254238], found.Select(each => each.Upper));
        Same.Within(1e-12, [0.07054673721340388, 0.16551724137931034, 0.3238095238095238, 0.3626373626373627, 0.6000000000000001], model.Apply([0.02, 0.1, 0.3, 0.5, 0.8]));
        Assert.Empty(model.Findings);
    }
}
