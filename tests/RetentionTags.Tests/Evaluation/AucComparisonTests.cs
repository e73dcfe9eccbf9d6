using MathNet.Numerics.Distributions;
using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Models.Linear;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Evaluation;

public class AucComparisonTests : PropertyTests
{
    /// <summary>Events 0 to 3 and non-events 4 to 7: every event is above every non-event in all three scores, or the order differs within a class only. In real numbers nothing differs.</summary>
    [Property(MaxTest = 100)]
    public void Fractional_weights_make_no_difference_out_of_rounding(byte[] parts)
    {
        double[] weights = [.. Enumerable.Range(0, 8).Select(row => 0.1 + ((row < parts.Length ? parts[row] : row) / 3.0))];
        bool[] events = [true, true, true, true, false, false, false, false];
        double[] one = [8, 7, 6, 5, 4, 3, 2, 1], other = [5, 8, 7, 6, 1, 4, 2, 3], mixed = [8, 7, 4, 3, 6, 5, 2, 1], mixedAgain = [7, 8, 3, 4, 5, 6, 1, 2];
        foreach ((double[] first, double[] second) in new[] { (one, other), (mixed, mixedAgain) })
        {
            AucComparison test = AucComparison.Of(first, second, events, weights);
            Same.Within(1e-14, 0, test.Difference);
            Assert.Equal((0.0, 1.0), (test.Z, test.PValue));
            Assert.Empty(test.Findings);
        }
    }

    [Fact]
    public void Two_sets_of_rows_that_are_ranked_without_a_mistake_do_not_differ()
    {
        BinaryEvaluation first = BinaryEvaluation.Of([4, 3, 2, 1], [true, true, false, false]), second = BinaryEvaluation.Of([6, 5, 4, 3, 2, 1], [true, true, true, false, false, false], [0.3, 0.9, 0.8, 0.7, 1.1, 1.3]);
        Assert.Equal((0.0, 1.0), (AucComparison.OfIndependent(first, first).Z, AucComparison.OfIndependent(first, first).PValue));
        Assert.Equal((0.0, 1.0), (AucComparison.OfIndependent(first, second).Z, AucComparison.OfIndependent(first, second).PValue));
    }

    /// <summary>models.md section 9.1: pROC 1.18.0 under R 4.2.2 on the lcg500 scores of the full model and of x0 alone; ties by the tens in the latter.</summary>
    [Fact]
    public void Equals_pROC_on_lcg500()
    {
        (TrainingSet data, double[] full, double[] one) = Lcg500Scores();
        AucComparison test = AucComparison.Of(full, one, data.Events);
        Same.Within(1e-11, [0.7327950597714814, 0.6801235057129649], [test.FirstAuc, test.SecondAuc]);
        Same.Relatively(1e-10, [0.0005351922829539256, 0.0005718566623874577, 0.0004121773205306582, 3.13269131508717, 0.0017321150265602941], [test.FirstVariance, test.SecondVariance, test.Covariance, test.Z, test.PValue]);
        Same.Within(1e-11, [0.6874528154939781, 0.7781373040489847, 0.6332538586063244, 0.7269931528196051], [.. Ends(Evaluate(full, data).AucInterval()), .. Ends(Evaluate(one, data).AucInterval())]);
        double half = 1.959963984540054 * (test.FirstAuc - test.SecondAuc) / 3.13269131508717;
        Same.Within(1e-11, [test.Difference - half, test.Difference + half], Ends(test.Interval()));
        Assert.Empty(test.Findings);
    }

    /// <summary>models.md section 9.1: the same with each row as many times as its weight says.</summary>
    [Fact]
    public void Equals_the_replicated_rows_of_lcg500()
    {
        (TrainingSet data, double[] full, double[] one) = Lcg500Scores();
        AucComparison test = AucComparison.Of(full, one, data.Events, Lcg500.Weights);
        Same.Relatively(1e-10, [0.00027107164991891085, 0.00028912422311855985, 0.00020947061696942467, 4.435461217131626, 9.18753717677585e-06], [test.FirstVariance, test.SecondVariance, test.Covariance, test.Z, test.PValue]);
        Same.Within(1e-11, [0.6943098727670977, 0.758848561338252], Ends(BinaryEvaluation.Of(full, data.Events, Lcg500.Weights).AucInterval()));
    }

    /// <summary>pROC on the real data: models.md sections 9.2 and 9.6.</summary>
    [DataFact]
    public void Equals_pROC_on_telco_and_bank_marketing()
    {
        TrainingSet telco = RealData.TelcoDesign();
        TrainingSet tenure = telco.WithTable(telco.Table.Select("tenure"));
        AucComparison test = AucComparison.Of(Score(telco), Score(tenure), telco.Events);
        Same.Relatively(1e-9, [2.67157382625596e-05, 4.22815341687549e-05, 2.02645824171690e-05, 16.7252113526766, 8.587102988588207e-63], [test.FirstVariance, test.SecondVariance, test.Covariance, test.Z, test.PValue]);
        Same.Within(1e-11, [0.818974879918073, 0.839235917246, 0.727122656220901, 0.752611694836356], [.. Ends(Evaluate(Score(telco), telco).AucInterval()), .. Ends(Evaluate(Score(tenure), telco).AucInterval())]);

        TrainingSet bank = RealData.BankNumbers();
        AucComparison other = AucComparison.Of(Score(bank), bank.Table.Numeric("balance").Values, bank.Events);
        Same.Within(1e-11, 0.590061489160812, other.SecondAuc);
        Same.Relatively(1e-9, [1.719141337600e-05, 1.634981523565e-05, 4.57882174246e-06, 9.46529022344576, 2.92746966732002e-21], [other.FirstVariance, other.SecondVariance, other.Covariance, other.Z, other.PValue]);
    }

    [Property(MaxTest = 200)]
    public void Follows_the_definition_pair_by_pair(ScoredRows rows, int seed)
    {
        (double Score, double Other, bool IsEvent)[] all = [.. Paired(rows, seed).SelectMany(row => Enumerable.Repeat((row.Score, row.Other, row.IsEvent), (int)row.Weight))];
        (double Score, double Other, bool IsEvent)[] events = [.. all.Where(row => row.IsEvent)], rest = [.. all.Where(row => !row.IsEvent)];
        double[] one = [.. events.Select(e => rest.Average(n => Win(e.Score, n.Score)))], other = [.. events.Select(e => rest.Average(n => Win(e.Other, n.Other)))];
        double[] oneRest = [.. rest.Select(n => events.Average(e => Win(e.Score, n.Score)))], otherRest = [.. rest.Select(n => events.Average(e => Win(e.Other, n.Other)))];
        AucComparison test = Test(Paired(rows, seed));
        if (events.Length == 1 || rest.Length == 1)
        {
            Assert.True(double.IsNaN(test.FirstVariance) && double.IsNaN(test.Z) && double.IsNaN(test.PValue) && double.IsNaN(test.Interval().Lower));
            Assert.Equal(FindingCodes.UndefinedMeasure, Assert.Single(test.Findings).Code);
            return;
        }

        Same.Within(1e-12, [one.Average(), other.Average()], [test.FirstAuc, test.SecondAuc]);
        Same.Within(1e-12, [Cov(one, one, oneRest, oneRest), Cov(other, other, otherRest, otherRest), Cov(one, other, oneRest, otherRest)], [test.FirstVariance, test.SecondVariance, test.Covariance]);
        Same.Within(1e-12, test.FirstVariance + test.SecondVariance - (2 * test.Covariance), test.Variance);
        Same.Bits([test.FirstVariance], [BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights).AucVariance]);
        if (test.Variance > 0)
            Same.Within(1e-12, [2 * Normal.CDF(0, 1, -Math.Abs(test.Z)), test.Z], [test.PValue, test.Difference / Math.Sqrt(test.Variance)]);

        static double Win(double e, double n) => e > n ? 1 : e == n ? 0.5 : 0;
        static double Cov(double[] a, double[] b, double[] aRest, double[] bRest) => (Sample(a, b) / a.Length) + (Sample(aRest, bRest) / aRest.Length);
        static double Sample(double[] a, double[] b) => a.Zip(b).Sum(pair => (pair.First - a.Average()) * (pair.Second - b.Average())) / (a.Length - 1);
    }

    [Property(MaxTest = 200)]
    public void Neither_order_nor_replication_changes_a_bit(ScoredRows rows, int seed)
    {
        var paired = Paired(rows, seed);
        var replicated = paired.SelectMany(row => Enumerable.Repeat((row.Score, row.Other, row.IsEvent, 1.0), (int)row.Weight)).ToArray();
        double[] expected = Numbers(Test(paired));
        Same.Bits(expected, Numbers(Test(replicated)));
        Same.Bits(expected, Numbers(Test([.. paired.Reverse()])));
        Same.Bits(expected, Numbers(Test([.. paired, (0.3, 0.9, true, 0), (0.8, 0.1, false, 0)])));
    }

    /// <summary>Weights that are not whole go another way through the sums, to the same numbers.</summary>
    [Property(MaxTest = 200)]
    public void Fractional_weights_lead_to_the_same_numbers(ScoredRows rows, int seed)
    {
        var paired = Paired(rows, seed);
        double[] halves = Numbers(Test([.. paired, .. paired.Select(row => row with { Weight = row.Weight / 3 }), .. paired.Select(row => row with { Weight = row.Weight * 2 / 3 })]));
        Same.Within(1e-12, Numbers(Test([.. paired, .. paired])).Where(double.IsFinite), halves.Where(double.IsFinite));
    }

    [Property(MaxTest = 200)]
    public void Swapping_turns_the_sign_and_scores_of_one_order_do_not_differ(ScoredRows rows, int seed)
    {
        var paired = Paired(rows, seed);
        AucComparison test = Test(paired), swapped = Test([.. paired.Select(row => (row.Other, row.Score, row.IsEvent, row.Weight))]);
        Same.Bits([test.Variance, test.PValue], [swapped.Variance, swapped.PValue]);
        Assert.Equal((-test.Difference, -test.Z), (swapped.Difference, swapped.Z));

        AucComparison same = Test([.. paired.Select(row => (row.Score, Math.Exp(row.Score) - 3, row.IsEvent, row.Weight))]);
        if (!double.IsNaN(same.Variance))
            Assert.Equal((0.0, 0.0, 0.0, 1.0), (same.Difference, same.Variance, same.Z, same.PValue));
    }

    /// <summary>The statistic and the degrees of freedom by their formulas, P and the interval from MathNet's distribution function.</summary>
    [Fact]
    public void Different_rows_are_compared_by_Welchs_test()
    {
        BinaryEvaluation first = BinaryEvaluation.Of([1, 2, 3, 4, 5, 6], [false, true, false, true, false, true]), second = BinaryEvaluation.Of([1, 2, 3, 4, 5, 6, 7], [false, false, true, true, true, false, true]);
        AucComparison test = AucComparison.OfIndependent(first, second);
        double v = first.AucVariance + second.AucVariance, freedom = v * v / ((Math.Pow(first.AucVariance, 2) / 5) + (Math.Pow(second.AucVariance, 2) / 6));
        Same.Within(1e-14, [(first.Auc - second.Auc) / Math.Sqrt(v), freedom, 0], [test.Z, test.DegreesOfFreedom, test.Covariance]);
        Same.Within(1e-12, 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(test.Z)), test.PValue);
        Same.Within(1e-9, test.Difference + (StudentT.InvCDF(0, 1, freedom, 0.95) * Math.Sqrt(v)), test.Interval(0.9).Upper);
    }

    [Fact]
    public void Scores_without_spread_have_no_test_but_their_numbers()
    {
        AucComparison test = AucComparison.Of([1, 2, 3, 4], [4, 3, 2, 1], [false, false, true, true]);
        Assert.Equal((1.0, 0.0, 0.0), (test.Difference, test.SecondAuc, test.Variance));
        Assert.True(double.IsNaN(test.Z) && double.IsNaN(test.PValue));
        Assert.Contains("spread", Assert.Single(test.Findings).Message, StringComparison.Ordinal);
        Assert.Equal(new(1, 1, 0.95), BinaryEvaluation.Of([1, 2, 3, 4], [false, false, true, true]).AucInterval());
    }

    [Fact]
    public void Bad_input_and_cancellation_are_refused()
    {
        Assert.Contains("Row 1: the score is NaN", Assert.Throws<ArgumentException>(() => AucComparison.Of([1, 2], [1, double.NaN], [true, false])).Message, StringComparison.Ordinal);
        Assert.Contains("1 scores and 2 events", Assert.Throws<ArgumentException>(() => AucComparison.Of([1, 2], [1], [true, false])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => AucComparison.Of([1, 2], [2, 1], [true, false]).Interval(1));
        Assert.Throws<OperationCanceledException>(() => AucComparison.Of([1, 2], [2, 1], [true, false], default, new(canceled: true)));
        Assert.True(double.IsNaN(AucComparison.Of([], [], []).FirstAuc));
    }

    private static (TrainingSet Data, double[] Full, double[] One) Lcg500Scores()
    {
        TrainingSet data = Lcg500.Rows();
        return (data, Score(data), Score(data.WithTable(data.Table.Select("x0"))));
    }

    private static double[] Score(TrainingSet data) => new LogisticRegression().Fit(data).Score(data.Table);

    private static BinaryEvaluation Evaluate(double[] scores, TrainingSet data) => BinaryEvaluation.Of(scores, data.Events);

    private static double[] Ends(ConfidenceInterval interval) => [interval.Lower, interval.Upper];

    private static double[] Numbers(AucComparison test) => [test.FirstAuc, test.SecondAuc, test.FirstVariance, test.SecondVariance, test.Covariance, test.Variance, test.Z, test.PValue];

    /// <summary>A second score that depends on the first one and on the seed, with ties of its own.</summary>
    private static (double Score, double Other, bool IsEvent, double Weight)[] Paired(ScoredRows rows, int seed) =>
        [.. rows.Rows.Select((row, i) => (row.Score, Math.Round((10 * row.Score) + (((uint)(seed + (i * 7919)) % 11) / 2.0)), row.IsEvent, row.Weight))];

    private static AucComparison Test((double Score, double Other, bool IsEvent, double Weight)[] rows) =>
        AucComparison.Of([.. rows.Select(row => row.Score)], [.. rows.Select(row => row.Other)], [.. rows.Select(row => row.IsEvent)], [.. rows.Select(row => row.Weight)]);
}
