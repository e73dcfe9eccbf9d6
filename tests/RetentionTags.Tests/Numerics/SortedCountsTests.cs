using RetentionTags.Numerics;

namespace RetentionTags.Tests.Numerics;

public class SortedCountsTests
{
    [Theory]
    [InlineData(1, 4, 8)]
    [InlineData(2, 8, 40)]
    [InlineData(3, 12, 256)]
    public void Bounds_fall_where_a_count_of_smaller_numbers_says(int seed, int boundCount, int longest)
    {
        var random = new SplitMix64(seed);
        var numbers = new List<long>();
        List<int> starts = [0];
        for (int length = 0; length <= longest; length++)
        {
            numbers.AddRange(Enumerable.Range(0, length).Select(_ => (long)random.Next(50) - 25).Order());
            starts.Add(numbers.Count);
        }

        long[] bounds = [.. Enumerable.Range(0, boundCount).Select(_ => (long)random.Next(70) - 35).Order()];
        (bounds[0], bounds[^1]) = (long.MinValue, long.MaxValue);
        int stretches = starts.Count - 1;
        int[] expected = [.. bounds.SelectMany(bound => Enumerable.Range(0, stretches).Select(k => starts[k] + numbers[starts[k]..starts[k + 1]].Count(number => number < bound)))];
        int[] places = new int[expected.Length], plain = new int[expected.Length];
        SortedCounts.CountBelow(numbers.ToArray(), starts.ToArray(), bounds, places);
        SortedCounts.Merge(numbers.ToArray(), starts.ToArray(), bounds, plain);
        Assert.Equal(expected, places);
        Assert.Equal(expected, plain);
    }
}
