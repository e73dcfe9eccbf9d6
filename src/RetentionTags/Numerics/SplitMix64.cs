namespace RetentionTags.Numerics;

/// <summary>
/// The generator of Steele, Lea and Flood (2014), "Fast splittable pseudorandom number generators", OOPSLA, figure 17:
/// a 64-bit counter with a mixing function. Its sequence is ours to keep, unlike that of <c>System.Random</c>.
/// </summary>
internal struct SplitMix64(long seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = unchecked((ulong)seed);

    public ulong Next() => Mix(_state += Step);

    /// <summary>The mixing function alone: a bijection of 64 bits in which each bit of the input has a say in each of the output.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number in [0, bound), by the upper half of a 128-bit product (Lemire 2019), without rejection: the bias is below bound / 2⁶⁴.</summary>
    public int Next(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Fisher–Yates: every order equally likely.</summary>
    public void Shuffle(Span<int> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
