namespace RetentionTags.Numerics;

/// <summary>Doubles as unsigned keys of the same order: −∞ &lt; … &lt; −0 = 0 &lt; … &lt; ∞. NaN has no key.</summary>
internal static class SortableDouble
{
    private const ulong SignBit = 1UL << 63;

    /// <summary>Positive numbers get their sign bit set, negative ones all bits flipped; adding 0.0 turns −0 into 0.</summary>
    public static ulong ToKey(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return (bits & SignBit) != 0 ? ~bits : bits | SignBit;
    }

    public static double FromKey(ulong key) =>
        BitConverter.UInt64BitsToDouble((key & SignBit) != 0 ? key & ~SignBit : ~key);
}
