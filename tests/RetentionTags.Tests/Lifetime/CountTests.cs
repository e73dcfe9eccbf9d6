using MathNet.Numerics;
using RetentionTags.Features;
using RetentionTags.Lifetime;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Lifetime;

/// <summary>The distribution of the number of purchases, of new customers and of known ones.</summary>
public class CountTests : PropertyTests
{
    /// <summary>C(n, k).</summary>
    private static double Ways(int n, int k) => k > n ? 0 : SpecialFunctions.Binomial(n, k);

    private static PurchaseSummary Customers(PurchaseModel model, int count, int seed)
    {
        if (model is BgBbModel)
            return RandomCustomers.Opportunities(count, seed);
        (double[] x, double[] t, double[] tenure) = RandomCustomers.Draw(count, seed);
        return PurchaseSummary.Create(x, t, tenure, TimeUnit.Week);
    }

    [Fact]
    public void Counts_of_new_customers_add_up_and_have_the_mean()
    {
        foreach (PurchaseModel model in PurchaseModels.OfEachKind)
        {
            Horizon horizon = Horizon.Of(39, model.Unit);
            double[] all = [.. Enumerable.Range(0, 600).Select(x => model.ProbabilityOfCount(x, horizon))];
            Assert.Equal(1, all.Sum(), 1e-11);
            Assert.Equal(model.ExpectedPurchasesOfNewCustomer(horizon), all.Select((p, x) => p * x).Sum(), 1e-9);
        }
    }

    [Fact]
    public void Counts_of_known_customers_add_up_and_have_the_mean()
    {
        foreach (PurchaseModel model in PurchaseModels.OfEachKind)
        {
            PurchaseSummary customers = Customers(model, 12, 3);
            Horizon horizon = Horizon.Of(20, model.Unit);
            double[] sums = new double[customers.RowCount], means = new double[customers.RowCount], expected = model.ExpectedPurchases(customers, horizon).ToRows();
            for (int y = 0; y < 120; y++)
            {
                double[] each = model.ProbabilityOfCount(customers, y, horizon).ToRows();
                for (int i = 0; i < each.Length; i++)
                    (sums[i], means[i]) = (sums[i] + each[i], means[i] + (y * each[i]));
            }

            Assert.All(sums, sum => Assert.Equal(1, sum, 1e-9));
            Assert.All(means.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-7));
        }
    }

    /// <summary>Over six orders of magnitude of each parameter.</summary>
    [Property(MaxTest = 150)]
    public void No_purchase_is_what_a_purchase_is_not(int seed)
    {
        foreach (PurchaseModel model in PurchaseModels.Random(seed))
        {
            PurchaseSummary customers = Customers(model, 10, seed), fresh = PurchaseSummary.Create([0], [0], [0], model.Unit);
            Horizon horizon = Horizon.Of(3, model.Unit);
            double[] none = model.ProbabilityOfCount(customers, 0, horizon).ToRows(), some = model.ProbabilityOfPurchase(customers, horizon).ToRows();
            Assert.All(none.Zip(some), pair => Assert.Equal(1 - pair.Second, pair.First, 1e-12));
            Assert.Equal(1 - model.ProbabilityOfPurchase(fresh, horizon).Total, model.ProbabilityOfCount(0, horizon), 1e-12);
            foreach (int x in (int[])[0, 1, 2, 3, 10, 100])
            {
                Assert.Equal(model.ProbabilityOfCount(fresh, x, horizon).Total, model.ProbabilityOfCount(x, horizon));
                Assert.All(model.ProbabilityOfCount(customers, x, horizon).ToRows(), value => Assert.InRange(value, 0, 1 + 1e-12));
            }
        }
    }

    /// <summary>Several numbers at once are what each is alone: the frequencies rest on it.</summary>
    [Property(MaxTest = 60)]
    public void Many_counts_at_once_are_the_counts_one_by_one(int seed)
    {
        foreach (PurchaseModel model in PurchaseModels.Random(seed))
        {
            PurchasePattern pattern = Customers(model, 1, seed).Patterns[0];
            double[] together = new double[12], alone = new double[1];
            model.CountProbabilities(pattern, 9, 0, together);
            for (int y = 0; y < together.Length; y++)
            {
                model.CountProbabilities(pattern, 9, y, alone);
                Assert.Equal(alone[0], together[y], (1e-11 * alone[0]) + 1e-300);
            }
        }
    }

    /// <summary>
    /// The integral over the time of leaving by tanh-sinh quadrature with 45 digits, in Python's decimal module (panels in ln y of a width of 1/√(r+x+s+1)): ordinary, tiny and huge parameters and numbers.
    /// </summary>
    [Theory]
    [InlineData(0.553, 10.578, 0.606, 11.669, 0, 39, 5.93625031602383890217e-01)]
    [InlineData(0.553, 10.578, 0.606, 11.669, 1, 39, 1.65562947277175465111e-01)]
    [InlineData(0.553, 10.578, 0.606, 11.669, 2, 39, 8.24871841163165864241e-02)]
    [InlineData(0.553, 10.578, 0.606, 11.669, 7, 39, 1.07077507335145722528e-02)]
    [InlineData(0.553, 10.578, 0.606, 11.669, 30, 39, 1.89450285863095033221e-05)]
    [InlineData(0.553, 10.578, 0.606, 11.669, 3, 0.001, 3.08619016154199589897e-13)]
    [InlineData(10.465, 0.00798565181, 3.0516, 2.820, 400, 6, 5.57859586438437158283e-04)]
    [InlineData(0.5143, 2.8845, 0.2856, 14.1087, 221, 103.57143, 8.62793610297336102937e-06)]
    [InlineData(0.01, 1000, 0.02, 0.001, 5, 100000, 1.35622110026052222591e-03)]
    [InlineData(800, 1, 900, 2, 40, 0.05, 7.82285276529250175690e-09)]
    [InlineData(3, 0.001, 0.001, 500, 1000, 1, 1.84031835441219731057e-04)]
    [InlineData(2, 1, 1500, 10, 3, 1000, 6.27270040322247910563e-06)]
    public void Counts_of_the_Pareto_nbd_are_the_integral_with_45_digits(double r, double alpha, double s, double beta, int x, double t, double expected) =>
        Assert.Equal(expected, ParetoNbdModel.FromParameters(r, alpha, s, beta, TimeUnit.Week).ProbabilityOfCount(x, Horizon.Weeks(t)), 3e-12 * expected);

    /// <summary>The same integral by another quadrature, over y itself.</summary>
    [Property(MaxTest = 40)]
    public void Counts_of_the_Pareto_nbd_are_the_integral_over_leaving(int seed)
    {
        var random = new SplitMix64(seed);
        double Draw(double low, double high) => low * Math.Pow(high / low, SampleData.Uniform(ref random));
        double r = Draw(0.1, 30), alpha = Draw(0.1, 100), s = Draw(0.1, 30), beta = Draw(0.1, 100), t = Draw(0.1, 100);
        ParetoNbdModel model = ParetoNbdModel.FromParameters(r, alpha, s, beta, TimeUnit.Week);
        foreach (int x in (int[])[0, 1, 4, 25])
        {
            double Count(double y) => Math.Exp(Naive.LogRising(r, x) - SpecialFunctions.GammaLn(x + 1) + (r * Math.Log(alpha / (alpha + y))) + (x == 0 ? 0 : x * Math.Log(y / (alpha + y))));
            double expected = Count(t) * Math.Pow(beta / (beta + t), s), low = 0;
            for (double high = t * 1e-6; low < t; (low, high) = (high, Math.Min(t, high * 1.5)))
                expected += Naive.Integral(y => Count(y) * s / beta * Math.Pow(beta / (beta + y), s + 1), low, high);
            Assert.Equal(expected, model.ProbabilityOfCount(x, Horizon.Weeks(t)), (1e-9 * expected) + 1e-16);
        }
    }

    /// <summary>Every history of use is possible: those with x uses, the last at t, are C(t−1, x−1) in number, and each has the printed likelihood.</summary>
    [Property(MaxTest = 40)]
    public void Counts_of_the_BG_BB_are_the_sums_over_all_histories(int seed)
    {
        var random = new SplitMix64(seed);
        double Draw() => Math.Pow(10, (2 * SampleData.Uniform(ref random)) - 1);
        double alpha = Draw(), beta = Draw(), gamma = Draw(), delta = Draw();
        BgBbModel model = BgBbModel.FromParameters(alpha, beta, gamma, delta);
        const int N = 9, M = 5;
        double Likelihood(int x, int last, int n) => x > last ? 0 : Math.Exp(Naive.BetaBernoulli(alpha, beta, gamma, delta, new(x, last, n, 1)));
        for (int x = 0; x <= N + 1; x++)
        {
            double expected = x == 0 ? Likelihood(0, 0, N) : Enumerable.Range(1, N).Sum(t => Ways(t - 1, x - 1) * Likelihood(x, t, N));
            Assert.Equal(expected, model.ProbabilityOfCount(x, Horizon.Opportunities(N)), 1e-12);
        }

        // Of known customers: the histories that go on from theirs.
        foreach ((int x, int last) in (ReadOnlySpan<(int, int)>)[(0, 0), (2, 4), (3, 9)])
        {
            PurchaseSummary one = PurchaseSummary.Create([x], [last], [N], TimeUnit.Opportunity);
            for (int y = 0; y <= M; y++)
            {
                double expected = y == 0 ? Likelihood(x, last, N + M) : Enumerable.Range(1, M).Sum(j => Ways(j - 1, y - 1) * Likelihood(x + y, N + j, N + M));
                Assert.Equal(expected / Likelihood(x, last, N), model.ProbabilityOfCount(one, y, Horizon.Opportunities(M)).Total, 1e-11);
            }
        }
    }

    /// <summary>Customers are simulated from the story of each model; what they do in 20 weeks, and in the 10 after, is as frequent as the model says.</summary>
    [Theory]
    [InlineData("NBD")]
    [InlineData("BG")]
    [InlineData("MBG")]
    [InlineData("Pareto")]
    public void Simulated_customers_buy_as_often_as_is_expected(string story)
    {
        const int Count = 4000;
        var random = new SplitMix64(17);
        double Uniform() => 1 - SampleData.Uniform(ref random);
        double[] x = new double[Count], last = new double[Count], tenure = new double[Count], later = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            // r = 1, α = 4; a = 1, b = 3 (p = 1 − U^⅓); s = 1, β = 15: all of them exponentials and powers.
            tenure[i] = i % 2 == 0 ? 20 : 12;
            double rate = -Math.Log(Uniform()) / 4, leave = 1 - Math.Cbrt(Uniform()), life = story == "Pareto" ? Math.Log(Uniform()) / Math.Log(Uniform()) * 15 : double.PositiveInfinity, time = 0;
            bool isThere = story != "MBG" || Uniform() > leave;
            while (isThere && (time -= Math.Log(Uniform()) / rate) <= Math.Min(life, tenure[i] + 10))
            {
                if (time <= tenure[i])
                    (x[i], last[i]) = (x[i] + 1, time);
                else
                    later[i]++;
                isThere = story is not ("BG" or "MBG") || Uniform() > leave;
            }
        }

        PurchaseModel model = story switch
        {
            "NBD" => NbdModel.FromParameters(1, 4, TimeUnit.Week),
            "BG" => BgNbdModel.FromParameters(1, 4, 1, 3, TimeUnit.Week),
            "MBG" => MbgNbdModel.FromParameters(1, 4, 1, 3, TimeUnit.Week),
            _ => ParetoNbdModel.FromParameters(1, 4, 1, 15, TimeUnit.Week),
        };
        PurchaseSummary customers = PurchaseSummary.Create(x, last, tenure, TimeUnit.Week);
        PurchaseFrequencies before = PurchaseFrequencies.Of(model, customers), after = PurchaseFrequencies.Of(model, customers, later, Horizon.Weeks(10));
        Assert.Equal((7, 7), (before.DegreesOfFreedom, after.DegreesOfFreedom));
        Assert.True(before.PValue > 0.002, before.ToText());
        Assert.True(after.PValue > 0.002, after.ToText());

        // The test has power: another model is not confused with this one.
        PurchaseModel other = NbdModel.FromParameters(0.5, 4, TimeUnit.Week);
        Assert.InRange(PurchaseFrequencies.Of(other, customers).PValue, 0, 1e-9);
    }

    /// <summary>Fader, Hardie and Lee (2005), section 4: chi-square with three degrees of freedom 4.82 (p = 0.19) for the BG/NBD and 11.99 (p = 0.007) for the Pareto/NBD, of 0 to 6 and 7 or more repeat purchases in 39 weeks.</summary>
    [DataFact]
    public void Frequencies_of_Cdnow_fit_as_well_as_published()
    {
        PurchaseFrequencies bg = PurchaseFrequencies.Of(new BgNbd().Fit(Cdnow.Summary), Cdnow.Summary), pareto = PurchaseFrequencies.Of(new ParetoNbd().Fit(Cdnow.Summary), Cdnow.Summary);
        Assert.Equal([1411, 439, 214, 100, 62, 38, 29, 64], bg.Lines.Select(line => line.Actual));
        Assert.All((PurchaseFrequencies[])[bg, pareto], each => Assert.Equal(2357, each.Lines.Sum(line => line.Expected), 1e-9));
        Assert.Equal((3, 3), (bg.DegreesOfFreedom, pareto.DegreesOfFreedom));
        Assert.Equal(4.82, bg.ChiSquare, 0.005);
        Assert.Equal(0.19, bg.PValue, 0.005);
        Assert.Equal(11.99, pareto.ChiSquare, 0.005);
        Assert.Equal(0.007, pareto.PValue, 0.0005);
    }

    /// <summary>CLVTools (R), as its page on pmf prints them for customer 1 of CDNOW, fitted on 37 weeks. Its search ends at other parameters, which show in the fifth digit.</summary>
    [DataFact]
    public void Counts_of_the_Pareto_nbd_are_those_of_CLVTools()
    {
        Snapshot snapshot = SnapshotPlan.At(new DateOnly(1997, 9, 18)).Take(RealData.CdnowSample());
        PurchaseSummary customers = PurchaseSummary.Create(new RfmFeatures { Convention = RfmConvention.PurchaseModel }.ToTable(snapshot), TimeUnit.Week);
        PurchasePattern first = customers.Patterns[customers.PatternOfRow[0]];
        Assert.Equal(37, first.Tenure);
        ParetoNbdModel model = new ParetoNbd().Fit(customers);
        double[] printed = [0.6015503, 0.1657156, 0.08155493, 0.04792002, 0.03064000, 0.02056505];
        for (int x = 0; x < printed.Length; x++)
            Assert.Equal(printed[x], model.ProbabilityOfCount(x, Horizon.Weeks(37)), 2e-5);
    }

    /// <summary>What docs/lifetime.md shows.</summary>
    [DataFact]
    public void Frequencies_read_as_the_page_says() => Assert.Equal(
        """
        purchases  actual  expected  chi-square
        ---------  ------  --------  ----------
        0            1411    1418.6        0.04
        1             439     429.1        0.23
        2             214     198.6        1.20
        3             100     108.2        0.63
        4              62      64.7        0.12
        5              38      41.1        0.24
        6              29      27.3        0.11
        7+             64      69.2        0.40

        """,
        PurchaseFrequencies.Of(new MbgNbd().Fit(Cdnow.Exact), Cdnow.Exact).ToText());

    /// <summary>Lines are sums over rows, with their weights.</summary>
    [Fact]
    public void Frequencies_are_sums_over_rows()
    {
        double[] x = [0, 0, 1, 2, 5], last = [0, 0, 3, 8, 9], tenure = [10, 12, 10, 12, 10], weights = [5, 4, 3, 2, 0.5], later = [0, 3, 1, 0, 8];
        PurchaseSummary customers = PurchaseSummary.Create(x, last, tenure, TimeUnit.Week, weights);
        foreach (PurchaseModel model in PurchaseModels.OfEachKind[..4])
        {
            PurchaseFrequencies before = PurchaseFrequencies.Of(model, customers, most: 2), after = PurchaseFrequencies.Of(model, customers, later, Horizon.Weeks(4), most: 2);
            Assert.Equal([9, 3, 2.5], before.Lines.Select(line => line.Actual));
            Assert.Equal([7, 3, 4.5], after.Lines.Select(line => line.Actual));
            for (int count = 0; count < 2; count++)
            {
                Assert.Equal(weights.Select((w, row) => w * model.ProbabilityOfCount(count, Horizon.Weeks(tenure[row]))).Sum(), before.Lines[count].Expected, 1e-12);
                Assert.Equal(model.ProbabilityOfCount(customers, count, Horizon.Weeks(4)).Total, after.Lines[count].Expected, 1e-12);
            }

            Assert.Equal(["0", "1", "2+"], before.Lines.Select(line => line.ToString()));
            Assert.Equal(before.Lines.Sum(line => Math.Pow(line.Actual - line.Expected, 2) / line.Expected), before.ChiSquare, 1e-12);
        }
    }

    /// <summary>Somebody whose tenure is 0 has had no time for a repeat purchase.</summary>
    [Fact]
    public void In_no_time_nobody_buys()
    {
        PurchaseSummary customers = PurchaseSummary.Create([0, 0], [0, 0], [0, 0], TimeUnit.Week);
        foreach (PurchaseModel model in PurchaseModels.OfEachKind[..4])
            Assert.Equal([2, 0, 0], PurchaseFrequencies.Of(model, customers, most: 2).Lines.Select(line => Math.Round(line.Expected, 14)));
    }

    [Fact]
    public void What_cannot_be_counted_is_an_error()
    {
        PurchaseSummary weeks = PurchaseSummary.Create([1, 0], [2, 0], [3, 4], TimeUnit.Week), days = PurchaseSummary.Create([1], [2], [3], TimeUnit.Day);
        PurchaseModel model = PurchaseModels.OfEachKind[0];
        Assert.Contains("from 0 to 1,000,000", Assert.Throws<ArgumentOutOfRangeException>(() => model.ProbabilityOfCount(-1, Horizon.Weeks(1))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.ProbabilityOfCount(weeks, 1_000_001, Horizon.Weeks(1)));
        Assert.Contains("3 days were given", Assert.Throws<ArgumentException>(() => model.ProbabilityOfCount(1, Horizon.Days(3))).Message);
        Assert.Contains("counted in days, and the model in weeks", Assert.Throws<ArgumentException>(() => PurchaseFrequencies.Of(model, days)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => PurchaseFrequencies.Of(model, weeks, most: 0));
        Assert.Contains("1 numbers of purchases for 2 rows", Assert.Throws<ArgumentException>(() => PurchaseFrequencies.Of(model, weeks, [1], Horizon.Weeks(1))).Message);
        Assert.Contains("Row 1: NaN purchases", Assert.Throws<ArgumentException>(() => PurchaseFrequencies.Of(model, weeks, [1, double.NaN], Horizon.Weeks(1))).Message);
        Assert.Contains("Row 0: 0.5 purchases", Assert.Throws<ArgumentException>(() => PurchaseFrequencies.Of(model, weeks, [0.5, 1], Horizon.Weeks(1))).Message);
        Assert.Throws<OperationCanceledException>(() => PurchaseFrequencies.Of(model, weeks, cancellationToken: new CancellationToken(canceled: true)));
        Assert.Equal(double.NaN, PurchaseFrequencies.Of(new Nbd().Fit(RandomCustomers.Summary(50, 1)), RandomCustomers.Summary(50, 1), most: 2).PValue);
    }
}
