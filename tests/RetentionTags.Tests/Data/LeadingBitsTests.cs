using System.Numerics;
using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Tests.Data;

public class LeadingBitsTests
{
    private static readonly long[] Extremes = [long.MinValue, long.MinValue + 1, -1, 0, 1, long.MaxValue - 1, long.MaxValue];

    /// <summary>Ranges of all bits and of none; numbers below, in and above them.</summary>
    [Theory]
    [InlineData(long.MinValue, long.MaxValue, 256)]
    [InlineData(long.MinValue, 5, 4096)]
    [InlineData(-3, -3, 2)]
    [InlineData(-100, 1000, 16)]
    [InlineData(0, 1000, 4096)]
    public void Parts_go_along_numbers_with_one_below_and_one_above(long least, long greatest, int parts)
    {
        int shift = LeadingBits.ShiftFor(greatest - least, parts), last = LeadingBits.PartCount(greatest - least, shift) - 1;
        Assert.InRange(last - 1, 1, parts);
        var random = new SplitMix64(2);
        for (int count = 0; count <= 33; count++)
        {
            long[] numbers = [.. Numbers(count, ref random)];
            BigInteger width = BigInteger.Pow(2, shift);
            int[] expected = [.. numbers.Select(number => number < least ? 0 : number > greatest ? last : 1 + (int)(((BigInteger)number - least) / width))], found = new int[count], each = new int[count];
            LeadingBits.Find(numbers, least, greatest, shift, found);
            LeadingBits.FindEach(numbers, least, greatest, shift, each);
            Assert.Equal(expected, found);
            Assert.Equal(expected, each);
        }
    }

    [Fact]
    public void The_range_is_that_of_all_numbers()
    {
        var random = new SplitMix64(3);
        for (int count = 1; count <= 33; count++)
        {
            long[] numbers = [.. Numbers(count, ref random)];
            UInt128[] wide = [.. numbers.Select(number => (UInt128)(ulong)number << 3)];
            Assert.Equal((numbers.Min(), numbers.Max()), LeadingBits.RangeOf<long>(numbers));
            Assert.Equal((wide.Min(), wide.Max()), LeadingBits.RangeOf<UInt128>(wide));
        }
    }

    private static List<long> Numbers(int count, ref SplitMix64 random)
    {
        var numbers = new List<long>();
        for (int i = 0; i < count; i++)
            numbers.Add(random.Next(4) == 0 ? Extremes[random.Next(Extremes.Length)] : random.Next(2) == 0 ? random.Next(1200) - 150 : (long)SplitMix64.Mix((ulong)i));
        return numbers;
    }
}
