using RetentionTags.Numerics;

namespace RetentionTags.Tests.Numerics;

public class SplitMix64Tests
{
    /// <summary>The first outputs for the seed 1234567, as published with the reference implementation in C (S. Vigna, prng.di.unimi.it).</summary>
    [Fact]
    public void Gives_the_reference_sequence()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    [Fact]
    public void Bounded_numbers_are_even_and_within_bounds()
    {
        var random = new SplitMix64(1);
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++)
            counts[random.Next(7)]++;
        double chiSquare = counts.Sum(count => Math.Pow(count - 10_000, 2) / 10_000);
        Assert.InRange(chiSquare, 0, 22.46); // 99.9 % quantile with 6 degrees of freedom
    }

    [Fact]
    public void Shuffling_keeps_every_item_and_makes_every_order_equally_likely()
    {
        var random = new SplitMix64(2);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < 6_000; i++)
        {
            int[] items = [1, 2, 3];
            random.Shuffle(items);
            string order = string.Concat(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(["123", "132", "213", "231", "312", "321"], counts.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(counts.Values.Sum(count => Math.Pow(count - 1_000, 2) / 1_000), 0, 20.52); // 99.9 % quantile with 5 degrees of freedom
    }
}
