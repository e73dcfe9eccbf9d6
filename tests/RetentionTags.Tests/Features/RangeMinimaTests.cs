using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

public class RangeMinimaTests : PropertyTests
{
    [Property]
    public bool The_least_of_every_stretch_is_found(short[] numbers, short[] earlier, byte longest)
    {
        double[] values = [.. numbers.Select(number => number % 50 == 0 ? double.PositiveInfinity : number / 4.0)];
        var minima = new RangeMinima();
        minima.Take([.. earlier.Select(number => (double)number)], earlier.Length);
        minima.Take(values, longest);
        return (from start in Enumerable.Range(0, values.Length)
                from length in Enumerable.Range(1, Math.Min(longest, values.Length - start))
                select minima.Of(start, start + length) == values.Skip(start).Take(length).Min()).All(isLeast => isLeast);
    }
}
