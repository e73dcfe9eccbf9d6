using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

public class EqualBeforeTests : PropertyTests
{
    /// <summary>Histories of a few values, which are compared, and of some hundred, which are sorted.</summary>
    [Property]
    public bool The_different_values_of_every_stretch_are_counted(sbyte[] numbers, byte repeated)
    {
        double[] values = [.. Enumerable.Repeat(numbers, 1 + (repeated % 8)).SelectMany(each => each).Select((number, i) => number % 7 == 6 ? double.NaN : number % 7 == 0 ? (i % 2 == 0 ? 0.0 : -0.0) : number % 7)];
        int end = values.Length / 3;
        var equal = new EqualBefore();
        equal.Begin(values.Length);
        equal.Take(values, 0, end);
        equal.Take(values, end, values.Length);
        return Counts(0, end) && Counts(end, values.Length);

        bool Counts(int first, int last) =>
            (from start in Enumerable.Range(first, last - first)
             from length in Enumerable.Range(0, last - start)
             where (start + length) % 5 == 0
             select equal.CountDistinct(start, start + length) == values.Skip(start).Take(length).Where(value => !double.IsNaN(value)).Distinct().Count()).All(isRight => isRight);
    }
}
