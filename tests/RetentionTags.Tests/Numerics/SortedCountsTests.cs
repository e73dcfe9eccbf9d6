using RetentionTags.Numerics;

namespace RetentionTags.Tests.Numerics;

public class SortedCountsTests
{
    [Theory]
    [InlineData(1, 4, 8)]
    [InlineData(2, 8, 40)]
    [InlineData(3, 12, 256)]
    [InlineData(4, 20, 33)]
    public void Bounds_fall_where_a_count_of_earlier_moments_says(int seed, int boundCount, int longest)
    {
        var random = new SplitMix64(seed);
        var times = new List<DateTime>();
        List<int> starts = [0];
        for (int length = 0; length <= longest; length++)
        {
            times.AddRange(Enumerable.Range(0, length).Select(_ => new DateTime(25 + random.Next(50), (DateTimeKind)random.Next(2))).Order());
            starts.Add(times.Count);
        }

        long[] bounds = [.. Enumerable.Range(0, boundCount).Select(_ => (long)random.Next(70) + 15).Order()];
        (bounds[0], bounds[^1]) = (long.MinValue, long.MaxValue);
        int stretches = starts.Count - 1;
        int[] expected = [.. bounds.SelectMany(bound => Enumerable.Range(0, stretches).Select(k => starts[k] + times[starts[k]..starts[k + 1]].Count(time => time.Ticks < bound)))];
        int[] places = new int[expected.Length], plain = new int[expected.Length];
        SortedCounts.CountBelow(times.ToArray(), starts.ToArray(), bounds, places);
        SortedCounts.Merge(times.ToArray(), starts.ToArray(), bounds, plain);
        Assert.Equal(expected, places);
        Assert.Equal(expected, plain);
    }
}
