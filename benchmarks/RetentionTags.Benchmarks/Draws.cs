using RetentionTags.Numerics;

namespace RetentionTags.Benchmarks;

/// <summary>Random numbers of the distributions that workloads are made of.</summary>
internal static class Draws
{
    /// <summary>Uniform in [0, 1).</summary>
    public static double Uniform(ref SplitMix64 random) => (random.Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>Standard normal, by Box and Muller.</summary>
    public static double Normal(ref SplitMix64 random) => Math.Sqrt(-2 * Math.Log(1 - Uniform(ref random))) * Math.Cos(2 * Math.PI * Uniform(ref random));
}
