using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Arrow.Tests.Support;

/// <summary>Compares logs.</summary>
internal static class Logs
{
    public static void AssertSame(EventLog expected, EventLog actual)
    {
        Assert.Equal(expected.Entities.AreNumbers, actual.Entities.AreNumbers);
        Assert.Equal(KeysOf(expected), KeysOf(actual));
        Assert.Equal(expected.Times, actual.Times);
        Same.Bits(expected.Amounts, actual.Amounts);
        Assert.Equal(expected.Kinds, actual.Kinds);
        Assert.Equal(expected.KindCodes, actual.KindCodes);
        Assert.Equal(expected.KnownAt, actual.KnownAt);
        Assert.Equal(expected.Orders, actual.Orders);
        Assert.Equal(expected.OrderCodes, actual.OrderCodes);
        Assert.Equal(expected.Properties.Select(column => (column.Name, column.Kind)), actual.Properties.Select(column => (column.Name, column.Kind)));
        for (int i = 0; i < expected.Properties.Count; i++)
        {
            if (expected.Properties[i] is NumericColumn numbers)
                Same.Bits(numbers.Values, ((NumericColumn)actual.Properties[i]).Values);
            else
                Assert.Equal(ThreeWays.TextsOf(expected.Properties[i]), ThreeWays.TextsOf(actual.Properties[i]));
        }
    }

    private static IEnumerable<string> KeysOf(EventLog log) => Enumerable.Range(0, log.Entities.Count).Select(entity => log.Entities[entity]);
}
