using RetentionTags.Lifetime;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Lifetime;

public class ContractLaws : PropertyTests
{
    [Property]
    public void Gradient_and_Hessian_are_those_of_differences(byte a, byte b, byte c, byte seed)
    {
        CohortCounts counts = Cohort(seed);
        double[] at = [(a / 50.0) - 3, (b / 50.0) - 2, (c / 200.0) - 0.7];
        foreach (int size in (int[])[2, 3])
        {
            var likelihood = new ContractLikelihood(counts, size);
            likelihood.MoveTo(at.AsSpan(0, size));
            double[] gradient = likelihood.Gradient.ToArray(), hessian = likelihood.Hessian.ToArray();
            for (int i = 0; i < size; i++)
            {
                const double Step = 1e-5;
                (double value, double[] slopes) up = Moved(i, Step), down = Moved(i, -Step);
                Same.Within(1e-6 * (1 + Math.Abs(gradient[i])) * counts.Customers, (up.value - down.value) / (2 * Step), gradient[i], $"slope {i}");
                for (int j = 0; j < size; j++)
                    Same.Within(1e-7 * (1 + Math.Abs(hessian[(i * size) + j])) * counts.Customers, (up.slopes[j] - down.slopes[j]) / (2 * Step), hessian[(i * size) + j], $"curvature {i}, {j}");
            }

            (double Value, double[] Slopes) Moved(int i, double step)
            {
                double[] moved = at[..size];
                moved[i] += step;
                likelihood.MoveTo(moved);
                return (likelihood.Value, likelihood.Gradient.ToArray());
            }
        }
    }

    [Property]
    public void The_likelihood_is_that_of_the_paper(byte a, byte b, byte c, byte seed)
    {
        CohortCounts counts = Cohort(seed);
        double alpha = 0.1 + (a / 40.0), beta = 0.1 + (b / 40.0), shape = 0.4 + (c / 200.0);
        var likelihood = new ContractLikelihood(counts, 3);
        likelihood.MoveTo([Math.Log(alpha), Math.Log(beta), Math.Log(shape)]);
        double sum = 0, remaining = counts.AtRisk[0];
        for (int t = 1; t <= counts.LastPeriod; t++)
        {
            remaining -= counts.Lost[t - 1];
            sum += counts.Lost[t - 1] * Math.Log(Naive(t - 1) - Naive(t));
        }

        sum += remaining * Math.Log(Naive(counts.LastPeriod));
        Same.Within(1e-9 * Math.Abs(sum), sum, likelihood.Value);

        double Naive(int t) => Math.Exp(MathNet.Numerics.SpecialFunctions.BetaLn(alpha, beta + Math.Pow(t, shape)) - MathNet.Numerics.SpecialFunctions.BetaLn(alpha, beta));
    }

    [Property]
    public void With_c_at_one_retention_is_the_closed_form_and_the_curve_its_product(byte a, byte b, byte start, byte horizon)
    {
        double alpha = 0.01 + (a / 20.0), beta = 0.01 + (b / 20.0), product = 1;
        var model = new ContractModel(new ShiftedBetaGeometric(), [alpha, beta, 1], new double[9], 2, []);
        for (int t = 1; t <= start; t++)
        {
            double rate = (beta + t - 1) / (alpha + beta + t - 1);
            product *= rate;
            Same.Within(1e-13, rate, model.RetentionRate(t));
        }

        Same.Within(1e-12, product, model.Survival(start));
        Same.Within(1e-12, 1 - (model.Survival(start + horizon) / model.Survival(start)), model.ChurnProbability(start, horizon));
    }

    [Property(MaxTest = 30)]
    public void No_parameters_nearby_are_likelier_and_the_Weibull_is_never_less_likely(byte seed)
    {
        CohortCounts counts = Cohort(seed);
        ContractModel two = new ShiftedBetaGeometric().Fit(counts), three = new BetaDiscreteWeibull().Fit(counts);
        Assert.True(two.IsConverged && three.IsConverged);
        Assert.True(three.LogLikelihood >= two.LogLikelihood - (1e-9 * Math.Abs(two.LogLikelihood)));
        var likelihood = new ContractLikelihood(counts, 3);
        foreach (double x in (double[])[-0.1, 0, 0.1])
        {
            foreach (double y in (double[])[-0.1, 0, 0.1])
            {
                foreach (double z in (double[])[-0.1, 0, 0.1])
                {
                    double[] near = [Within(0, three.Alpha.Value, x), Within(1, three.Beta.Value, y), Within(2, three.Shape.Value, z)];
                    likelihood.MoveTo(near);
                    Assert.True(likelihood.Value <= three.LogLikelihood + (1e-9 * Math.Abs(three.LogLikelihood)));
                }
            }
        }

        static double Within(int parameter, double value, double move) =>
            Math.Clamp(Math.Log(value) + move, Math.Log(ContractFit.BoundsOf(parameter).Lowest), Math.Log(ContractFit.BoundsOf(parameter).Highest));
    }

    [Property(MaxTest = 30)]
    public void Counts_ten_times_as_large_leave_estimates_and_divide_variances_by_ten(byte seed)
    {
        CohortCounts counts = Cohort(seed);
        ContractModel one = new ShiftedBetaGeometric().Fit(counts), ten = new ShiftedBetaGeometric().Fit(CohortCounts.Combine([.. Enumerable.Repeat(counts, 10)]));
        Same.Relatively(1e-6, [one.Survival(1), one.Survival(9)], [ten.Survival(1), ten.Survival(9)]);
        if (one.Findings.Count == 0)
            Same.Relatively(1e-6, [one.Alpha.LogStandardError / Math.Sqrt(10)], [ten.Alpha.LogStandardError]);
    }

    /// <summary>A cohort with some churn in it, of four to nine periods.</summary>
    private static CohortCounts Cohort(byte seed)
    {
        var random = new Random(seed);
        double[] survivors = new double[5 + (seed % 6)];
        survivors[0] = 200 + random.Next(800);
        for (int t = 1; t < survivors.Length; t++)
            survivors[t] = Math.Floor(survivors[t - 1] * (1 - ((0.02 + (0.4 * random.NextDouble())) / Math.Sqrt(t))));
        return CohortCounts.FromSurvivors(survivors);
    }
}
