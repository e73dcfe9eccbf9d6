using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>Where bounds fall among short stretches of moments in order.</summary>
/// <remarks>
/// Four bounds, or eight, lie in the lanes of a vector, each moment of a stretch is compared with all of them, and a lane counts by subtracting the comparison's −1 or by adding 1 where its mask lets it through. That a stretch is sorted plays no part, so no branch
/// depends on a value: beside a merge, which misses a branch for each bound, that is several times as fast as long as stretches are short. Long ones are merged.
/// </remarks>
internal static class SortedCounts
{
    /// <summary>The number of bounds is a multiple of this.</summary>
    public const int Lanes = 4;

    private const int ShortStretch = 32;

    /// <summary>For each bound and stretch, where in all of the moments the first one stands that is not below the bound.</summary>
    /// <param name="times">Moments, stretch after stretch, each in ascending order.</param>
    /// <param name="starts">Where each stretch begins; one place more than there are stretches.</param>
    /// <param name="bounds">The bounds in ticks, in ascending order; some may be equal.</param>
    /// <param name="places">Takes for each bound, one after the other, a place for each stretch.</param>
    public static void CountBelow(ReadOnlySpan<DateTime> times, ReadOnlySpan<int> starts, ReadOnlySpan<long> bounds, Span<int> places)
    {
        if (!Vector256.IsHardwareAccelerated)
        {
            Merge(times, starts, bounds, places);
            return;
        }

        int next = 0;
        for (; Vector512.IsHardwareAccelerated && next <= bounds.Length - Vector512<long>.Count; next += Vector512<long>.Count)
            CountEight(times, starts, bounds.Slice(next, Vector512<long>.Count), places[(next * (starts.Length - 1))..]);
        for (; next < bounds.Length; next += Lanes)
            CountFour(times, starts, bounds.Slice(next, Lanes), places[(next * (starts.Length - 1))..]);
    }

    /// <summary>The plain form.</summary>
    internal static void Merge(ReadOnlySpan<DateTime> times, ReadOnlySpan<int> starts, ReadOnlySpan<long> bounds, Span<int> places)
    {
        for (int stretch = 0; stretch + 1 < starts.Length; stretch++)
            MergeOne(times, starts[stretch], starts[stretch + 1], bounds, places[stretch..], starts.Length - 1);
    }

    private static void CountFour(ReadOnlySpan<DateTime> times, ReadOnlySpan<int> starts, ReadOnlySpan<long> bounds, Span<int> places)
    {
        int stretches = starts.Length - 1;
        Span<int> first = places[..stretches], second = places.Slice(stretches, stretches), third = places.Slice(2 * stretches, stretches), fourth = places.Slice(3 * stretches, stretches);
        Vector256<long> four = Vector256.Create(bounds);
        for (int stretch = 0; stretch < stretches; stretch++)
        {
            int start = starts[stretch], end = starts[stretch + 1];
            if (end - start > ShortStretch)
            {
                MergeOne(times, start, end, bounds, places[stretch..], stretches);
                continue;
            }

            Vector256<long> count = Vector256.Create((long)start);
            foreach (long bits in DateTicks.Of(times[start..end]))
                count -= Vector256.GreaterThan(four, Vector256.Create(bits) & Vector256.Create(DateTicks.Mask));
            first[stretch] = (int)count[0];
            second[stretch] = (int)count[1];
            third[stretch] = (int)count[2];
            fourth[stretch] = (int)count[3];
        }
    }

    private static void CountEight(ReadOnlySpan<DateTime> times, ReadOnlySpan<int> starts, ReadOnlySpan<long> bounds, Span<int> places)
    {
        int stretches = starts.Length - 1;
        Span<int> first = places[..stretches], second = places.Slice(stretches, stretches), third = places.Slice(2 * stretches, stretches), fourth = places.Slice(3 * stretches, stretches);
        Span<int> fifth = places.Slice(4 * stretches, stretches), sixth = places.Slice(5 * stretches, stretches), seventh = places.Slice(6 * stretches, stretches), eighth = places.Slice(7 * stretches, stretches);
        Vector512<long> eight = Vector512.Create(bounds);
        for (int stretch = 0; stretch < stretches; stretch++)
        {
            int start = starts[stretch], end = starts[stretch + 1];
            if (end - start > ShortStretch)
            {
                MergeOne(times, start, end, bounds, places[stretch..], stretches);
                continue;
            }

            Vector512<long> count = Vector512.Create((long)start);
            foreach (long bits in DateTicks.Of(times[start..end]))
                count = Vector512.ConditionalSelect(Vector512.GreaterThan(eight, Vector512.Create(bits) & Vector512.Create(DateTicks.Mask)), count + Vector512<long>.One, count);
            Vector256<long> low = count.GetLower(), high = count.GetUpper();
            (first[stretch], second[stretch], third[stretch], fourth[stretch]) = ((int)low[0], (int)low[1], (int)low[2], (int)low[3]);
            (fifth[stretch], sixth[stretch], seventh[stretch], eighth[stretch]) = ((int)high[0], (int)high[1], (int)high[2], (int)high[3]);
        }
    }

    private static void MergeOne(ReadOnlySpan<DateTime> times, int place, int end, ReadOnlySpan<long> bounds, Span<int> places, int stretches)
    {
        for (int bound = 0; bound < bounds.Length; bound++)
        {
            while (place < end && times[place].Ticks < bounds[bound])
                place++;
            places[bound * stretches] = place;
        }
    }
}
