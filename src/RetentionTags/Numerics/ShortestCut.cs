using System.Numerics;

namespace RetentionTags.Numerics;

/// <summary>
/// The cut between two neighbouring values that has the fewest significant bits: it divides the same rows as any other
/// number in the gap, reads well, prints exactly, and its lower 32 bits are zero unless the gap is narrower than 2⁻²⁰ of the value.
/// </summary>
internal static class ShortestCut
{
    /// <summary>
    /// A number c with <paramref name="below"/> &lt; c ≤ <paramref name="above"/>, so that [.., c) ends with the one
    /// and [c, ..) begins with the other. Of all such numbers it has the most trailing zero bits.
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
    /// upper one: clearing everything beneath it gives the only pattern in (below, above] with that many trailing zeros.
    /// </summary>
    private static double Shortest(ulong below, ulong above)
    {
        int highest = BitOperations.Log2(below ^ above);
        return BitConverter.UInt64BitsToDouble(above >> highest << highest);
    }
}
