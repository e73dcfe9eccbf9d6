using System.Numerics;
using MathNet.Numerics;
using RetentionTags.Binning;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

public class AdjacentTestTests : PropertyTests
{
    /// <summary>Binning reference, section 4.1; the first z is printed there as …4622, with forty digits it is 7.63236146120268….</summary>
    [Fact]
    public void Tenure_has_the_published_tests()
    {
        IReadOnlyList<AdjacentTest> tests = BinTable.Fitted(BinTable.OfCounts([1371, 698, 1047, 1624, 2303], [744, 255, 309, 339, 222])).AdjacentTests;
        Same.Within(6e-11, [7.6323614612, 3.0716726048, 5.0845986821, 9.9082432869], tests.Select(test => test.Z));
        Same.Relatively(4e-8, [2.3049209e-14, 2.1286306e-03, 3.6840419e-07, 3.8332667e-23], tests.Select(test => test.PValue));
        Same.Relatively(4e-8, [1.9779036e-14, 2.4335507e-03, 4.5203510e-07, 8.9633759e-23], tests.Select(test => test.FisherPValue));
        Assert.All(tests, test => Assert.InRange(test.ProbabilityHigher, 0.99, 1));
        Assert.Equal([(0.0, 1.0), (1, 2), (2, 3), (3, 4)], tests.Select(test => (Math.Max(0, test.First.Lower), test.Second.Lower)));
    }

    /// <summary>Fisher's tea tasting, and the example of studying men and women that encyclopedias give.</summary>
    [Theory]
    [InlineData(3, 1, 1, 3, 0.4857142857142857)]
    [InlineData(1, 9, 11, 3, 0.002759456185220088)]
    [InlineData(4, 0, 0, 4, 0.02857142857142857)]
    public void Fisher_of_famous_tables(double a, double b, double c, double d, double expected) =>
        Same.Within(1e-14, expected, FisherExact.TwoSided(a, b, c, d));

    /// <summary>All tables with the margins of the given one, in whole numbers: no rounding anywhere.</summary>
    [Property(MaxTest = 400)]
    public void Fisher_is_the_sum_over_all_tables(byte a, byte b, byte c, byte d) =>
        Same.Within(1e-11, FisherByEnumeration(a, b, c, d), FisherExact.TwoSided(a, b, c, d));

    [Fact]
    public void Fisher_of_some_thousand_rows_is_exact_too()
    {
        foreach ((int a, int b, int c, int d) in ((int, int, int, int)[])[(310, 2100, 250, 2200), (5, 3000, 17, 2500), (1500, 1500, 1400, 1600), (0, 900, 12, 4000), (700, 1, 700, 0)])
        {
            double expected = FisherByEnumeration(a, b, c, d);
            Same.Within(1e-10 * expected, expected, FisherExact.TwoSided(a, b, c, d));
        }
    }

    /// <summary>Where rows abound, the exact test and the normal approximation agree, far into the tail; and it takes no time.</summary>
    [Theory]
    [InlineData(1e6)]
    [InlineData(1e9)]
    [InlineData(1e15)]
    public void Fisher_of_many_rows_is_the_normal_one(double rows)
    {
        foreach (double z in (double[])[0.5, 2, 4])
        {
            double shift = Math.Round(z * Math.Sqrt(rows * 0.16 / 2));
            Bin[] bins = BinTable.Of([(Math.Round(rows * 0.2) + shift, (rows * 0.8) - shift), (Math.Round(rows * 0.2) - shift, (rows * 0.8) + shift)]);
            double exact = FisherExact.TwoSided(bins[0].Events, bins[0].NonEvents, bins[1].Events, bins[1].NonEvents);
            Same.Within(0.002, z, AdjacentTest.ZOf(bins[0], bins[1]));
            Same.Within(0.02 * exact, Tails.NormalTwoSided(AdjacentTest.ZOf(bins[0], bins[1])), exact);
        }

        Assert.Equal(0, FisherExact.TwoSided(rows / 2, 0, 0, rows / 2));
    }

    [Property(MaxTest = 300)]
    public void Z_squared_is_chi_square(byte a, byte b, byte c, byte d)
    {
        Bin[] bins = BinTable.Of([(a + 1, b), (c, d + 1)]);
        double e = a + 1 + c, n = b + d + 1, chiSquare = 0;
        foreach (Bin bin in bins.Take(2))
            chiSquare += (Math.Pow(bin.Events - (bin.Count * e / (e + n)), 2) / (bin.Count * e / (e + n))) + (Math.Pow(bin.NonEvents - (bin.Count * n / (e + n)), 2) / (bin.Count * n / (e + n)));
        double z = AdjacentTest.ZOf(bins[0], bins[1]);
        Same.Within(1e-9 * (1 + chiSquare), chiSquare, z * z);
        Same.Within(1e-12, 1 - SpecialFunctions.GammaLowerRegularized(0.5, chiSquare / 2), Tails.NormalTwoSided(z));
        Assert.Equal(bins[0].EventRate.CompareTo(bins[1].EventRate), Math.Sign(z));
        Assert.Equal(-z, AdjacentTest.ZOf(bins[1], bins[0]));
    }

    /// <summary>The closed form for whole numbers: P[A &gt; B] = Σ over i &lt; a of B(c + i, b + d)/((b + i) B(1 + i, b) B(c, d)), for A ~ Beta(a, b) and B ~ Beta(c, d).</summary>
    [Property(MaxTest = 60)]
    public void Probabilities_of_the_order_are_near_the_closed_form(byte a, byte b, byte c, byte d)
    {
        double expected = Enumerable.Range(0, a + 1).Sum(i => Math.Exp(LogBeta(c + 1 + i, b + 1 + d + 1) - Math.Log(b + 1 + i) - LogBeta(1 + i, b + 1) - LogBeta(c + 1, d + 1)));
        Same.Within(0.003, expected, BetaComparison.ProbabilityHigher(a + 1, b + 1, c + 1, d + 1));
    }

    /// <summary>The rule itself, with the quantiles found by bisection.</summary>
    [Fact]
    public void Probabilities_of_the_order_are_the_mid_point_rule()
    {
        double sum = 0;
        for (int k = 1; k <= 100; k++)
        {
            double low = 0, high = 1;
            for (int step = 0; step < 60; step++)
            {
                double middle = (low + high) / 2;
                (low, high) = SpecialFunctions.BetaRegularized(40, 5, middle) < (k - 0.5) / 100 ? (middle, high) : (low, middle);
            }

            sum += SpecialFunctions.BetaRegularized(50, 3, low);
        }

        Same.Within(1e-9, sum / 100, BetaComparison.ProbabilityHigher(3, 50, 5, 40));
    }

    [Theory]
    [InlineData(1e5)]
    [InlineData(1e7)]
    public void Probabilities_of_the_order_hold_for_many_rows(double rows)
    {
        double shift = Math.Sqrt(rows * 0.09);
        double z = 2 * shift / Math.Sqrt(2 * rows * 0.09);
        Same.Within(0.002, MathNet.Numerics.Distributions.Normal.CDF(0, 1, z), BetaComparison.ProbabilityHigher((0.1 * rows) + shift, (0.9 * rows) - shift, (0.1 * rows) - shift, (0.9 * rows) + shift));
    }

    [Theory]
    [InlineData(3, 9, 1, 3, 0, 1, 1)] // the same rate
    [InlineData(0, 9, 0, 3, 0, 1, 1)] // no events in either
    [InlineData(4, 0, 2, 0, 0, 1, 1)] // nothing but events
    [InlineData(0, 0, 2, 5, 0, 1, 1)] // an empty bin
    [InlineData(0, 0, 0, 0, 0, 1, 1)]
    public void Where_there_is_no_difference_the_tests_say_so(double a, double b, double c, double d, double z, double p, double fisher)
    {
        AdjacentTest test = Test(a, b, c, d);
        Assert.Equal((z, p, fisher), (test.Z, test.PValue, test.FisherPValue));
        Same.Within(0.06, 0.5, test.ProbabilityHigher);
        if (a == 0 || b == 0)
            Assert.Equal(0.5, test.ProbabilityHigher);
    }

    [Fact]
    public void Pure_bins_are_defined()
    {
        Assert.Equal((1.0, 0.0), (Test(5, 0, 3, 4).ProbabilityHigher, Test(3, 4, 5, 0).ProbabilityHigher));
        Assert.Equal((0.0, 1.0), (Test(0, 5, 3, 4).ProbabilityHigher, Test(3, 4, 0, 5).ProbabilityHigher));
        AdjacentTest opposite = Test(6, 0, 0, 6);
        Same.Within(1e-15, [1, 2 / 924.0], [opposite.ProbabilityHigher, opposite.FisherPValue]);
        Same.Within(1e-12, Math.Sqrt(12), opposite.Z);
    }

    [Fact]
    public void Fractional_weights_are_rounded_for_the_exact_test_only()
    {
        AdjacentTest fractional = Test(3.2, 8.9, 7.4, 2.1), whole = Test(3, 9, 7, 2);
        Assert.Equal(whole.FisherPValue, fractional.FisherPValue);
        Assert.NotEqual(whole.PValue, fractional.PValue);
        Assert.NotEqual(whole.ProbabilityHigher, fractional.ProbabilityHigher);
    }

    [Fact]
    public void Bins_without_rows_and_other_kinds_are_passed_over()
    {
        NumericBinning binning = BinTable.Fitted(BinTable.Of([(1, 9), (0, 0), (3, 7)], missing: (5, 5)));
        AdjacentTest test = Assert.Single(binning.AdjacentTests);
        Assert.Equal((binning.Bins[0], binning.Bins[2]), (test.First, test.Second));
        Assert.Empty(BinTable.Fitted(BinTable.Of([(1, 9)], missing: (5, 5))).AdjacentTests);
        Assert.Throws<ArgumentNullException>(() => AdjacentTest.Of(null!, binning.Bins[0]));
    }

    private static AdjacentTest Test(double a, double b, double c, double d)
    {
        // A third bin keeps the column from being all of one class.
        Bin[] bins = BinTable.Of([(a, b), (c, d), (1, 1)]);
        return AdjacentTest.Of(bins[0], bins[1]);
    }

    private static double LogBeta(double a, double b) => SpecialFunctions.GammaLn(a) + SpecialFunctions.GammaLn(b) - SpecialFunctions.GammaLn(a + b);

    private static double FisherByEnumeration(int a, int b, int c, int d)
    {
        int row1 = a + b, row2 = c + d, events = a + c, lowest = Math.Max(0, events - row2);
        List<BigInteger> ways = [Choose(row1, lowest) * Choose(row2, events - lowest)];
        for (int x = lowest; x < Math.Min(events, row1); x++)
            ways.Add(ways[^1] * (row1 - x) * (events - x) / ((BigInteger)(x + 1) * (row2 - events + x + 1)));
        BigInteger total = 0, extreme = 0;
        foreach (BigInteger each in ways)
        {
            total += each;
            extreme += each <= ways[a - lowest] ? each : 0;
        }

        return Math.ScaleB((double)((extreme << 1000) / total), -1000);
    }

    private static BigInteger Choose(int n, int k)
    {
        BigInteger ways = 1;
        for (int i = 1; i <= k; i++)
            ways = ways * (n - i + 1) / i;
        return ways;
    }
}
