using RetentionTags.Binning.Targets;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Targets;

/// <summary>The tests between neighbouring bins, against published numbers and against their own definitions.</summary>
public class TargetTestTests
{
    public static TheoryData<double[], double[], double, double, double> Welch => new()
    {
        { [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4], [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4], -2.46, 25.0, 0.021 },
        { [17.2, 20.9, 22.6, 18.1, 21.7, 21.4, 23.5, 24.2, 14.7, 21.8], [21.5, 22.8, 21.0, 23.0, 21.6, 23.6, 22.5, 20.7, 23.4, 21.8, 20.7, 21.7, 21.5, 22.5, 23.6, 21.5, 22.5, 23.5, 21.5, 21.8], -1.57, 9.9, 0.149 },
        { [19.8, 20.4, 19.6, 17.8, 18.5, 18.9, 18.3, 18.9, 19.5, 22.0], [28.2, 26.6, 20.1, 23.3, 25.2, 22.1, 17.7, 27.6, 20.6, 13.7, 23.2, 17.5, 20.6, 18.0, 23.9, 21.6, 24.3, 20.4, 24.0, 13.2], -2.22, 24.5, 0.036 },
    };

    /// <summary>The three examples of the Wikipedia article on Welch's t-test, to the digits printed there.</summary>
    [Theory]
    [MemberData(nameof(Welch))]
    public void Welchs_test_gives_the_published_numbers(double[] first, double[] second, double t, double freedom, double p)
    {
        var table = Table.Create(Column.Numeric("x", [.. first.Select(_ => 0.0), .. second.Select(_ => 1.0)]));
        MeanColumnBinning binning = new MeanBinning { MinBinShare = 0, MinBins = 2 }.Fit(table, [.. first, .. second])["x"];
        NeighbourTest test = Assert.Single(binning.NeighbourTests);
        Same.Within(0.005, -t, test.Statistic);
        Same.Within(0.05, freedom, test.DegreesOfFreedom);
        Same.Within(0.0005, p, test.PValue);
        foreach (double alpha in (double[])[test.PValue * (1 + 1e-6), test.PValue * (1 - 1e-6)])
            Assert.Equal(alpha > test.PValue ? 2 : 1, (new MeanBinning { MinBinShare = 0, MaxPValue = alpha }.Fit(table, [.. first, .. second])["x"]).RegularBinCount);
    }

    [Fact]
    public void Rates_are_compared_by_the_pooled_z_test()
    {
        // 30 events in 1,000 days and 60 in 1,200: R = 90/2200, z = (0.05 − 0.03)/√(R(1/1000 + 1/1200)) = 2.309401...
        var table = Table.Create(Column.Numeric("x", [0.0, 1]));
        RateColumnBinning binning = new RateBinning { MinBins = 2 }.Fit(table, [30, 60], [1000, 1200])["x"];
        NeighbourTest test = Assert.Single(binning.NeighbourTests);
        Same.Within(1e-12, 0.02 / Math.Sqrt(90 / 2200.0 * ((1 / 1000.0) + (1 / 1200.0))), test.Statistic);
        Same.Within(1e-6, 0.020921335337794, test.PValue);
        Assert.Equal(double.PositiveInfinity, test.DegreesOfFreedom);
    }

    /// <summary>The first bins of Telco tenure (binning reference, section 4.1, for the p-values); χ² computed with fractions in Python.</summary>
    [Fact]
    public void Classes_are_compared_by_chi_square()
    {
        double[] counts = [744, 627, 255, 443, 309, 738];
        var table = Table.Create(Column.Numeric("x", [0.0, 0, 1, 1, 2, 2]));
        ClassColumnBinning binning = new ClassBinning { MinBins = 3 }.Fit(table, ["Yes", "No", "Yes", "No", "Yes", "No"], counts)["x"];
        Same.Within(1e-12, 58.25294147445199, binning.NeighbourTests[0].Statistic);
        Same.Within(1e-20, 2.3049209e-14, binning.NeighbourTests[0].PValue);
        Same.Within(1e-9, 2.1286306e-03, binning.NeighbourTests[1].PValue);
        Assert.Equal(1, binning.NeighbourTests[0].DegreesOfFreedom);
    }

    /// <summary>0.02 fifty times is 1.0000000000000004.</summary>
    [Fact]
    public void One_row_in_fractions_has_neither_variance_nor_test()
    {
        double[] values = [.. Enumerable.Range(0, 150).Select(i => (double)(i / 50))], targets = [.. Enumerable.Range(0, 150).Select(i => (double)((i % 2) + (10 * (i / 50))))];
        double[] weights = [.. Enumerable.Range(0, 150).Select(i => i < 50 ? 0.02 : 1)];
        MeanColumnBinning binning = new MeanBinning { MinBins = 3, MinBinShare = 0 }.Fit(Table.Create(Column.Numeric("x", values)), targets, weights)["x"];
        Assert.True(binning.Bins[0].Count > 1);
        Assert.Equal([true, false, false], binning.Bins.Take(3).Select(bin => double.IsNaN(bin.StandardDeviation)));
        Assert.Equal([true, false], binning.NeighbourTests.Select(test => double.IsNaN(test.PValue)));
        Assert.Equal(2, new MeanBinning { MinBinShare = 0, MaxPValue = 0.05 }.Fit(Table.Create(Column.Numeric("x", values)), targets, weights)["x"].RegularBinCount);
    }

    [Fact]
    public void There_is_no_test_with_one_row_and_certainty_without_variance()
    {
        var table = Table.Create(Column.Numeric("x", [0.0, 1, 1, 2, 2, 3, 3]));
        MeanColumnBinning binning = new MeanBinning { MinBinShare = 0, MinBins = 4 }.Fit(table, [5, 0.1, 0.1, 0.3, 0.3, 7, 9])["x"];
        Assert.Equal([double.NaN, 0, double.NaN], binning.NeighbourTests.Select(test => test.PValue).Take(2).Append(double.NaN));
        Assert.Equal((double.PositiveInfinity, double.NaN), (binning.NeighbourTests[1].Statistic, binning.NeighbourTests[1].DegreesOfFreedom));
        Assert.InRange(binning.NeighbourTests[2].PValue, 0.05, 0.2);
    }
}
