using System.Numerics;

namespace RetentionTags.Arrow.Reading;

/// <summary>Arrow's bitmaps: bit i (least significant first) belongs to value i.</summary>
internal static unsafe class ValidityBits
{
    public static bool At(byte* bits, long place) => ((bits[place >> 3] >> (int)(place & 7)) & 1) != 0;

    /// <summary>The number of 1 bits: single ones up to a byte's border, eight bytes at a time, single ones.</summary>
    public static int Count(byte* bits, long offset, int length)
    {
        int count = 0;
        long place = offset, end = offset + length;
        for (; place < end && (place & 7) != 0; place++)
            count += At(bits, place) ? 1 : 0;
        for (; place + 64 <= end; place += 64)
            count += BitOperations.PopCount(*(ulong*)(bits + (place >> 3)));
        for (; place < end; place++)
            count += At(bits, place) ? 1 : 0;
        return count;
    }
}
