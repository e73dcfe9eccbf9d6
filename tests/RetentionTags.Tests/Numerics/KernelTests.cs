using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Numerics;

/// <summary>Every vectorised kernel against its plain form, at every length from 0 to 256, with NaN and infinities.</summary>
public class KernelTests
{
    private static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue];

    [Fact]
    public void Dot_product_equals_its_plain_form_to_the_bit()
    {
        var random = new SplitMix64(5);
        for (int length = 0; length <= 256; length++)
        {
            double[] x = Finite(ref random, length), y = Finite(ref random, length);
            Same.Bits([DotProduct.PlainOf(x, y)], [DotProduct.Of(x, y)]);
            Same.Within(1e-12 * length, x.Zip(y, (a, b) => a * b).Sum(), DotProduct.Of(x, y));
            if (length == 0)
                continue;
            x[random.Next(length)] = Odd[random.Next(3)];
            Assert.Equal(DotProduct.PlainOf(x, y), DotProduct.Of(x, y));
        }
    }

    private static double[] Finite(ref SplitMix64 random, int length)
    {
        var values = new double[length];
        for (int i = 0; i < length; i++)
            values[i] = (random.Next(2001) - 1000) / 997.0;
        return values;
    }
}
