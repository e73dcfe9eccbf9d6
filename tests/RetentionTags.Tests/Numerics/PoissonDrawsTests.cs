using MathNet.Numerics.Distributions;
using RetentionTags.Numerics;

namespace RetentionTags.Tests.Numerics;

public class PoissonDrawsTests
{
    /// <summary>Pearson's test against the probabilities of MathNet.Numerics; limits are the 99.9 % quantiles of chi-square.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9.5)]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(400)]
    public void Numbers_are_as_frequent_as_they_should_be(double mean)
    {
        const int Draws = 40_000;
        var random = new SplitMix64(11);
        var counts = new Dictionary<int, int>();
        double sum = 0;
        for (int i = 0; i < Draws; i++)
        {
            double k = PoissonDraws.Next(ref random, mean);
            sum += k;
            counts[(int)k] = counts.GetValueOrDefault((int)k) + 1;
        }

        Assert.InRange(sum / Draws, mean - (4 * Math.Sqrt(mean / Draws)), mean + (4 * Math.Sqrt(mean / Draws)));
        double chiSquare = 0, rest = Draws, restSeen = Draws;
        int cells = 0;
        for (int k = 0; k < 1000; k++)
        {
            double expected = Draws * Poisson.PMF(mean, k);
            if (expected < 10)
                continue;
            int seen = counts.GetValueOrDefault(k);
            chiSquare += (seen - expected) * (seen - expected) / expected;
            (rest, restSeen, cells) = (rest - expected, restSeen - seen, cells + 1);
        }

        chiSquare += (restSeen - rest) * (restSeen - rest) / rest;
        Assert.InRange(chiSquare, 0, ChiSquared.InvCDF(cells, 0.999));
    }

    [Fact]
    public void A_mean_of_0_gives_0()
    {
        var random = new SplitMix64(1);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(0, PoissonDraws.Next(ref random, 0)));
    }
}
