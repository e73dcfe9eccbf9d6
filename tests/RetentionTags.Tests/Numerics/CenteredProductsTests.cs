using System.Numerics;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Numerics;

public class CenteredProductsTests
{
    [Fact]
    public void Whole_numbers_are_summed_exactly_up_to_the_limits()
    {
        var random = new SplitMix64(11);
        for (int count = 1; count <= 40; count++)
        {
            long share = int.MaxValue / count;
            double[] weights = [.. Enumerable.Range(0, count).Select(_ => (double)(share - random.Next(1000)))], x = Values(), y = Values();
            BigInteger total = Sum(_ => 1), products = (total * Sum(i => (BigInteger)x[i] * (BigInteger)y[i])) - (Sum(i => (BigInteger)x[i]) * Sum(i => (BigInteger)y[i]));
            Same.Within(1e-15 * Math.Abs((double)products / (double)total), (double)products / (double)total, CenteredProducts.OfWhole(weights, x, y));

            double[] Values() => [.. Enumerable.Range(0, count).Select(_ => (double)((2L * random.Next(int.MaxValue)) * (random.Next(2) == 0 ? 1 : -1)))];

            BigInteger Sum(Func<int, BigInteger> value)
            {
                BigInteger sum = 0;
                for (int i = 0; i < count; i++)
                    sum += (BigInteger)weights[i] * value(i);
                return sum;
            }
        }
    }

    [Fact]
    public void Both_forms_agree_with_the_definition()
    {
        double[] weights = [1, 3, 2], x = [4, 0, 7], y = [1, 5, -2];
        double meanX = 18 / 6.0, meanY = 12 / 6.0, expected = ((4 - meanX) * (1 - meanY)) + (3 * (0 - meanX) * (5 - meanY)) + (2 * (7 - meanX) * (-2 - meanY));
        Same.Within(1e-12, [expected, expected], [CenteredProducts.Of(weights, x, y), CenteredProducts.OfWhole(weights, x, y)]);
    }

    /// <summary>Quantiles as tables print them.</summary>
    [Theory]
    [InlineData(2.228, 10, 0.05)]
    [InlineData(-63.657, 1, 0.01)]
    [InlineData(1.9602, 10_000, 0.05)]
    public void Tails_of_t_are_those_of_the_tables(double t, double freedom, double p)
    {
        Same.Within(5e-5, p, Tails.StudentTwoSided(t, freedom));
        Same.Within(2e-4 * Math.Abs(t), Math.Abs(t), Tails.Quantile(1 - p, freedom));
    }

    [Fact]
    public void Tails_are_exact_far_out_and_undefined_for_what_is()
    {
        Same.Relatively(1e-12, [8.587102988588207e-63], [Tails.NormalTwoSided(16.725211352676595)]); // SciPy 1.10.1, fixture telco.json
        Same.Relatively(1e-9, [6.623065947748752e-42], [Tails.ChiSquare(214.14998092482156, 8)]); // SciPy 1.10.1, fixture bank.json
        Same.Within(5e-5, [0.05, 0.01], [Tails.ChiSquare(18.307, 10), Tails.ChiSquare(6.635, 1)]);
        Assert.True(double.IsNaN(Tails.NormalTwoSided(double.NaN)) && double.IsNaN(Tails.StudentTwoSided(double.NaN, 3)) && double.IsNaN(Tails.ChiSquare(double.NaN, 3)));
        Assert.Equal(0, Tails.ChiSquare(double.PositiveInfinity, 3));
    }
}
