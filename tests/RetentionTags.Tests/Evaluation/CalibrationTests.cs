using MathNet.Numerics.Distributions;
using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Models.Linear;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Evaluation;

public class CalibrationTests : PropertyTests
{
    [Fact]
    public void Probabilities_that_are_all_too_near_0_have_no_slope_and_yet_a_distance()
    {
        CalibrationDiagnostics calibration = BinaryEvaluation.Of([0, 1e-20, 0, 1e-20], [true, false, false, false]).DiagnoseCalibration();
        Assert.True(double.IsNaN(calibration.Slope) && double.IsNaN(calibration.SlopeStandardError) && double.IsNaN(calibration.Intercept));
        Assert.Contains("taken to be", Assert.Single(calibration.Findings, finding => finding.Message.Contains("slope", StringComparison.Ordinal)).Message, StringComparison.Ordinal);
        Same.Within(1e-9, Math.Log(1.0 / 3) - Math.Log(Math.Pow(2, -52)), calibration.InTheLarge);
        Same.Within(1e-9, Math.Sqrt(4.0 / 3), calibration.InTheLargeStandardError);
    }

    /// <summary>models.md section 9.1, lcg500: the formulas of section 4 in NumPy 1.24.2; Cox's line by statsmodels 0.13.5.</summary>
    [Fact]
    public void Equals_the_reference_on_lcg500()
    {
        TrainingSet data = Lcg500.Rows(), one = data.WithTable(data.Table.Select("x0"));
        BinaryEvaluation full = Evaluate(new LogisticRegression(), data), x0 = Evaluate(new LogisticRegression(), one);
        Agree(full, 0.04985100803604826, [0.003153798116035705, 0.042814983591926835, 0.24225600000000003, 0.00028707643010297823], 7.396237606603125, 10, 0.49454595760070175, -0.15737304241177213, 0.8749508577474041);
        Agree(x0, 0.05059460174201503, [0.0037164069715268475, 0.02688384915455016, 0.24225600000000003, 0.00024319363063052268], 9.821914215641709, 9, 0.19889206515732727, 0.027824179150919084, 0.977802381252461);
        Same.Within(1e-11, 0.048205532601137864, full.CalibrationErrorOfEqualMass());
        Cox(full, [0, 1, 0], [0.10600985397171822, 0.12164569159764563, 0.09899307640901216]);
        Cox(x0, [0, 1, 0], [0.10678447284269671, 0.14967426725180843, 0.09553274916388092]);
    }

    /// <summary>models.md section 9.2, telco: the fit without and with a penalty, and tenure alone; the same programs.</summary>
    [DataFact]
    public void Equals_the_reference_on_telco()
    {
        TrainingSet telco = RealData.TelcoDesign(), tenure = telco.WithTable(telco.Table.Select("tenure"));
        BinaryEvaluation full = Evaluate(new LogisticRegression(), telco), ridge = Evaluate(new LogisticRegression { L2 = 1, PenaltyScale = PenaltyScale.Raw }, telco), ties = Evaluate(new LogisticRegression(), tenure);
        Agree(full, 0.014462775996651812, [0.0006580536660053054, 0.05255430419057849, 0.19494870246863305, -0.000617833483218061], 22.736317752747983, 10, 0.0037198035599039264, -0.35928482459327155, 0.7193820257115315);
        Agree(ridge, 0.014750364394791644, [0.0006859458361526208, 0.052458240821893744, 0.19494870246863305, -0.0007501028110638019], 22.038773695219582, 10, 0.004844543222883634, -0.4409239216771734, 0.6592680748791379);
        Agree(ties, 0.024009249445825477, [0.0011427405520790341, 0.025023970713721623, 0.19494870246863305, -0.0017590593280251698], 77.00892010803106, 10, 1.951464834844044e-13, -0.3117720500311991, 0.755213766876912);

        // The reference sorts by row where scores tie, so that these differ a little; without ties they are equal (lcg500).
        Same.Within(3e-4, [0.017402268698088814, 0.017240844657311016], [full.CalibrationErrorOfEqualMass(), ridge.CalibrationErrorOfEqualMass()]);
        Same.Within(1e-2, 0.03547132849932467, ties.CalibrationErrorOfEqualMass());
        Cox(full, [0, 1, 0], [0.035952565983918064, 0.02910719928358489, 0.03149229813273956]);
        Cox(ridge, [0.0023876722374974453, 1.0039844368085262, 0], [0.03600788749106917, 0.02915744121085103, 0.03147464528313931]);
        Cox(ties, [0, 1, 0], [0.04150422645648122, 0.03624986964230462, 0.028901182253060608]);
    }

    /// <summary>models.md section 9.6, bank marketing: the weighted fit on unweighted rows, so that Cox's line is not trivial.</summary>
    [DataFact]
    public void Equals_the_reference_on_bank_marketing()
    {
        TrainingSet bank = RealData.BankNumbers();
        double[] weights = [.. Enumerable.Range(0, bank.RowCount).Select(i => 1.0 + (i % 3))];
        LogisticModel model = new LogisticRegression().Fit(TrainingSet.Create(bank.Table, bank.Events, weights));
        BinaryEvaluation evaluation = BinaryEvaluation.Of(model.Score(bank.Table), bank.Events);
        Agree(evaluation, 0.004417071590162333, [0.00034916517947620383, 0.001504321492727385, 0.1032993600796432, -0.001063344312077344], 228.90693163493378, 10, 5.042655876681328e-45, -0.008328704831300826, 0.9933547318311216);
        Cox(evaluation, [0.005293712158161889, 1.0037070380904223, -0.001942866431641821], [0.0682110463688364, 0.03411279034766868, 0.01480247265104666]);
        Same.Within(1e-5, 0.0167943960569412, evaluation.CalibrationErrorOfEqualMass()); // 940 rows tie
        Same.Relatively(1e-11, [0.35049757724626257, 0.10108085945431468], [evaluation.LogLoss, evaluation.Brier]);
    }

    [Property(MaxTest = 200)]
    public void Measures_follow_their_definitions(ScoredRows rows, byte number)
    {
        int bins = 1 + (number % 12);
        BinaryEvaluation evaluation = BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights);
        (double P, double Y)[] all = [.. rows.Replicated.Rows.Select(row => (row.Score, row.IsEvent ? 1.0 : 0)).OrderBy(row => row.Score)];
        double n = all.Length, rate = all.Average(row => row.Y), brier = all.Average(row => Math.Pow(row.P - row.Y, 2));
        var groups = all.GroupBy(row => Math.Min((int)(row.P * bins), bins - 1)).ToArray();
        Same.Within(1e-12, groups.Sum(group => group.Count() / n * Math.Abs(group.Average(row => row.Y) - group.Average(row => row.P))), evaluation.CalibrationErrorOfEqualWidth(bins));
        BrierDecomposition murphy = evaluation.DecomposeBrier(bins);
        double[] parts = [groups.Sum(group => group.Count() / n * Math.Pow(group.Average(row => row.Y) - group.Average(row => row.P), 2)), groups.Sum(group => group.Count() / n * Math.Pow(group.Average(row => row.Y) - rate, 2)), rate * (1 - rate)];
        Same.Within(1e-12, [.. parts, brier - parts[0] + parts[1] - parts[2], brier], [murphy.Reliability, murphy.Resolution, murphy.Uncertainty, murphy.Remainder, murphy.Brier]);

        // With ties pro rata: every row's label is the event rate of its score.
        double[] labels = [.. all.Select(row => all.Where(other => other.P == row.P).Average(other => other.Y))];
        double error = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            int first = all.Length * bin / bins, end = all.Length * (bin + 1) / bins;
            error += Math.Abs(Enumerable.Range(first, end - first).Sum(row => labels[row] - all[row].P)) / n;
        }

        Same.Within(1e-12, error, evaluation.CalibrationErrorOfEqualMass(bins));
        Same.Within(1e-12, [1 - (brier / (rate * (1 - rate))), -(rate * Math.Log(rate)) - ((1 - rate) * Math.Log(1 - rate))], [evaluation.BrierSkill, evaluation.ConstantLogLoss]);
        Same.Within(1e-12, 1 - (evaluation.LogLoss / evaluation.ConstantLogLoss), evaluation.LogLossSkill);

        CalibrationDiagnostics diagnostics = evaluation.DiagnoseCalibration();
        double variance = all.Sum(row => Math.Pow(1 - (2 * row.P), 2) * row.P * (1 - row.P));
        if (variance > 0)
            Same.Within(1e-11, all.Sum(row => (row.Y - row.P) * (1 - (2 * row.P))) / Math.Sqrt(variance), diagnostics.SpiegelhalterZ);
        Assert.Equal(variance == 0, double.IsNaN(diagnostics.SpiegelhalterZ));
        if (all.Sum(row => row.P) > 0)
            Same.Within(1e-9, all.Sum(row => row.Y) / all.Sum(row => row.P), diagnostics.ObservedToExpected);
    }

    /// <summary>Groups by quantiles as NumPy defines them (type 7), found by interpolating for each of them.</summary>
    [Property(MaxTest = 200)]
    public void Hosmer_and_Lemeshows_groups_end_at_quantiles(ScoredRows rows, byte number)
    {
        int asked = 2 + (number % 10);
        (double P, double Y)[] all = [.. rows.Replicated.Rows.Select(row => (row.Score, row.IsEvent ? 1.0 : 0)).OrderBy(row => row.Score)];
        double[] cuts = [.. Enumerable.Range(1, asked).Select(Quantile).Where(cut => cut > all[0].P).Append(all[^1].P).Distinct()];
        double statistic = 0;
        int made = 0;
        for (int i = 0; i < cuts.Length; i++)
        {
            var inside = all.Where(row => row.P <= cuts[i] && (i == 0 || row.P > cuts[i - 1])).ToArray();
            if (inside.Length == 0)
                continue;
            made++;
            double expected = inside.Sum(row => row.P), observed = inside.Sum(row => row.Y);
            statistic += Part(observed, expected) + Part(inside.Length - observed, inside.Length - expected);
        }

        HosmerLemeshowTest test = BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights).HosmerLemeshow(asked);
        Assert.Equal((made, made), (test.GroupCount, test.DegreesOfFreedom));
        if (double.IsInfinity(statistic))
            Assert.Equal((statistic, 0.0), (test.Statistic, test.PValue));
        else
            Same.Within(1e-9, [statistic, 1 - ChiSquared.CDF(made, statistic)], [test.Statistic, test.PValue]);

        double Quantile(int g)
        {
            int position = (all.Length - 1) * g, below = position / asked;
            return position % asked == 0 ? all[below].P : all[below].P + ((double)(position % asked) / asked * (all[below + 1].P - all[below].P));
        }

        static double Part(double o, double e) => Math.Abs(e) < 1e-9 ? (o == 0 ? 0 : double.PositiveInfinity) : Math.Pow(o - e, 2) / e;
    }

    [Property(MaxTest = 200)]
    public void Neither_order_nor_replication_changes_a_bit(ScoredRows rows)
    {
        ScoredRows replicated = rows.Replicated, reversed = new([.. rows.Rows.Reverse()]);
        double[] expected = Numbers(BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights));
        Same.Bits(expected, Numbers(BinaryEvaluation.Of(replicated.Scores, replicated.Events)));
        Same.Bits(expected, Numbers(BinaryEvaluation.Of(reversed.Scores, reversed.Events, reversed.Weights)));
    }

    /// <summary>Log-odds a + b x of scores that a fit gave to other log-odds come back as the line that undoes it.</summary>
    [Theory]
    [InlineData(0.3, 2.0)]
    [InlineData(-1.0, 0.5)]
    public void A_line_laid_over_calibrated_log_odds_is_found_again(double shift, double stretch)
    {
        TrainingSet data = Lcg500.Rows(weighted: true);
        double[] spoiled = [.. new LogisticRegression().Fit(data).Score(data.Table).Select(p => 1 / (1 + Math.Exp(-(shift + (stretch * Math.Log(p / (1 - p)))))))];
        CalibrationDiagnostics found = BinaryEvaluation.Of(spoiled, data.Events, data.Weights).DiagnoseCalibration();
        Same.Within(1e-8, [1 / stretch, -shift / stretch], [found.Slope, found.Intercept]);
        ConfidenceInterval interval = found.SlopeInterval(0.9);
        Same.Within(1e-9, 2 * 1.6448536269514722 * found.SlopeStandardError, interval.Upper - interval.Lower);
        Same.Within(1e-12, found.InTheLarge, (found.InTheLargeInterval().Lower + found.InTheLargeInterval().Upper) / 2);
    }

    [Fact]
    public void Edge_cases_have_their_answers()
    {
        CalibrationDiagnostics events = BinaryEvaluation.Of([0.2, 0.3], [true, true]).DiagnoseCalibration();
        Assert.True(double.IsNaN(events.Slope) && double.IsNaN(events.InTheLarge) && double.IsNaN(events.SlopeInterval().Lower));
        Same.Within(1e-12, 4, events.ObservedToExpected);
        Assert.Contains("all rows are events", Assert.Single(events.Findings).Message, StringComparison.Ordinal);
        BinaryEvaluation one = BinaryEvaluation.Of([0.2, 0.3], [true, true]);
        Assert.True(one.ConstantLogLoss == 0 && double.IsNaN(one.LogLossSkill) && double.IsNaN(one.BrierSkill));

        CalibrationDiagnostics same = BinaryEvaluation.Of([0.5, 0.5, 0.5, 0.5], [true, false, false, false]).DiagnoseCalibration();
        Same.Within(1e-12, Math.Log(1.0 / 3), same.InTheLarge);
        Assert.True(double.IsNaN(same.Slope) && double.IsNaN(same.SpiegelhalterZ) && double.IsNaN(same.SpiegelhalterPValue));
        Assert.Equal(2, same.Findings.Count);

        CalibrationDiagnostics separated = BinaryEvaluation.Of([0.1, 0.2, 0.8, 0.9], [false, false, true, true]).DiagnoseCalibration();
        Assert.True(double.IsNaN(separated.Slope) && double.IsFinite(separated.InTheLarge));
        Assert.Contains("no finite slope", Assert.Single(separated.Findings).Message, StringComparison.Ordinal);

        BinaryEvaluation certain = BinaryEvaluation.Of([0, 1, 0, 1, 0.5, 0.5], [false, true, false, true, true, false]), surprised = BinaryEvaluation.Of([0, 1, 0, 1, 0.5, 0.5], [false, true, true, true, true, false]);
        Same.Within(1e-9, [0, 2 * Math.Log(2) / 6, 1], [certain.DiagnoseCalibration().InTheLarge, certain.LogLoss, certain.DiagnoseCalibration().ObservedToExpected]);
        Assert.Equal((double.PositiveInfinity, 0.0), (surprised.HosmerLemeshow(6).Statistic, surprised.HosmerLemeshow(6).PValue));
        Same.Within(1e-9, (52 * Math.Log(2) / 6) + (2 * Math.Log(2) / 6), surprised.LogLoss);

        // An event of probability 0 asks for a shift of 18 in log-odds, where nothing tells one shift from another: no number, but a reason.
        Assert.True(double.IsFinite(surprised.DiagnoseCalibration().InTheLarge) || surprised.DiagnoseCalibration().Findings.Any(finding => finding.Message.Contains("in the large", StringComparison.Ordinal)));

        foreach (BinaryEvaluation ranks in (BinaryEvaluation[])[BinaryEvaluation.Of([3, -4], [true, false]), BinaryEvaluation.Of([], [])])
        {
            Assert.True(Numbers(ranks).All(double.IsNaN));
            Assert.Single(ranks.DiagnoseCalibration().Findings);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => certain.DecomposeBrier(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => certain.CalibrationErrorOfEqualWidth(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => certain.CalibrationErrorOfEqualMass(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => certain.HosmerLemeshow(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => certain.DiagnoseCalibration().SlopeInterval(0));
    }

    [Fact]
    public void An_evaluation_has_a_text()
    {
        TrainingSet data = Lcg500.Rows();
        string text = Evaluate(new LogisticRegression(), data).ToText();
        Assert.Contains("AUC                             0.7328     0.6875   0.7781\n", text, StringComparison.Ordinal);
        Assert.Contains("calibration slope               1.0000     0.7616   1.2384\n", text, StringComparison.Ordinal);
        Assert.Contains("log-loss                        0.5945\n", text, StringComparison.Ordinal);
        Assert.Contains("| log-loss | - |", BinaryEvaluation.Of([3, -4], [true, false]).ToText(TableFormat.Markdown), StringComparison.Ordinal);
    }

    private static BinaryEvaluation Evaluate(LogisticRegression recipe, TrainingSet data) => BinaryEvaluation.Of(recipe.Fit(data).Score(data.Table), data.Events);

    private static double[] Numbers(BinaryEvaluation evaluation)
    {
        BrierDecomposition murphy = evaluation.DecomposeBrier(7);
        CalibrationDiagnostics diagnostics = evaluation.DiagnoseCalibration();
        return
        [
            murphy.Reliability, murphy.Resolution, murphy.Uncertainty, murphy.Remainder, evaluation.CalibrationErrorOfEqualWidth(7), evaluation.CalibrationErrorOfEqualMass(7), evaluation.HosmerLemeshow(5).Statistic,
            diagnostics.Slope, diagnostics.Intercept, diagnostics.InTheLarge, diagnostics.SpiegelhalterZ, diagnostics.ObservedToExpected,
        ];
    }

    private static void Agree(BinaryEvaluation evaluation, double equalWidth, double[] murphy, double hosmer, int groups, double p, double spiegelhalter, double spiegelhalterP)
    {
        Same.Within(1e-11, equalWidth, evaluation.CalibrationErrorOfEqualWidth());
        BrierDecomposition parts = evaluation.DecomposeBrier();
        Same.Within(1e-11, murphy, [parts.Reliability, parts.Resolution, parts.Uncertainty, parts.Remainder]);
        HosmerLemeshowTest test = evaluation.HosmerLemeshow(onTrainingRows: true);
        Assert.Equal((groups, groups - 2), (test.GroupCount, test.DegreesOfFreedom));
        Same.Relatively(1e-8, [hosmer, p], [test.Statistic, test.PValue]);
        CalibrationDiagnostics diagnostics = evaluation.DiagnoseCalibration();
        Same.Within(1e-8, [spiegelhalter, spiegelhalterP], [diagnostics.SpiegelhalterZ, diagnostics.SpiegelhalterPValue]);
    }

    private static void Cox(BinaryEvaluation evaluation, double[] values, double[] errors)
    {
        CalibrationDiagnostics diagnostics = evaluation.DiagnoseCalibration();
        Same.Within(1e-9, values, [diagnostics.Intercept, diagnostics.Slope, diagnostics.InTheLarge]);
        Same.Relatively(1e-8, errors, [diagnostics.InterceptStandardError, diagnostics.SlopeStandardError, diagnostics.InTheLargeStandardError]);
        Assert.Empty(diagnostics.Findings);
    }
}
