using System.Numerics;

namespace RetentionTags.Numerics;

/// <summary>
/// The cut between two neighbouring values that has the fewest significant bits (of several powers of two the one furthest from 0): it divides the same rows as any other
/// number in the gap, reads well, prints exactly, and its lower 32 bits are zero unless the gap is narrower than 2⁻²⁰ of the value.
/// </summary>
internal static class ShortestCut
{
    private const int MantissaBits = 52;

    /// <summary>The bits of ∞; those of the largest finite number are one less.</summary>
    private const ulong Infinity = 0x7FFUL << MantissaBits;

    /// <summary>
    /// A number c with <paramref name="below"/> &lt; c ≤ <paramref name="above"/>, so that [.., c) ends with the one
    /// and [c, ..) begins with the other. Of all such numbers its mantissa has the most trailing zero bits.
    /// </summary>
    public static double Between(double below, double above)
    {
        if (below < 0 && above >= 0)
            return 0;
        return above < 0
            ? -Shortest(Magnitude(above) - 1, Magnitude(below) - 1)
            : Shortest(Magnitude(below), Magnitude(above));
    }

    private static ulong Magnitude(double value) => BitConverter.DoubleToUInt64Bits(Math.Abs(value));

    /// <summary>
    /// Bit patterns of positive doubles are ordered as the doubles are. The highest bit in which the ends differ is 1 in the
    /// upper one: clearing everything beneath it gives the only pattern in (below, above] with that many trailing zeros. Where already the exponents differ, clearing the whole mantissa gives a power of two.
    /// Infinity is a cut only when nothing else lies in the gap.
    /// </summary>
    private static double Shortest(ulong below, ulong above)
    {
        if (above == Infinity && below < Infinity - 1)
            above = Infinity - 1;
        int lowestKept = Math.Min(BitOperations.Log2(below ^ above), MantissaBits);
        return BitConverter.UInt64BitsToDouble(above >> lowestKept << lowestKept);
    }
}
