using MathNet.Numerics.Distributions;
using RetentionTags.Numerics;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

/// <summary>
/// Golden numbers: statsmodels 0.13.5 (proportions_ztest with alternative 'larger', confint_proportions_2indep 'newcomb', multipletests 'holm'), scipy 1.10.1 (isotonic fit as a constrained maximum of the likelihood by SLSQP), numpy 1.24.2 (formula of Cochran and Armitage; a million
/// draws of level probabilities, seed 1). Small counts: all divisions of the events among the rows.
/// </summary>
public class TierReportTests : PropertyTests
{
    private static readonly double[] Thresholds = [0.8, 0.6, 0.4, 0.2];

    [Fact]
    public void Steps_have_the_tests_of_two_proportions()
    {
        TierReport report = Report([41, 58, 75, 60, 22], [80, 160, 240, 320, 200]);
        Same.Within(1e-12, [2.2252289995819012, 1.0398822400041015, 3.422341055571989, 2.3591164551215007], report.Steps.Select(step => step.Z));
        Same.Relatively(1e-10, [0.013032934503828853, 0.14919730730041925, 0.0003104219227932061, 0.009159253064919588], report.Steps.Select(step => step.PValue));
        Same.Relatively(1e-10, [0.027477759194758762, 0.14919730730041925, 0.0012416876911728245, 0.027477759194758762], report.Steps.Select(step => step.HolmPValue));
        Same.Within(1e-10, [0.01777025754392847, -0.043328525729145514, 0.05282721076236688, 0.013376700415568765], report.Steps.Select(step => step.Interval.Lower));
        Same.Within(1e-10, [0.27763018878337575, 0.14472096456923533, 0.19755665926567162, 0.13635070143915617], report.Steps.Select(step => step.Interval.Upper));
        Same.Within(1e-12, -8.356961350678034, report.Trend.Z);
        Same.Within(1e-25, 6.435437244283385e-17, report.Trend.PValue);
        Assert.True(report.IsMonotone);
        Assert.Equal(new TierOrderTest(0, 1), report.OrderTest);
    }

    [Fact]
    public void A_violated_order_has_the_likelihood_ratio_of_the_isotonic_fit()
    {
        TierReport report = Report([30, 52, 41, 28, 26], [100, 120, 150, 180, 90]);
        Assert.False(report.IsMonotone);
        // SLSQP stops within some 10⁻⁸; that the fit is exact is the law below.
        Same.Within(1e-7, 10.591949962849299, report.OrderTest.Statistic);
        Same.Within(1e-4, 0.012903663130783241, report.OrderTest.PValue);
    }

    /// <summary>Two tiers: the mixture is ½ χ²₀ + ½ χ²₁, so the P value is one-sided, and near the exact one of all divisions.</summary>
    [Fact]
    public void Two_tiers_have_a_one_sided_test()
    {
        TierReport report = Report([14, 26], [60, 60]);
        double statistic = 2 * ((14 * Math.Log(14 / 20.0)) + (46 * Math.Log(46 / 40.0)) + (26 * Math.Log(26 / 20.0)) + (34 * Math.Log(34 / 40.0)));
        Same.Within(1e-12, statistic, report.OrderTest.Statistic);
        Same.Within(1e-12, Normal.CDF(0, 1, -Math.Sqrt(statistic)), report.OrderTest.PValue);
        double exact = Enumerable.Range(0, 15).Sum(k => new Hypergeometric(120, 40, 60).Probability(k)), less = exact - new Hypergeometric(120, 40, 60).Probability(14);
        Assert.InRange(report.OrderTest.PValue, less, exact);
    }

    /// <summary>All ways to deal 45 events to 40 + 30 + 50 rows: the exact distribution under equal rates, given the number of events.</summary>
    [Fact]
    public void Small_counts_agree_with_all_permutations()
    {
        int[] sizes = [40, 30, 50];
        const int Events = 45;
        TierOrderTest found = Report([11, 14, 20], [40, 30, 50]).OrderTest;
        double all = 0, asFar = 0, farther = 0;
        for (int a = 0; a <= Math.Min(sizes[0], Events); a++)
        {
            for (int b = 0; b <= Math.Min(sizes[1], Events - a); b++)
            {
                int c = Events - a - b;
                if (c > sizes[2])
                    continue;
                double ways = Math.Exp(LogChoose(sizes[0], a) + LogChoose(sizes[1], b) + LogChoose(sizes[2], c) - LogChoose(120, Events));
                double statistic = TierOrderTest.Of([a, b, c], [40, 30, 50]).Statistic;
                all += ways;
                asFar += statistic >= found.Statistic - 1e-9 ? ways : 0;
                farther += statistic > found.Statistic + 1e-9 ? ways : 0;
            }
        }

        Same.Within(1e-9, 1, all);
        Same.Within(0.02, (asFar + farther) / 2, found.PValue);

        static double LogChoose(int n, int k) => MathNet.Numerics.SpecialFunctions.BinomialLn(n, k);
    }

    [Property(MaxTest = 200)]
    public void The_order_test_is_that_of_the_nearest_order_found_by_trying_all(ScoredRows rows)
    {
        TierReport report = Of(rows);
        TierOutcome[] filled = [.. report.Tiers.Where(tier => tier.Count > 0)];

        // The isotonic fit is among the divisions into runs whose common rates do not rise: the one with the highest likelihood.
        double best = double.NegativeInfinity;
        for (int mask = 0; mask < 1 << (filled.Length - 1); mask++)
        {
            double likelihood = 0, last = 2;
            for (int first = 0; first < filled.Length;)
            {
                int end = first + 1;
                while (end < filled.Length && (mask >> (end - 1) & 1) == 0)
                    end++;
                double events = filled[first..end].Sum(tier => tier.Events), count = filled[first..end].Sum(tier => tier.Count);
                likelihood = events / count > last ? double.NegativeInfinity : likelihood + LogLikelihood(events, count);
                last = events / count;
                first = end;
            }

            best = Math.Max(best, likelihood);
        }

        Same.Within(1e-9, 2 * (filled.Sum(tier => LogLikelihood(tier.Events, tier.Count)) - best), report.OrderTest.Statistic);
        Assert.Equal(report.IsMonotone, report.OrderTest.Statistic == 0);
        Assert.InRange(report.OrderTest.PValue, 0, 1);

        static double LogLikelihood(double events, double count) => Part(events, count) + Part(count - events, count);
        static double Part(double some, double all) => some == 0 ? 0 : some * Math.Log(some / all);
    }

    /// <summary>Equal true rates in four tiers: the test at 5 % rejects in about 5 of 100 samples, and P values of 10 % and less come in 10.</summary>
    [Fact]
    public void Equal_rates_are_rejected_as_often_as_the_level_says()
    {
        var random = new SplitMix64(77);
        double[] counts = [60, 150, 300, 490];
        const int Samples = 4000;
        int five = 0, ten = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            double[] events = [.. counts.Select(count => 0.0)];
            for (int tier = 0; tier < counts.Length; tier++)
            {
                for (int row = 0; row < counts[tier]; row++)
                    events[tier] += random.Next(100) < 30 ? 1 : 0;
            }

            double p = TierOrderTest.Of(events, counts).PValue;
            five += p <= 0.05 ? 1 : 0;
            ten += p <= 0.1 ? 1 : 0;
        }

        Assert.InRange(five / (double)Samples, 0.04, 0.06);
        Assert.InRange(ten / (double)Samples, 0.085, 0.115);
    }

    [Fact]
    public void More_tiers_than_the_test_takes_have_no_P_value()
    {
        double[] counts = [.. Enumerable.Repeat(10.0, 13)], rising = [.. Enumerable.Range(0, 13).Select(i => i / 2.0)], falling = [.. rising.Reverse()];
        Assert.True(double.IsNaN(TierOrderTest.Of(rising, counts).PValue));
        Assert.Equal(1, TierOrderTest.Of(falling, counts).PValue);
        Assert.InRange(TierOrderTest.Of(rising.AsSpan(0, 12), counts.AsSpan(0, 12)).PValue, 0, 0.02);
    }

    [Property(MaxTest = 200)]
    public void Expected_and_realised_are_compared_tier_by_tier(ScoredRows rows)
    {
        TierReport report = Of(rows);
        double sum = 0;
        int freedom = 0;
        foreach (TierOutcome tier in report.Tiers)
        {
            var inside = rows.Rows.Where(row => report.Tiers.Last(each => row.Score < each.Tier.To || each.Tier.Rank == 0) == tier).ToArray();
            double count = inside.Sum(row => row.Weight), expected = inside.Sum(row => row.Weight * row.Score), variance = inside.Sum(row => row.Weight * row.Score * (1 - row.Score));
            if (count > 0)
                Same.Within(1e-12, expected / count, tier.MeanScore);
            double z = (inside.Where(row => row.IsEvent).Sum(row => row.Weight) - expected) / Math.Sqrt(variance);
            Assert.Equal(double.IsFinite(z), double.IsFinite(tier.CalibrationZ));
            if (!double.IsFinite(z))
                continue;
            Same.Within(1e-9, z, tier.CalibrationZ);
            Same.Within(1e-9, 2 * Normal.CDF(0, 1, -Math.Abs(z)), tier.CalibrationPValue);
            sum += z * z;
            freedom++;
        }

        if (!report.Tiers.Any(tier => double.IsInfinity(tier.CalibrationZ)) && freedom > 0)
        {
            Same.Within(1e-8 * (1 + sum), sum, report.CalibrationStatistic);
            Same.Within(1e-9, 1 - ChiSquared.CDF(freedom, sum), report.CalibrationPValue);
        }

        // A weight is so many copies, and the order of rows changes no bit.
        ScoredRows copies = rows.Replicated;
        TierReport same = Of(new([.. rows.Rows.Reverse()]));
        Assert.Equal(report.Tiers, same.Tiers);
        Assert.Equal(report.Tiers.Select(tier => (tier.Count, tier.Events)), TierReport.Of(Scheme, copies.Scores, copies.Events).Tiers.Select(tier => (tier.Count, tier.Events)));
    }

    [Fact]
    public void Scores_that_are_no_probabilities_have_no_calibration()
    {
        TierReport report = TierReport.Of(TierScheme.FromThresholds([("high", 600)], "low"), [640, 610, 580, 500], [true, false, true, false]);
        Assert.Equal([625, 540], report.Tiers.Select(tier => tier.MeanScore));
        Assert.All(report.Tiers, tier => Assert.True(double.IsNaN(tier.CalibrationZ) && double.IsNaN(tier.Value)));
        Assert.True(double.IsNaN(report.CalibrationStatistic) && double.IsNaN(report.CalibrationPValue) && double.IsNaN(report.Value));
        Assert.DoesNotContain("Expected", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tiers_that_were_given_are_taken_as_they_are()
    {
        TierScheme scheme = TierScheme.FromThresholds([("high", 0.5)], "low");
        TierReport report = TierReport.Of(scheme, [0.9, 0.45, 0.55, 0.1], [0, 0, 1, 1], [true, true, false, false]);
        Assert.Equal([1, 0], report.Tiers.Select(tier => tier.EventRate));
        Same.Within(1e-15, [0.675, 0.325], report.Tiers.Select(tier => tier.MeanScore));
        Assert.Contains("Row 2: the rank is 2", Assert.Throws<ArgumentException>(() => TierReport.Of(scheme, [0.9, 0.4, 0.5], [0, 1, 2], [true, false, true])).Message, StringComparison.Ordinal);
        Assert.Contains("1 ranks", Assert.Throws<ArgumentException>(() => TierReport.Of(scheme, [0.9, 0.4], [0], [true, false])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1: the weight is -1", Assert.Throws<ArgumentException>(() => TierReport.Of(scheme, [0.9, 0.4], [true, false], [1, -1])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1: the score is NaN", Assert.Throws<ArgumentException>(() => TierReport.Of(scheme, [0.9, double.NaN], [true, false])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_are_written_for_people() => Assert.Equal(
        """
        From  To    Rate  Next rate    Fall  95 % from  95 % to     Z       P  P (Holm)
        ----  --  ------  ---------  ------  ---------  -------  ----  ------  --------
        0     1   51.2 %     36.2 %  15.0 %      1.8 %   27.8 %  2.23  0.0130    0.0261
        1     2   36.2 %     31.2 %   5.0 %     -4.3 %   14.5 %  1.04  0.1492    0.1492

        """,
        Report([41, 58, 75], [80, 160, 240]).StepsToText());

    private static TierScheme Scheme => TierScheme.FromThresholds([.. Thresholds.Select((threshold, rank) => ($"{rank}", threshold))], "4");

    private static TierReport Of(ScoredRows rows) => TierReport.Of(Scheme, rows.Scores, rows.Events, rows.Weights);

    /// <summary>So many events of so many rows in each tier.</summary>
    private static TierReport Report(int[] events, int[] counts)
    {
        var scores = new List<double>();
        var labels = new List<bool>();
        for (int tier = 0; tier < counts.Length; tier++)
        {
            scores.AddRange(Enumerable.Repeat(0.9 - (0.2 * tier), counts[tier]));
            labels.AddRange(Enumerable.Range(0, counts[tier]).Select(row => row < events[tier]));
        }

        return TierReport.Of(Scheme, scores.ToArray(), labels.ToArray());
    }
}
