using System.Numerics;
using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Tests.Data;

public class RowRanksTests
{
    private const int Most = EventParts<long>.FewRows;

    private static readonly long[] Extremes = [long.MinValue, long.MinValue + 1, -1, 0, 1, long.MaxValue - 1, long.MaxValue];

    [Fact]
    public void Ranks_by_a_number_are_places_in_order_for_any_count()
    {
        var random = new SplitMix64(1);
        for (int count = 0; count <= Most; count++)
        {
            for (int kinds = 1; kinds <= 10_000; kinds *= 10)
            {
                long[] numbers = new long[count + RowRanks.Lanes];
                for (int i = 0; i < count; i++)
                    numbers[i] = random.Next(8) == 0 ? Extremes[random.Next(Extremes.Length)] : random.Next(kinds);
                int[] expected = [.. Enumerable.Range(0, count).Select(i => numbers.Take(count).Count(other => other < numbers[i]))], ranks = new int[Most], plain = new int[Most];
                Assert.Equal(expected.Distinct().Count() < count, RowRanks.Of(count, numbers, ranks));
                RowRanks.OfEach(count, numbers, plain);
                Assert.Equal(expected, ranks.Take(count));
                Assert.Equal(expected, plain.Take(count));
            }
        }
    }

    [Fact]
    public void Ranks_by_key_and_time_are_places_in_order_for_any_count()
    {
        var random = new SplitMix64(2);
        for (int count = 0; count <= Most; count++)
        {
            long[] keys = new long[count + RowRanks.Lanes], ticks = new long[count + RowRanks.Lanes];
            for (int i = 0; i < count; i++)
                (keys[i], ticks[i]) = (Extremes[random.Next(1 + (count % Extremes.Length))], random.Next(4 * Most));
            UInt128[] wide = [.. keys.Select(key => (UInt128)((Int128)key - long.MinValue))];
            int[] expected = [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, count).Count(j => (keys[j], ticks[j]).CompareTo((keys[i], ticks[i])) < 0))], ranks = new int[Most], wideRanks = new int[Most], plain = new int[Most];
            bool hasEqual = expected.Distinct().Count() < count;
            Assert.Equal(hasEqual, RowRanks.Of(count, keys, ticks, ranks));
            Assert.Equal(hasEqual, RowRanks.Of(count, wide, ticks, wideRanks));
            RowRanks.OfEach(count, keys, ticks, plain);
            Assert.All([ranks, wideRanks, plain], each => Assert.Equal(expected, each.Take(count)));
        }
    }

    [Fact]
    public void New_keys_are_those_that_differ_from_the_one_before()
    {
        var random = new SplitMix64(3);
        for (int count = 1; count <= 64; count++)
        {
            long[] keys = new long[count + RowRanks.Lanes];
            for (int i = 1; i < keys.Length; i++)
                keys[i] = keys[i - 1] + random.Next(2);
            ulong expected = 0;
            for (int i = 0; i < count; i++)
                expected |= i == 0 || keys[i] != keys[i - 1] ? 1UL << i : 0;
            Assert.Equal(expected, RowRanks.FirstOfEqual<long>(count, keys));
            Assert.Equal(expected, RowRanks.FirstOfEqual<UInt128>(count, [.. keys.Select(key => (UInt128)key)]));
        }

        Assert.Equal(1UL, RowRanks.FirstOfEqual<long>(1, [7]));
    }

    /// <summary>Keys that differ in no bit, in few, in most and in all, and times that fit beside them, that do not, and that agree in the bits that fit.</summary>
    [Theory]
    [InlineData(0, 40)]
    [InlineData(3, 61)]
    [InlineData(20, 30)]
    [InlineData(20, 61)]
    [InlineData(48, 12)]
    [InlineData(50, 50)]
    [InlineData(51, 50)]
    [InlineData(64, 61)]
    public void Rows_of_a_part_are_ranked_by_key_and_time(int keyBits, int timeBits)
    {
        const int Count = 700;
        var random = new SplitMix64((keyBits * 64) + timeBits);
        long start = DateTime.MinValue.AddYears(1000).Ticks, least = keyBits == 64 ? long.MinValue : -5, range = keyBits == 64 ? -1 : (1L << keyBits) - 1, span = (1L << timeBits) - 1;
        long[] keys = new long[Count], ticks = new long[Count];
        for (int i = 0; i < Count; i++)
        {
            keys[i] = least + (i < 2 ? range * i : random.Next(3) == 0 ? (long)(SplitMix64.Mix((ulong)random.Next(40)) & (ulong)range) : random.Next(9) & range);
            ticks[i] = Math.Min(DateTime.MaxValue.Ticks, start + (random.Next(2) == 0 ? (long)(SplitMix64.Mix((ulong)random.Next(500)) & (ulong)span) : random.Next(60) & span));
        }

        (long first, long last) = (ticks.Min(), ticks.Max());
        Rank(new EventParts<long>(false, first, last), keys);
        Rank(new EventParts<UInt128>(false, first, last), [.. keys.Select(key => (UInt128)((Int128)key - long.MinValue))]);
        Rank(new EventParts<UInt128>(false, first, last), [.. keys.Select(key => (UInt128)((Int128)key - long.MinValue) << 60)]);

        void Rank<TKey>(EventParts<TKey> parts, TKey[] rowKeys)
            where TKey : unmanaged, IBinaryInteger<TKey>
        {
            parts.Take(rowKeys.Min(), rowKeys.Max(), rowKeys, [.. ticks.Select(each => new DateTime(each, DateTimeKind.Utc))], new double[Count], []);
            Assert.Equal(Count, parts.Ends[^1]);
            int from = 0;
            TKey greatestBefore = rowKeys.Min();
            foreach (int end in parts.Ends)
            {
                Assert.All(parts.Keys[from..end].ToArray(), key => Assert.True(key >= greatestBefore));
                greatestBefore = from < end ? parts.Keys[from..end].ToArray().Max() : greatestBefore;
                for (int to; from < end; from = to)
                {
                    to = Math.Min(end, from + Most);
                    (TKey Key, long Time)[] rows = [.. parts.Keys[from..to].ToArray().Zip(parts.Ticks[from..to].ToArray())];
                    int[] expected = [.. rows.Select(row => rows.Count(other => other.Key < row.Key || (other.Key == row.Key && other.Time < row.Time)))], ranks = new int[Most];
                    Assert.Equal(expected.Distinct().Count() < rows.Length, parts.Rank(from, to, ranks));
                    Assert.Equal(expected, ranks.Take(rows.Length));
                }
            }
        }
    }
}
