using System.Numerics;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Numerics;

public class ShortestCutTests : PropertyTests
{
    [Theory]
    [InlineData(5, 6, 6)]
    [InlineData(29.85, 29.9, 29.875)]
    [InlineData(99, 101, 100)]
    [InlineData(-3, 4, 0)]
    [InlineData(-1, 0, 0)]
    [InlineData(0, 1, 1)]
    [InlineData(0, 5, 4)]
    [InlineData(1, 4, 4)]
    [InlineData(0, 0.1, 0.0625)]
    [InlineData(-4, -1, -2)]
    [InlineData(double.MaxValue, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(-6, -5, -5)]
    [InlineData(-101, -99, -100)]
    public void Is_the_number_with_the_fewest_bits(double below, double above, double expected) =>
        Assert.Equal(expected, ShortestCut.Between(below, above));

    [Property(MaxTest = 2000)]
    public bool Lies_in_the_gap(double a, double b)
    {
        if (double.IsNaN(a) || double.IsNaN(b) || a == b)
            return true;
        (double below, double above) = (Math.Min(a, b), Math.Max(a, b));
        double cut = ShortestCut.Between(below, above);
        return below < cut && cut <= above;
    }

    [Fact]
    public void Separates_neighbouring_doubles_and_infinities()
    {
        foreach (double value in (double[])[1, -1, 0, double.Epsilon, 1e300, -1e-300, double.MaxValue, double.NegativeInfinity])
        {
            double next = Math.BitIncrement(value);
            Assert.Equal(next, ShortestCut.Between(value, next));
        }

        Assert.True(double.IsFinite(ShortestCut.Between(double.NegativeInfinity, -5)));
        Assert.True(double.IsFinite(ShortestCut.Between(5, double.PositiveInfinity)));
        Assert.True(double.IsFinite(ShortestCut.Between(1.7e308, double.PositiveInfinity)));
    }

    /// <summary>No other of the numbers between has more trailing zero bits; found by walking all of them.</summary>
    [Property]
    public bool Nothing_in_the_gap_is_shorter(int start, byte width)
    {
        double below = 1000 + (start % 100000 / 1024.0), above = below;
        for (int i = 0; i <= width; i++)
            above = Math.BitIncrement(above);
        int zeros = TrailingZeros(ShortestCut.Between(below, above));
        for (double x = Math.BitIncrement(below); x <= above; x = Math.BitIncrement(x))
        {
            if (TrailingZeros(x) > zeros)
                return false;
        }

        return TrailingZeros(-ShortestCut.Between(-above, -below)) >= TrailingZeros(below);
    }

    private static int TrailingZeros(double value) => BitOperations.TrailingZeroCount(BitConverter.DoubleToUInt64Bits(value));
}
