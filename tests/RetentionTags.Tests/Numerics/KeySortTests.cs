using System.Numerics;
using RetentionTags.Numerics;

namespace RetentionTags.Tests.Numerics;

public class KeySortTests
{
    /// <summary>All are sorted with every number of digits, of which the sort itself takes as many as the number of keys calls for. Patterns of keys: all different, many ties, all equal, one far away from a crowd that differs in its lowest bits only, agreeing in the middle, sorted.</summary>
    public static TheoryData<int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int>();
            foreach (int count in (int[])[0, 1, 2, 255, 1023, 1024, 1025, 5000, 70_000])
            {
                for (int pattern = 0; pattern < 7; pattern++)
                    cases.Add(count, pattern);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sorts_as_the_platform_does(int count, int pattern)
    {
        var random = new SplitMix64((count * 10) + pattern);
        ulong[] keys = [.. Enumerable.Range(0, count).Select(i => Key(pattern, i, random.Next()))];
        Agree(keys);
        Agree([.. keys.Select(key => (uint)(key >> 32))]);
        Agree([.. keys.Select(key => (uint)key)]);

        static ulong Key(int pattern, int i, ulong draw) => pattern switch
        {
            0 => draw,
            1 => draw % 50,
            2 => 77,
            3 => i == 3 ? ulong.MaxValue : draw % 100_000,
            4 => (draw % 3 << 62) | (draw >> 50),
            5 => (ulong)i << 20,
            _ => SortableDouble.ToKey(1 / (1 + Math.Exp((draw % 1_000_000) / -1e5))),
        };
    }

    [Fact]
    public void Cancellation_is_heard() =>
        Assert.Throws<OperationCanceledException>(() => KeySort.Sort(new ulong[5000], new ulong[5000], new(canceled: true)).Length);

    /// <summary>Every number of rows up to three vectors and a bit, so every remainder.</summary>
    [Fact]
    public void Ranges_and_counts_of_points_are_those_of_plain_loops()
    {
        var random = new SplitMix64(5);
        for (int count = 1; count <= 100; count++)
        {
            int[] points = [.. Enumerable.Range(0, count).Select(_ => random.Next(40) - 20)];
            bool[] events = [.. points.Select(_ => random.Next(2) == 0)];
            (int lowest, int highest) = PointRange.Of(points);
            Assert.Equal((points.Min(), points.Max()), (lowest, highest));
            var counts = new int[2 * (highest - lowest + 1)];
            PointRange.Count(points, events, lowest, counts);
            for (int place = 0; place < counts.Length; place++)
                Assert.Equal(points.Where((point, i) => point == lowest + (place / 2) && events[i] == (place % 2 == 1)).Count(), counts[place]);
        }

        Assert.Equal((int.MinValue, int.MaxValue), PointRange.Of([3, int.MaxValue, int.MinValue]));
    }

    [Fact]
    public void Keys_keep_the_order_of_scores_and_lead_back_to_them()
    {
        float[] floats = [float.NegativeInfinity, float.MinValue, -1.5f, -float.Epsilon, 0, float.Epsilon, 0.1f, 1, float.MaxValue, float.PositiveInfinity];
        uint[] keys = [.. floats.Select(KeyCodes.Single.ToKey)];
        Assert.Equal(keys.Order(), keys);
        Assert.Equal(floats.Select(value => (double)value), keys.Select(KeyCodes.Single.ToScore));
        Assert.Equal(KeyCodes.Single.ToKey(0), KeyCodes.Single.ToKey(-0.0f));

        int[] points = [int.MinValue, -7, -1, 0, 1, 600, int.MaxValue];
        uint[] places = [.. points.Select(KeyCodes.Whole.ToKey)];
        Assert.Equal(places.Order(), places);
        Assert.Equal(points.Select(value => (double)value), places.Select(KeyCodes.Whole.ToScore));
    }

    [Fact]
    public void Classes_are_split_and_a_NaN_is_noticed()
    {
        double[] scores = [0.3, -1, 0.3, 7, 2];
        bool[] events = [true, false, false, true, false];
        var keys = new ulong[5];
        Assert.Equal(2, KeyCodes.SplitByClass<double, ulong, KeyCodes.Double>(scores, events, keys, default));
        Assert.Equal([0.3, 7, 2, 0.3, -1], keys.Select(SortableDouble.FromKey));
        Assert.Equal(-1, KeyCodes.SplitByClass<double, ulong, KeyCodes.Double>([0.3, double.NaN], [true, false], new ulong[2], default));
    }

    private static void Agree<T>(T[] keys)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        T[] expected = [.. keys.Order()];
        Assert.Equal(expected, KeySort.Sort(keys.ToArray().AsSpan(), new T[keys.Length + 3]).ToArray());
        for (int digits = 1; digits <= 4; digits++)
            Assert.Equal(expected, KeySort.Sort(keys.ToArray().AsSpan(), new T[keys.Length], digits, default).ToArray());
    }
}
