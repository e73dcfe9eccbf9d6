using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Numerics;

/// <summary>The kernels that code columns, against their plain forms, at every length from 0 to 256 and with all odd values.</summary>
public class CodingTests
{
    private static readonly double[] Odd = [double.NaN, -double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue];

    [Fact]
    public void Keys_are_those_of_single_values()
    {
        var random = new SplitMix64(1);
        for (int length = 0; length <= 256; length++)
        {
            double[] values = Values(ref random, length, []);
            var keys = new ulong[length];
            SortableDouble.ToKeys(values, keys);
            Assert.Equal(values.Select(value => double.IsNaN(value) ? 0UL : SortableDouble.ToKey(value)), keys);
            Assert.All(keys.Zip(values), pair => Assert.Equal(double.IsNaN(pair.Second), pair.First == SortableDouble.NaNKey));
        }
    }

    [Fact]
    public void Codes_count_the_cuts_reached_for_any_number_of_cuts()
    {
        var random = new SplitMix64(2);
        for (int cutCount = 0; cutCount <= 255; cutCount++)
            CheckCodes(ref random, cutCount, 61 + (cutCount % 5));
        for (int length = 0; length <= 256; length++)
        {
            CheckCodes(ref random, 7, length);
            CheckCodes(ref random, 100, length);
        }

        CheckCodes(ref random, 3000, 1000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    [InlineData(4096)]
    public void Buckets_are_intervals_in_order_whatever_the_sample(int sampleSize)
    {
        var random = new SplitMix64(sampleSize);
        for (int shape = 0; shape < 6; shape++)
        {
            ulong[] sample = new ulong[sampleSize];
            for (int i = 0; i < sampleSize; i++)
                sample[i] = SortableDouble.ToKey(Shaped(ref random, shape));
            var grid = new BucketGrid(sample);
            Assert.InRange(grid.Count, 2, ushort.MaxValue + 1);
            for (int length = 0; length <= 256; length++)
            {
                double[] values = Values(ref random, length, []);
                for (int i = 0; i < length; i += 2)
                    values[i] = Shaped(ref random, shape);
                var buckets = new ushort[length];
                grid.ToBuckets(values, buckets);
                Assert.Equal(values.Select(value => (ushort)grid.BucketOf(value)), buckets);
                Assert.All(values.Zip(buckets), pair => Assert.Equal(double.IsNaN(pair.First), pair.Second == 0));
                Assert.All(buckets, bucket => Assert.InRange(bucket, 0, grid.Count - 1));
                (double Value, ushort Bucket)[] sorted = [.. values.Zip(buckets).Where(pair => !double.IsNaN(pair.First)).OrderBy(pair => pair.First)];
                Assert.All(sorted.Zip(sorted.Skip(1)), pair => Assert.True(pair.First.Value == pair.Second.Value ? pair.First.Bucket == pair.Second.Bucket : pair.First.Bucket <= pair.Second.Bucket));
            }
        }
    }

    [Fact]
    public void A_frequent_value_far_away_leaves_the_others_their_buckets()
    {
        // One value in twenty is 0, all others lie within a hundred-thousandth of 1,000.
        double[] values = [.. Enumerable.Range(0, 4000).Select(i => i % 20 == 0 ? 0 : 1000 + (i / 400_000.0))];
        var grid = new BucketGrid([.. values.Select(SortableDouble.ToKey)]);
        Assert.True(values.Select(grid.BucketOf).Distinct().Count() > 2000);
    }

    [Fact]
    public void Counts_and_weights_add_up_code_by_code()
    {
        var random = new SplitMix64(3);
        for (int length = 0; length <= 256; length++)
        {
            ushort[] codes = new ushort[length];
            bool[] events = new bool[length];
            double[] weights = new double[length];
            for (int i = 0; i < length; i++)
                (codes[i], events[i], weights[i]) = ((ushort)random.Next(7), random.Next(3) == 0, random.Next(5) / 4.0);
            var counts = new ulong[7];
            var sums = new double[14];
            CodeCounts.Add(codes, events, counts);
            CodeCounts.Add(codes, events, weights, sums);
            for (int code = 0; code < 7; code++)
            {
                int[] rows = [.. Enumerable.Range(0, length).Where(i => codes[i] == code)];
                Assert.Equal(rows.Count(i => events[i]), (int)CodeCounts.Events(counts[code]));
                Assert.Equal(rows.Count(i => !events[i]), (int)CodeCounts.NonEvents(counts[code]));
                Assert.Equal(rows.Where(i => events[i]).Sum(i => weights[i]), sums[(2 * code) + 1]);
                Assert.Equal(rows.Where(i => !events[i]).Sum(i => weights[i]), sums[2 * code]);
            }
        }
    }

    private static void CheckCodes(ref SplitMix64 random, int cutCount, int length)
    {
        double[] cuts = [.. Enumerable.Range(0, cutCount).Select(i => (i - (cutCount / 2)) * 0.5)];
        double[] values = Values(ref random, length, cuts);
        var codes = new ushort[length];
        var coder = new CutCodes(cuts);
        coder.ToCodes(values, codes);
        for (int i = 0; i < length; i++)
        {
            int expected = double.IsNaN(values[i]) ? cutCount + 1 : cuts.Count(cut => values[i] >= cut);
            Assert.Equal(expected, codes[i]);
            Assert.Equal(expected, coder.CodeOf(values[i]));
        }
    }

    /// <summary>Odd values, values equal to cuts or next to them, and others.</summary>
    private static double[] Values(ref SplitMix64 random, int length, double[] cuts)
    {
        var values = new double[length];
        for (int i = 0; i < length; i++)
        {
            double near = cuts.Length == 0 ? SampleData.Uniform(ref random) : cuts[random.Next(cuts.Length)];
            values[i] = random.Next(6) switch
            {
                0 => Odd[random.Next(Odd.Length)],
                1 => near,
                2 => Math.BitDecrement(near),
                3 => Math.BitIncrement(near),
                _ => (SampleData.Uniform(ref random) - 0.5) * 300,
            };
        }

        return values;
    }

    private static double Shaped(ref SplitMix64 random, int shape)
    {
        double uniform = SampleData.Uniform(ref random);
        return shape switch
        {
            0 => uniform - 0.5,
            1 => 1e9 + uniform,
            2 => Math.Pow(10, (uniform * 600) - 300) * (random.Next(2) - 0.5),
            3 => random.Next(3),
            4 => 7,
            _ => random.Next(4) == 0 ? Odd[2 + random.Next(Odd.Length - 2)] : uniform,
        };
    }
}
