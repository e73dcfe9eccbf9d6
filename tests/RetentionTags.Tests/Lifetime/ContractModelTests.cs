using RetentionTags.Evaluation;
using RetentionTags.Lifetime;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Lifetime;

/// <summary>
/// Counts: Fader and Hardie (2007), figure 2, the first seven years of two segments of 1,000. Expected numbers: the same likelihoods maximised in mpmath 1.3.0 at 40 digits by Newton's method with numeric derivatives, standard errors from the numeric Hessian; they agree with the
/// published ones to the digits printed (.668, 3.806; .704, 1.182; .25936, 1.7227, 1.5843).
/// </summary>
public class ContractModelTests
{
    private static readonly double[] HighEnd = [1000, 869, 743, 653, 593, 551, 517, 491];
    private static readonly double[] Regular = [1000, 631, 468, 382, 326, 289, 262, 241];

    private static ContractModel Sbg(params double[] survivors) => new ShiftedBetaGeometric().Fit(CohortCounts.FromSurvivors(survivors));

    private static ContractModel Bdw(params double[] survivors) => new BetaDiscreteWeibull().Fit(CohortCounts.FromSurvivors(survivors));

    [Fact]
    public void Shifted_beta_geometric_of_both_segments()
    {
        ContractModel high = Sbg(HighEnd), regular = Sbg(Regular);
        Same.Relatively(1e-10, [0.66808835110645, 3.8060949640583, 0.70407729847352, 1.1820430262095], [high.Alpha.Value, high.Beta.Value, regular.Alpha.Value, regular.Beta.Value]);
        Same.Relatively(1e-8, [0.155271276588, 0.206387832987, 0.0931701169407, 0.128993300832], [high.Alpha.LogStandardError, high.Beta.LogStandardError, regular.Alpha.LogStandardError, regular.Beta.LogStandardError]);
        Same.Within(1e-9, [-1611.1581473912, -1680.2651884633], [high.LogLikelihood, regular.LogLikelihood]);
        Same.Within(1e-9, [0.3779990716, 0.1700374528], [high.Survival(12), regular.Survival(12)]);
        Assert.All((ContractModel[])[high, regular], model => Assert.True(model.IsConverged && model.Findings.Count == 0 && model.Shape == new ContractParameter("c", 1, double.NaN)));
        Assert.Equal((-2 * high.LogLikelihood) + 4, high.Aic);
        Assert.Equal((-2 * high.LogLikelihood) + (2 * Math.Log(1000)), high.Bic);
    }

    [Fact]
    public void Beta_discrete_Weibull_of_both_segments()
    {
        ContractModel high = Bdw(HighEnd), regular = Bdw(Regular), four = Bdw(100, 86.9, 74.3, 65.3, 59.3);
        Same.Relatively(1e-9, [0.21425333928085, 1.4265748748601, 1.7235648487445], [high.Alpha.Value, high.Beta.Value, high.Shape.Value]);
        Same.Relatively(1e-9, [0.45561398937164, 0.77932550838796, 1.2834512857833], [regular.Alpha.Value, regular.Beta.Value, regular.Shape.Value]);
        Same.Relatively(1e-9, [0.25933573151117, 1.7225514880867, 1.5843615150229], [four.Alpha.Value, four.Beta.Value, four.Shape.Value]);
        Same.Relatively(1e-7, [0.278080643423, 0.267359688871, 0.174663159291], [high.Alpha.LogStandardError, high.Beta.LogStandardError, high.Shape.LogStandardError]);
        Same.Relatively(1e-7, [1.46531548947, 1.42631742585, 0.704610453414], [four.Alpha.LogStandardError, four.Beta.LogStandardError, four.Shape.LogStandardError]);
        Same.Within(1e-9, [-1605.3142132142, -1679.6028329072, -122.27493182408], [high.LogLikelihood, regular.LogLikelihood, four.LogLikelihood]);
        Same.Within(1e-9, [0.4039295907, 0.1773313983, 0.5466108288, 0.5103694029], [high.Survival(12), regular.Survival(12), four.Survival(5), four.Survival(6)]);
    }

    [Fact]
    public void Churn_of_who_is_left_and_its_interval()
    {
        (ContractModel Model, double Churn, double Lower, double Upper)[] expected =
        [
            (Sbg(HighEnd), 0.24773756131467, 0.226375287359, 0.270741160208),
            (Sbg(Regular), 0.38299878082794, 0.35112657963, 0.416736448882),
            (Bdw(HighEnd), 0.25397642014074, 0.230520524641, 0.279357683336),
            (Bdw(Regular), 0.37902956121937, 0.345592054975, 0.414568711575),
        ];
        foreach ((ContractModel model, double churn, double lower, double upper) in expected)
        {
            ConfidenceInterval interval = model.ChurnInterval(2, 3);
            Same.Within(1e-9, [churn, lower, upper, 0.95], [model.ChurnProbability(2, 3), interval.Lower, interval.Upper, interval.Level]);
        }
    }

    /// <summary>mpmath's hyp2f1 for the shifted beta-geometric, a sum of 900 terms at 40 digits for the other.</summary>
    [Fact]
    public void Discounted_residual_lifetime_is_the_hypergeometric_function()
    {
        ContractModel high = Sbg(HighEnd), regular = Sbg(Regular), other = Bdw(HighEnd);
        Same.Relatively(1e-9, [5.4144788453616, 6.89670668142951, 27.5843859185074], [high.DiscountedResidualLifetime(0.1, 0), high.DiscountedResidualLifetime(0.1, 4), high.DiscountedResidualLifetime(0.01, 4)]);
        Same.Relatively(1e-9, [2.96439927026332, 5.89409536138086, 21.0050710978225, 7.54063036296356], [regular.DiscountedResidualLifetime(0.1, 0), regular.DiscountedResidualLifetime(0.1, 4), regular.DiscountedResidualLifetime(0.01, 4), other.DiscountedResidualLifetime(0.1, 4)]);
        double slow = high.DiscountedResidualLifetime(1e-4, 0);
        Assert.InRange(slow, 27.6, 1e4);
    }

    [Fact]
    public void Profile_intervals_are_those_of_mpmath()
    {
        CohortCounts counts = CohortCounts.FromSurvivors(HighEnd);
        ContractModel two = Sbg(HighEnd), three = Bdw(HighEnd);
        (ContractModel Model, string Name, double Lower, double Upper)[] expected =
        [
            (two, "alpha", 0.50619554593, 0.94334265896),
            (two, "beta", 2.6185413208, 5.9631249211),
            (three, "c", 1.2514688419, 2.5618371495),
        ];
        foreach ((ContractModel model, string name, double lower, double upper) in expected)
        {
            ConfidenceInterval interval = model.ProfileInterval(counts, name);
            Same.Relatively(1e-9, [lower, upper], [interval.Lower, interval.Upper]);
        }
    }

    [Fact]
    public void Profile_intervals_show_what_the_counts_do_not_know()
    {
        CohortCounts alike = CohortCounts.FromSurvivors([1000, 800, 640, 512, 409]), few = CohortCounts.FromSurvivors([20, 17, 15, 14]);
        Assert.Equal(double.PositiveInfinity, new ShiftedBetaGeometric().Fit(alike).ProfileInterval(alike, "alpha").Upper);
        Assert.Equal(double.PositiveInfinity, new BetaDiscreteWeibull().Fit(few).ProfileInterval(few, "c").Upper);
        Assert.Contains("no parameter 'c', but alpha, beta", Assert.Throws<ArgumentException>(() => Sbg(HighEnd).ProfileInterval(alike, "c")).Message, StringComparison.Ordinal);
        Assert.Contains("not those that the model was fitted on", Assert.Throws<ArgumentException>(() => Sbg(HighEnd).ProfileInterval(alike, "alpha")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cohorts_of_different_ages_add_up()
    {
        CohortCounts together = CohortCounts.Combine(
            CohortCounts.FromSurvivors([500, 430, 370, 330]),
            CohortCounts.FromSurvivors([800, 700, 600]),
            CohortCounts.FromSurvivors([400, 380], firstRenewal: 2));
        Assert.Equal([1300, 1130, 770], together.AtRisk.ToArray());
        Assert.Equal([170, 160, 60], together.Lost.ToArray());
        Assert.Equal(1700, together.Customers);
        Assert.Equal(3, together.LastPeriod);
    }

    [Fact]
    public void Counts_of_single_customers_are_those_of_their_cohort()
    {
        // Lost in period 1, 1, 2; still there after 1, 3, 0; entered after 1, lost in 3.
        SurvivalData data = SurvivalData.Create([1, 1, 2, 1, 3, 0, 3], [true, true, true, false, false, false, true], [1, 2, 1, 1, 3, 4, 1], [0, 0, 0, 0, 0, 0, 1]);
        CohortCounts counts = CohortCounts.Of(data);
        Assert.Equal([8, 5, 4], counts.AtRisk.ToArray());
        Assert.Equal([3, 1, 1], counts.Lost.ToArray());
        Assert.Equal(13, counts.Customers);
    }

    [Fact]
    public void Customers_who_do_not_differ_are_a_finding()
    {
        ContractModel model = Sbg(1000, 800, 640, 512, 409);
        Finding finding = Assert.Single(model.Findings, each => each.Code == FindingCodes.ContractBound);
        Assert.Contains("no sign that customers differ", finding.Message, StringComparison.Ordinal);
        Same.Within(1e-5, 1 - (591.0 / 2952), model.RetentionRate(9));
        Assert.True(double.IsNaN(model.Beta.StandardError) || double.IsNaN(model.Alpha.StandardError));
    }

    [Fact]
    public void Retention_that_falls_makes_the_Weibull_shape_exceed_one_and_few_periods_make_it_vague()
    {
        ContractModel model = Bdw(1000, 950, 855, 684, 410);
        Assert.True(model.Shape.Value > 1);
        ContractModel vague = Bdw(20, 17, 15, 14);
        Assert.Contains(vague.Findings, finding => finding.Code == FindingCodes.ContractFlat);
    }

    [Fact]
    public void Iterations_used_up_are_a_finding()
    {
        ContractModel model = new BetaDiscreteWeibull { MaxIterations = 1 }.Fit(CohortCounts.FromSurvivors(HighEnd));
        Assert.False(model.IsConverged);
        Assert.Contains(model.Findings, finding => finding.Code == FindingCodes.ContractNotConverged);
    }

    [Fact]
    public void Errors_say_what_to_do()
    {
        Assert.Contains("Nobody was lost", Assert.Throws<TrainingDataException>(() => Sbg(10, 10, 10)).Message, StringComparison.Ordinal);
        Assert.Contains("Nobody was retained", Assert.Throws<TrainingDataException>(() => Sbg(10, 0, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("ShiftedBetaGeometric", Assert.Throws<TrainingDataException>(() => Bdw(10, 8, 7)).Message, StringComparison.Ordinal);
        Assert.Contains("Place 2 of the survivors is 9, more than the 8", Assert.Throws<ArgumentException>(() => Sbg(10, 8, 9)).Message, StringComparison.Ordinal);
        Assert.Contains("Place 0 of the survivors is 0", Assert.Throws<ArgumentException>(() => Sbg(0, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Sbg(10));
        Assert.Throws<ArgumentException>(() => CohortCounts.Combine());
        Assert.Throws<ArgumentOutOfRangeException>(() => CohortCounts.FromSurvivors([2, 1], -1));
        Assert.Contains("Row 1: the duration is 1.5", Assert.Throws<ArgumentException>(() => CohortCounts.Of(SurvivalData.Create([1, 1.5], [true, false]))).Message, StringComparison.Ordinal);
        Assert.Contains("Row 0: the event happened at duration 0", Assert.Throws<ArgumentException>(() => CohortCounts.Of(SurvivalData.Create([0, 1], [true, false]))).Message, StringComparison.Ordinal);
        ContractModel model = Sbg(HighEnd);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.DiscountedResidualLifetime(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Survival(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.RetentionRate(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.ChurnInterval(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShiftedBetaGeometric { Tolerance = 0 });
    }

    [Fact]
    public void The_table_shows_parameters_and_likelihood() =>
        Assert.Equal(
            """
            Parameter              Value  Standard error  95 % from        to
            --------------  ------------  --------------  ---------  --------
            alpha               0.668088        0.103735   0.492796  0.905735
            beta                3.806095        0.785532   2.539814  5.703708
            c                   1.000000               -          -         -
            log-likelihood  -1611.158147
            AIC                3226.3163
            BIC                3236.1318

            """.ReplaceLineEndings("\n"),
            Sbg(HighEnd).ToText());
}
