using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>Moments as whole numbers, so that vectors compare them: ticks in the lower 62 bits, and the kind in the two above, as <see cref="DateTime"/> keeps them.</summary>
internal static class DateTicks
{
    /// <summary>The bits of ticks.</summary>
    public const long Mask = (1L << 62) - 1;

    /// <summary>The kind of moments in UTC. That of local ones has the sign's bit.</summary>
    public const long Utc = 1L << 62;

    /// <summary>Moments with their kinds.</summary>
    public static ReadOnlySpan<long> Of(ReadOnlySpan<DateTime> moments) => MemoryMarshal.Cast<DateTime, long>(moments);

    /// <summary>Moments with their kinds.</summary>
    public static Span<long> Of(Span<DateTime> moments) => MemoryMarshal.Cast<DateTime, long>(moments);

    /// <summary>The first and the last of some moments in ticks, <see cref="long.MaxValue"/> and <see cref="long.MinValue"/> when there are none, and whether one of them is local.</summary>
    public static (long First, long Last, bool HasLocal) RangeOf(ReadOnlySpan<DateTime> moments)
    {
        ReadOnlySpan<long> bits = Of(moments);
        (long first, long last, long any) = (long.MaxValue, long.MinValue, 0);
        int i = 0;
        if (Vector256.IsHardwareAccelerated && bits.Length >= Vector256<long>.Count)
        {
            Vector256<long> least = Vector256.Create(first), greatest = Vector256.Create(last), kinds = Vector256<long>.Zero;
            for (; i <= bits.Length - Vector256<long>.Count; i += Vector256<long>.Count)
            {
                Vector256<long> four = Vector256.Create(bits[i..]), ticks = four & Vector256.Create(Mask);
                (least, greatest, kinds) = (Vector256.Min(least, ticks), Vector256.Max(greatest, ticks), kinds | four);
            }

            for (int lane = 0; lane < Vector256<long>.Count; lane++)
                (first, last, any) = (Math.Min(first, least[lane]), Math.Max(last, greatest[lane]), any | kinds[lane]);
        }

        for (; i < bits.Length; i++)
            (first, last, any) = (Math.Min(first, bits[i] & Mask), Math.Max(last, bits[i] & Mask), any | bits[i]);
        return (first, last, any < 0);
    }
}
