using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Numerics;

/// <summary>One row against its plain form and against counting cuts, at every number of columns from 0 to 256.</summary>
public class RowWeightsTests
{
    private static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0.0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue];

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(RowWeights.MostCutsInLanes)]
    [InlineData(90)]
    public void One_row_is_column_by_column_to_the_bit(int mostCuts)
    {
        var random = new SplitMix64(mostCuts);
        for (int width = 0; width <= 256; width++)
        {
            RowWeightsColumn[] columns = new RowWeightsColumn[width];
            double[] means = new double[width], contributions = new double[width], plain = new double[width];
            for (int i = 0; i < width; i++)
                (columns[i], means[i]) = (random.Next(8) == 0 ? RowWeightsColumn.Nothing : Column(ref random, mostCuts), Weight(ref random));
            var kernel = new RowWeights(columns, means);
            for (int row = 0; row < 4; row++)
            {
                double[] values = [.. columns.Select(column => Value(ref random, column))];
                double expected = 0;
                double[] weights = new double[width];
                for (int i = 0; i < width; i++)
                {
                    weights[i] = Expected(columns[i], values[i]);
                    expected += weights[i];
                }

                Same.Bits([expected, expected, expected, expected], [kernel.Sum(values), kernel.Sum(values, contributions), kernel.PlainSum(values), kernel.PlainSum(values, plain)]);
                double[] beyond = [.. weights.Zip(means, (weight, mean) => weight - mean)];
                Same.Bits(beyond, contributions);
                Same.Bits(beyond, plain);
            }
        }
    }

    [Fact]
    public void Weights_as_large_as_a_card_may_have_stay_exact()
    {
        const double Unit = 1.0 / (1 << 24), Large = (1 << 26) - Unit;
        var column = new RowWeightsColumn([0, 1], [-Large, Large, Unit], -Unit, [], []);
        var kernel = new RowWeights([column, column, column], [-Large, Large, Unit]);
        double[] contributions = new double[3];
        Assert.Equal((-Large) + Large + Unit, kernel.Sum([-1, 0.5, 2], contributions));
        Same.Bits([0, 0, 0], contributions);
        Assert.Equal((2 * Large) - Unit, kernel.Sum([0, 0, double.NaN]));
        Assert.Equal(-3 * Large, kernel.Sum([-1, -1, -1]));
    }

    /// <summary>By counting.</summary>
    private static double Expected(RowWeightsColumn column, double value)
    {
        if (double.IsNaN(value))
            return column.Missing;
        int special = column.SpecialValues.ToList().IndexOf(value + 0.0);
        return special >= 0 ? column.SpecialWeights[special] : column.Weights[column.Cuts.Count(cut => cut <= value)];
    }

    private static RowWeightsColumn Column(ref SplitMix64 random, int mostCuts)
    {
        int cutCount = random.Next(mostCuts + 1), specialCount = random.Next(3) == 0 ? random.Next(4) : 0;
        double[] cuts = [.. Enumerable.Range(0, cutCount).Select(i => (i - (cutCount / 2)) * 0.5)];
        double[] weights = new double[cutCount + 1];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = Weight(ref random);
        double[] specials = [.. new[] { -1, 0, 1.25, 40 }.Take(specialCount)], specialWeights = new double[specialCount];
        for (int i = 0; i < specialCount; i++)
            specialWeights[i] = Weight(ref random);
        return new(cuts, weights, Weight(ref random), specials, specialWeights);
    }

    private static double Value(ref SplitMix64 random, RowWeightsColumn column) => random.Next(4) switch
    {
        0 => Odd[random.Next(Odd.Length)],
        1 when column.Cuts.Length > 0 => column.Cuts[random.Next(column.Cuts.Length)],
        2 when column.Cuts.Length > 0 => Math.BitDecrement(column.Cuts[random.Next(column.Cuts.Length)]),
        _ => (random.Next(200) - 100) * 0.25,
    };

    private static double Weight(ref SplitMix64 random) => (random.Next(1 << 28) - (1 << 27)) / (double)(1 << 24);
}
