using System.Globalization;
using System.Numerics;
using RetentionTags.Features;
using RetentionTags.Numerics;

namespace RetentionTags.Tests.Features;

public class PaperSumsTests
{
    /// <summary>Sums of whole millionths in unlimited precision; of 30,000 amounts of up to 2·10⁹ they take more than 64 bits. Of greater amounts a double does not hold every millionth.</summary>
    [Theory]
    [InlineData(1_000, 2_000_000, 0)]
    [InlineData(30_001, 2_000_000_000_000_000, 0)]
    [InlineData(30_002, 2_000_000_000_000_000, 700)]
    [InlineData(7, 2_000_000, 3)]
    public void Sums_of_whole_millionths_are_exact_and_others_are_added_in_order(int count, long greatest, int eachOther)
    {
        var random = new SplitMix64(count);
        long[] units = [.. Enumerable.Range(0, count).Select(i => (long)(random.Next() % (ulong)greatest) * (i % 4 == 0 ? -1 : 1))];
        double[] amounts = [.. units.Select((unit, i) => eachOther > 0 && i % eachOther == 1 ? 1.0 / 3 : unit / 1e6)];
        var sums = new PaperSums();
        sums.Take(amounts);
        for (int k = 0; k < 300; k++)
        {
            int from = random.Next(count), to = from + random.Next(count - from + 1);
            bool isExact = !Enumerable.Range(from, to - from).Any(i => amounts[i] == 1.0 / 3);
            double expected = isExact
                ? Rounded(units[from..to].Aggregate(BigInteger.Zero, (sum, unit) => sum + unit)) / 1e6
                : amounts[from..to].Aggregate(0.0, (sum, amount) => sum + amount);
            Assert.Equal(expected, sums.Of(amounts, from, to));
        }
    }

    /// <summary>By way of its digits: the framework's own conversion cuts off.</summary>
    private static double Rounded(BigInteger number) => double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
