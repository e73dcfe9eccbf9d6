using RetentionTags.Binning;
using RetentionTags.Binning.Histograms;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Histograms;

/// <summary>The state after any rows, against its definition applied to all rows at once.</summary>
public class NumericHistogramTests : PropertyTests
{
    private static readonly int[] Capacities = [16, 17, 40, 150, 1000];

    [Property(MaxTest = 300)]
    public void Is_the_finest_grouping_by_leading_bits_that_fits(int seed)
    {
        WildRows rows = WildRows.Of(seed);
        foreach (int capacity in Capacities)
        {
            (NumericHistogram histogram, (ulong Key, bool IsEvent, double Weight)[] present) = Count(rows, capacity);
            int droppedBits = Enumerable.Range(0, 64).First(bits => present.Select(row => row.Key >> bits).Distinct().Count() <= capacity);
            Assert.Equal(droppedBits, histogram.DroppedBits);
            Assert.Equal(
                present.GroupBy(row => row.Key >> droppedBits).OrderBy(group => group.Key).Select(group => (
                    group.Min(row => row.Key),
                    group.Max(row => row.Key),
                    group.Sum(row => row.IsEvent ? row.Weight : 0),
                    group.Sum(row => row.IsEvent ? 0 : row.Weight))),
                histogram.Sorted().Select(bucket => (bucket.Lowest, bucket.Highest, bucket.Events, bucket.NonEvents)));
            Assert.Equal(Enumerable.Range(0, rows.Count).Where(row => double.IsNaN(rows.Values[row])).Sum(row => rows.Weights[row]), histogram.Missing.Sum);
        }
    }

    [Property(MaxTest = 300)]
    public void States_its_errors_as_they_are(int seed)
    {
        WildRows rows = WildRows.Of(seed);
        foreach (int capacity in Capacities)
        {
            (NumericHistogram histogram, (ulong Key, bool IsEvent, double Weight)[] present) = Count(rows, capacity);
            double[][] together = [.. present.GroupBy(row => row.Key >> histogram.DroppedBits).Select(group => group.Select(row => SortableDouble.FromKey(row.Key)).ToArray()).Where(group => group.Min() < group.Max())];
            HistogramPrecision precision = histogram.Precision;
            Assert.Equal(together.Length == 0, precision.IsExact);
            Assert.Equal(histogram.DroppedBits == 0, precision.IsExact);
            Assert.Equal(present.Sum(row => row.Weight), precision.Weight);
            double heaviest = together.Length == 0 ? 0 : together.Max(group => present.Where(row => SortableDouble.FromKey(row.Key) >= group.Min() && SortableDouble.FromKey(row.Key) <= group.Max()).Sum(row => row.Weight));
            Same.Within(1e-12, precision.Weight == 0 ? 0 : heaviest / precision.Weight, precision.RankError);
            foreach (double[] group in together)
                Assert.True((group.Max() / Math.Max(Math.Abs(group.Min()), Math.Abs(group.Max()))) - (group.Min() / Math.Max(Math.Abs(group.Min()), Math.Abs(group.Max()))) is var width && (double.IsNaN(width) || width <= precision.ValueError));
        }
    }

    [Fact]
    public void Numbers_counted_together_agree_in_the_bits_that_the_documentation_states()
    {
        TrainingSet data = SampleData.Wide(50_000, 1);
        foreach (int capacity in (int[])[1000, 4096, BinningHistogram.DefaultCapacity])
        {
            BinningHistogram histogram = BinningHistogram.Of(data, capacity);
            int bits = 52 - ((NumericHistogram)histogram.ColumnHistograms[0]).DroppedBits;
            Assert.InRange(histogram["x0"].ValueError, 0.1 * Math.Pow(2, -bits), Math.Pow(2, -bits));
            Assert.InRange(histogram["x0"].BucketCount, (capacity / 2) + 1, capacity);
        }
    }

    /// <summary>Every exponent of both signs: 4,096 buckets can tell them apart, fewer cannot.</summary>
    [Theory]
    [InlineData(16, 1, 2)]
    [InlineData(4095, 0.5, 2)]
    [InlineData(4096, 0, 1)]
    public void Signs_and_exponents_stay_apart_from_4096_buckets_on(int capacity, double low, double high)
    {
        double[] sizes = [.. Enumerable.Range(0, 2047).SelectMany(exponent => (double[])[BitConverter.UInt64BitsToDouble((ulong)exponent << 52), BitConverter.UInt64BitsToDouble(((ulong)exponent << 52) | 1)]), double.PositiveInfinity];
        double[] values = [.. sizes, .. sizes.Select(size => -size)];
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", values)), new bool[values.Length]);
        HistogramPrecision precision = BinningHistogram.Of(data, capacity)["x"];
        Assert.InRange(precision.BucketCount, 1, capacity);
        Assert.Equal(capacity < 4096, double.IsInfinity(precision.ValueError));
        if (capacity >= 4096)
            Assert.InRange(precision.ValueError, low, high);
    }

    [Fact]
    public void The_default_capacity_holds_as_many_powers_of_two_as_its_documentation_says()
    {
        // 24 powers of two on both sides of 0, 256 buckets in each: 12,288 at most.
        double[] values = [.. Enumerable.Range(-12, 24).SelectMany(exponent => Enumerable.Range(0, 4096).SelectMany(i => (double[])[Math.Pow(2, exponent) * (1 + (i / 4096.0)), -Math.Pow(2, exponent) * (1 + (i / 4096.0))]))];
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", values)), new bool[values.Length]);
        Assert.Equal(2 * 24 * 256, BinningHistogram.Of(data)["x"].BucketCount);
    }

    private static (NumericHistogram Histogram, (ulong Key, bool IsEvent, double Weight)[] Present) Count(WildRows rows, int capacity)
    {
        TrainingSet data = rows.Weighted;
        NumericHistogram histogram = new NumericHistogram("value", capacity).CountOf(data.Table["value"], data, CancellationToken.None);
        return (histogram, [.. Enumerable.Range(0, rows.Count)
            .Where(row => !double.IsNaN(rows.Values[row]) && rows.Weights[row] > 0)
            .Select(row => (SortableDouble.ToKey(rows.Values[row]), rows.Events[row], rows.Weights[row]))]);
    }
}
