using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace RetentionTags.Arrow.Reading;

/// <summary>A decimal: a whole number of up to 256 bits times a power of ten.</summary>
internal readonly record struct DecimalValue(BigInteger Digits, int Scale)
{
    /// <summary>The largest power of ten that is a double exactly.</summary>
    private const int LargestExactPower = 22;

    private static readonly double[] Powers = [.. Enumerable.Range(0, LargestExactPower + 1).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture))];

    public static DecimalValue At(in ArrayView array, ArrowFormat format, int row) => new(DigitsAt(array, format.Bytes, row), format.Scale);

    /// <summary>The nearest double, and whether it tells the decimal apart from all others with as many digits: its digits, without zeros at the end, must be a number up to 2⁵³.</summary>
    public bool TryToDouble(out double number)
    {
        (BigInteger digits, int scale) = this;
        while (!Fits(digits) && digits % 10 == 0)
        {
            digits /= 10;
            scale--;
        }

        bool fits = Fits(digits);
        number = fits && Math.Abs(scale) <= LargestExactPower
            ? scale >= 0 ? (double)(long)digits / Powers[scale] : (double)(long)digits * Powers[-scale]
            : double.Parse(Invariant($"{digits}e{-scale}"), CultureInfo.InvariantCulture);
        return fits;
    }

    /// <summary>All digits, with a point.</summary>
    public override string ToString()
    {
        if (Scale <= 0)
            return (Digits * BigInteger.Pow(10, -Scale)).ToString(CultureInfo.InvariantCulture);
        string digits = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return $"{(Digits.Sign < 0 ? "-" : "")}{digits[..^Scale]}.{digits[^Scale..]}";
    }

    private static bool Fits(BigInteger digits) => BigInteger.Abs(digits) <= 1L << 53;

    private static BigInteger DigitsAt(in ArrayView array, int bytes, int row) => bytes switch
    {
        4 => array.Values<int>()[row],
        8 => array.Values<long>()[row],
        16 => array.Values<Int128>()[row],
        _ => new BigInteger(MemoryMarshal.AsBytes(array.Values<Bytes32>().Slice(row, 1))),
    };

    /// <summary>256 bits.</summary>
    private readonly record struct Bytes32(long A, long B, long C, long D);
}
