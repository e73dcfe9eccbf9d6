using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Numerics;

public class SortingTests : PropertyTests
{
    [Property]
    public bool Keys_order_as_doubles_do(double a, double b)
    {
        if (double.IsNaN(a) || double.IsNaN(b))
            return true;
        return a.CompareTo(b) == 0 || a == b
            ? SortableDouble.ToKey(a) == SortableDouble.ToKey(b)
            : SortableDouble.ToKey(a) < SortableDouble.ToKey(b) == a < b;
    }

    [Property]
    public bool Keys_lead_back_to_their_double(double a) =>
        double.IsNaN(a) || SortableDouble.FromKey(SortableDouble.ToKey(a)) == a;

    [Fact]
    public void Negative_zero_is_zero() => Assert.Equal(SortableDouble.ToKey(0.0), SortableDouble.ToKey(-0.0));

    [Property]
    public void Sorts_like_the_framework_and_is_stable(ulong[] keys)
    {
        ulong[] sorted = [.. keys.Select(key => key % 5 == 0 ? key % 3 : key)];
        int[] items = [.. Enumerable.Range(0, sorted.Length)];
        var expected = sorted.Select((key, i) => (key, i)).OrderBy(pair => pair.key).ThenBy(pair => pair.i).ToArray();
        RadixSort.Sort(sorted.AsSpan(), items.AsSpan());
        Assert.Equal(expected.Select(pair => pair.key), sorted);
        Assert.Equal(expected.Select(pair => pair.i), items);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10_000)]
    public void Sorts_doubles_of_all_magnitudes(int length)
    {
        var random = new SplitMix64(length);
        double[] values = [.. Enumerable.Range(0, length).Select(_ => BitConverter.UInt64BitsToDouble(random.Next())).Where(value => !double.IsNaN(value))];
        ulong[] keys = [.. values.Select(SortableDouble.ToKey)];
        RadixSort.Sort(keys.AsSpan(), new byte[keys.Length].AsSpan());
        Array.Sort(values);
        Assert.Equal(values, keys.Select(SortableDouble.FromKey));
    }

    [Fact]
    public void Obeys_cancellation()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => RadixSort.Sort(new ulong[] { 2, 1 }.AsSpan(), new byte[2].AsSpan(), source.Token));
    }
}
