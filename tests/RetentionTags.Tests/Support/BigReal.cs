using System.Numerics;

namespace RetentionTags.Tests.Support;

/// <summary>Exponential and logarithm in fixed point with 1,400 bits behind the point: a truth for kernels, from whole numbers alone.</summary>
internal static class BigReal
{
    private const int Bits = 1400;
    private static readonly BigInteger One = BigInteger.One << Bits;

    /// <summary>e⁻ᵃ for a ≥ 0: Taylor's series of a / 2²⁰, squared twenty times.</summary>
    public static BigInteger ExpOfMinus(double a)
    {
        BigInteger small = Of(a) >> 20, term = One, sum = One;
        for (int k = 1; !term.IsZero; k++)
        {
            term = -Product(term, small) / k;
            sum += term;
        }

        for (int square = 0; square < 20; square++)
            sum = Product(sum, sum);
        return sum;
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static BigInteger Sigmoid(double x)
    {
        BigInteger e = ExpOfMinus(Math.Abs(x));
        return ((x >= 0 ? One : e) << Bits) / (One + e);
    }

    /// <summary>ln(1 + eˣ).</summary>
    public static BigInteger SoftPlus(double x) => Of(Math.Max(x, 0)) + LogOnePlus(ExpOfMinus(Math.Abs(x)));

    /// <summary>How far a number is from the truth, in units of its last place.</summary>
    public static double UnitsApart(double found, BigInteger truth)
    {
        BigInteger unit = Of(Math.BitIncrement(Math.Abs(found))) - Of(Math.Abs(found));
        return (double)((BigInteger.Abs(Of(found) - truth) << 20) / unit) / (1 << 20);
    }

    /// <summary>ln(1 + t) = 2 artanh(t / (2 + t)) by its series.</summary>
    private static BigInteger LogOnePlus(BigInteger t)
    {
        BigInteger s = (t << Bits) / ((2 * One) + t), square = Product(s, s), power = s, sum = 0;
        for (int k = 1; !power.IsZero; k += 2)
        {
            sum += power / k;
            power = Product(power, square);
        }

        return 2 * sum;
    }

    private static BigInteger Of(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value), exponent = (bits >> 52) & 0x7FF, mantissa = bits & 0xFFFFFFFFFFFFF;
        BigInteger whole = exponent == 0 ? mantissa : mantissa | (1L << 52);
        int shift = Bits + (int)Math.Max(exponent, 1) - 1075;
        whole = shift >= 0 ? whole << shift : whole >> -shift;
        return bits < 0 ? -whole : whole;
    }

    private static BigInteger Product(BigInteger x, BigInteger y) => (x * y) >> Bits;
}
