using System.Runtime.InteropServices;

namespace RetentionTags.Tests.Support;

/// <summary>Comparisons of numbers, to the bit or within a stated distance.</summary>
internal static class Same
{
    public static void Bits(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual) =>
        Assert.Equal(MemoryMarshal.Cast<double, long>(expected).ToArray(), MemoryMarshal.Cast<double, long>(actual).ToArray());

    public static void Within(double tolerance, IEnumerable<double> expected, IEnumerable<double> actual)
    {
        double[] e = [.. expected], a = [.. actual];
        Assert.Equal(e.Length, a.Length);
        for (int i = 0; i < e.Length; i++)
            Within(tolerance, e[i], a[i], $"at place {i}");
    }

    public static void Within(double tolerance, double expected, double actual, string where = "") =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, FormattableString.Invariant($"expected {expected:R}, found {actual:R}, apart by {Math.Abs(expected - actual):G3} (allowed: {tolerance:G3}) {where}"));

    /// <summary>Within a share of the expected value.</summary>
    public static void Relatively(double tolerance, IEnumerable<double> expected, IEnumerable<double> actual)
    {
        double[] e = [.. expected], a = [.. actual];
        Assert.Equal(e.Length, a.Length);
        for (int i = 0; i < e.Length; i++)
            Within(tolerance * Math.Abs(e[i]), e[i], a[i], $"at place {i}");
    }
}
