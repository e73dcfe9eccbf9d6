using MathNet.Numerics;
using RetentionTags.Lifetime;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Lifetime;

public class PredictionTests : PropertyTests
{
    private static PurchaseSummary Customers(PurchaseModel model, int seed)
    {
        if (model is BgBbModel)
            return RandomCustomers.Opportunities(20, seed);
        (double[] x, double[] t, double[] tenure) = RandomCustomers.Draw(20, seed);
        return PurchaseSummary.Create(x, t, tenure, TimeUnit.Week);
    }

    [Property(MaxTest = 200)]
    public void Probabilities_lie_between_0_and_1_and_rise_with_the_horizon(int seed)
    {
        foreach (PurchaseModel model in PurchaseModels.Random(seed))
        {
            PurchaseSummary customers = Customers(model, seed);
            double[] alive = model.ProbabilityAlive(customers).ToRows(), before = new double[alive.Length], fewer = new double[alive.Length];
            Assert.All(alive, value => Assert.InRange(value, 0, 1));
            foreach (int h in (int[])[1, 2, 5, 20, 100])
            {
                Horizon horizon = Horizon.Of(h, model.Unit);
                double[] probabilities = model.ProbabilityOfPurchase(customers, horizon).ToRows(), expected = model.ExpectedPurchases(customers, horizon).ToRows();
                for (int i = 0; i < alive.Length; i++)
                {
                    // Alive at n + 1 is what BG/BB says, so the bound holds for all.
                    Assert.InRange(probabilities[i], 0, alive[i] * (1 + 1e-12));
                    Assert.True(probabilities[i] >= before[i] * (1 - 1e-13), $"{model.GetType().Name} {h}: {before[i]:R} then {probabilities[i]:R}");
                    Assert.True(expected[i] >= fewer[i] * (1 - 1e-12));
                    Assert.True(expected[i] >= probabilities[i] * (1 - 1e-11), $"{model.GetType().Name} {h}: {probabilities[i]:R} but {expected[i]:R} on average");
                }

                (before, fewer) = (probabilities, expected);
            }
        }
    }

    /// <summary>The printed formulas with ₂F₁, by its series.</summary>
    [Theory]
    [InlineData(0, 0, 38.86, 39)]
    [InlineData(2, 30.43, 38.86, 39)]
    [InlineData(26, 30.86, 31, 52)]
    [InlineData(120, 37, 38, 10)]
    public void Expected_purchases_are_the_hypergeometric_formulas(int x, double t, double tenure, double h)
    {
        PurchaseSummary one = PurchaseSummary.Create([x], [t], [tenure], TimeUnit.Week);
        foreach ((PurchaseModel model, int first) in (ReadOnlySpan<(PurchaseModel, int)>)[(PurchaseModels.Bg, 0), (PurchaseModels.Mbg, 1)])
        {
            double r = model.Parameters[0] + x, end = model.Parameters[1] + tenure, a = model.Parameters[2], b = model.Parameters[3] + x + first;
            double expected = model.ProbabilityAlive(one).Total * (a + b - 1) / (a - 1) * (1 - (Math.Pow(end / (end + h), r) * Naive.Hypergeometric(r, b, a + b - 1, h / (end + h))));
            Assert.Equal(expected, model.ExpectedPurchases(one, Horizon.Weeks(h)).Total, 1e-11 * Math.Max(1, expected) * Math.Max(1, x / 10));
        }
    }

    /// <summary>Given the rate of leaving, purchases to come are (1 − exp(−λpt))/p with λ a gamma; integrated numerically over p.</summary>
    [Property(MaxTest = 60)]
    public void Expected_purchases_are_the_integral_over_leaving(int seed)
    {
        var random = new SplitMix64(seed);
        double Draw(double low, double high) => low * Math.Pow(high / low, SampleData.Uniform(ref random));
        double r = Draw(0.1, 500), tau = Draw(0.01, 50), a = Draw(0.3, 100), c = Draw(0.3, 100);

        // p = u² near 0 and 1 − u² near 1, so that the powers are tame at both ends.
        double Inner(double p, double rest) => Math.Exp(((a - 1) * Math.Log(p)) + ((c - 1) * Math.Log(rest)) - SpecialFunctions.BetaLn(a, c)) * -Elementary.ExpM1(-r * Elementary.Log1P(p * tau)) / p;
        const int Power = 8;
        double half = Math.Pow(0.5, 1.0 / Power), sum = 0;
        for (int k = 0; k < 200; k++)
        {
            double low = half * k / 200, high = half * (k + 1) / 200;
            sum += Naive.Integral(u => u == 0 ? 0 : Inner(Math.Pow(u, Power), 1 - Math.Pow(u, Power)) * Power * Math.Pow(u, Power - 1), low, high);
            sum += Naive.Integral(u => u == 0 ? 0 : Inner(1 - Math.Pow(u, Power), Math.Pow(u, Power)) * Power * Math.Pow(u, Power - 1), low, high);
        }

        Assert.Equal(sum, new BetaMixture(a, c, r * tau).Mean(r, tau), 1e-9 * sum);
    }

    [Fact]
    public void Nothing_happens_at_a_of_1_and_s_of_1()
    {
        PurchaseSummary customers = PurchaseSummary.Create([0, 2, 9], [0, 30, 12], [38, 39, 40], TimeUnit.Week);
        foreach (double near in (double[])[1e-4, 1e-7, 1e-10])
        {
            Same(a => BgNbdModel.FromParameters(0.3, 5, a, 2, TimeUnit.Week), near);
            Same(a => MbgNbdModel.FromParameters(0.3, 5, a, 2, TimeUnit.Week), near);
            Same(s => ParetoNbdModel.FromParameters(0.5, 10, s, 12, TimeUnit.Week), near);
        }

        void Same(Func<double, PurchaseModel> model, double near)
        {
            double[] at = model(1).ExpectedPurchases(customers, Cdnow.Weeks39).ToRows(), below = model(1 - near).ExpectedPurchases(customers, Cdnow.Weeks39).ToRows(), above = model(1 + near).ExpectedPurchases(customers, Cdnow.Weeks39).ToRows();
            for (int i = 0; i < at.Length; i++)
                Assert.Equal(at[i], (below[i] + above[i]) / 2, (1e-12 + (10 * near * near)) * at[i]);
        }
    }

    /// <summary>One less the probability of none, given the pattern: a ratio of likelihoods of the same customer seen h longer, still without a purchase.</summary>
    [Property(MaxTest = 60)]
    public void A_purchase_is_what_a_longer_silence_is_not(int seed)
    {
        foreach (PurchaseModel model in PurchaseModels.OfEachKind)
        {
            PurchaseSummary customers = Customers(model, seed);
            double h = model is BgBbModel ? 4 : 7.5;
            double[] probabilities = model.ProbabilityOfPurchase(customers, Horizon.Of(h, model.Unit)).PerPattern.ToArray();
            for (int i = 0; i < probabilities.Length; i++)
            {
                PurchasePattern pattern = customers.Patterns[i] with { Weight = 1 };
                double silent = Math.Exp(LogLikelihoodOf(model, pattern with { Tenure = pattern.Tenure + h }) - LogLikelihoodOf(model, pattern));
                Assert.Equal(1 - silent, probabilities[i], 1e-11);
            }
        }
    }

    /// <summary>Integrals and infinite sums of the Pareto/NBD against other ways to the same numbers.</summary>
    [Fact]
    public void Residual_purchases_are_the_sum_over_a_long_time()
    {
        PurchaseSummary customers = PurchaseSummary.Create([0, 2, 26], [0, 30.43, 30.86], [38.86, 38.86, 31], TimeUnit.Week);
        Discount discount = Discount.Of(0.15, Horizon.Weeks(52));
        double[] residual = PurchaseModels.Pareto.DiscountedResidualPurchases(customers, discount).ToRows(), fine = PurchaseModels.Pareto.DiscountedPurchases(customers, Horizon.Weeks(9000), Horizon.Weeks(1), discount).ToRows();

        // A purchase counts from the end of its week, half a week later than it happens on average.
        double halfWeek = Math.Pow(1.15, 0.5 / 52);
        for (int i = 0; i < residual.Length; i++)
            Assert.Equal(residual[i], fine[i] * halfWeek, 1e-5 * residual[i]);
    }

    /// <summary>200,000 customers of each story, with what is expected of them afterwards.</summary>
    [Fact]
    public void Expected_purchases_of_new_customers_are_those_of_a_simulation()
    {
        const int Customers = 200_000;
        var random = new SplitMix64(9);
        double sum = 0, squares = 0, buyers = 0;
        for (int i = 0; i < Customers; i++)
        {
            // MBG/NBD with r = 1, α = 10, a = 1, b = 2: an exponential rate, and 1 − √U leaves.
            double rate = -Math.Log(1 - SampleData.Uniform(ref random)) / 10, leave = 1 - Math.Sqrt(SampleData.Uniform(ref random)), time = 0;
            int count = 0;
            while (SampleData.Uniform(ref random) >= leave && (time -= Math.Log(1 - SampleData.Uniform(ref random)) / rate) <= 39)
                count++;
            (sum, squares, buyers) = (sum + count, squares + ((double)count * count), buyers + (count > 0 ? 1 : 0));
        }

        MbgNbdModel model = MbgNbdModel.FromParameters(1, 10, 1, 2, TimeUnit.Week);
        double mean = sum / Customers, error = Math.Sqrt(((squares / Customers) - (mean * mean)) / Customers);
        Assert.Equal(mean, model.ExpectedPurchasesOfNewCustomer(Cdnow.Weeks39), 4 * error);
        Assert.Equal(buyers / Customers, 1 - model.ProbabilityOfCount(0, Cdnow.Weeks39), 4 * Math.Sqrt(0.25 / Customers));
    }

    [Fact]
    public void Discounting_nothing_leaves_expected_purchases_and_value_is_amount_times_number()
    {
        PurchaseSummary customers = PurchaseSummary.Create([0, 2, 9], [0, 30, 12], [38, 39, 40], TimeUnit.Week, default, [0, 20, 30]);
        GammaGammaModel spend = GammaGammaModel.FromParameters(6.25, 3.74, 15.44);
        foreach (PurchaseModel model in PurchaseModels.OfEachKind[..4])
        {
            double[] expected = model.ExpectedPurchases(customers, Cdnow.Weeks39).ToRows(), amounts = spend.ExpectedAmounts(customers);
            double[] values = new LifetimeValue { Horizon = Cdnow.Weeks39, Period = Horizon.Weeks(3), Discount = Discount.Of(0, Horizon.Weeks(52)) }.Of(model, spend, customers);
            Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(expected[i] * amounts[i], values[i], 1e-12 * values[i]));

            // 10 % a week, one period: the whole is discounted from the end.
            double[] late = model.DiscountedPurchases(customers, Cdnow.Weeks39, Cdnow.Weeks39, Discount.Of(0.1, Horizon.Weeks(1))).ToRows();
            Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(expected[i] / Math.Pow(1.1, 39), late[i], 1e-12 * late[i]));
        }
    }

    private static double LogLikelihoodOf(PurchaseModel model, PurchasePattern pattern)
    {
        LogLikelihood likelihood = model switch
        {
            NbdModel => new NbdLikelihood([pattern]),
            BgNbdModel => new BetaGeometricLikelihood([pattern], 0),
            MbgNbdModel => new BetaGeometricLikelihood([pattern], 1),
            ParetoNbdModel => new ParetoLikelihood([pattern]),
            _ => new BetaBernoulliLikelihood([pattern]),
        };
        return likelihood.At(likelihood.ToTheta(model.Parameters.AsSpan()), new double[model.Parameters.Count], default);
    }
}
