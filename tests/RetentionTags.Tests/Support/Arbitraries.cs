using FsCheck;
using FsCheck.Fluent;

namespace RetentionTags.Tests.Support;

/// <summary>What FsCheck makes random values of our types from.</summary>
public static class Arbitraries
{
    public static Arbitrary<SmallSet> SmallSets() => Arb.From(
        from rows in Gen.NonEmptyListOf(Row())
        where rows.Any(row => row.IsEvent) && rows.Any(row => !row.IsEvent)
        select new SmallSet([.. rows]),
        set => set.Smaller());

    public static Arbitrary<ScoredRows> ScoredRows() => Arb.From(
        from rows in Gen.NonEmptyListOf(
            from score in Gen.Choose(0, 20)
            from isEvent in Gen.Choose(0, 1)
            from weight in Gen.Choose(1, 4)
            select (score / 20.0, isEvent == 1, (double)weight))
        where rows.Any(row => row.Item2) && rows.Any(row => !row.Item2)
        select new ScoredRows([.. rows]));

    public static Arbitrary<SmallLog> SmallLogs() => Arb.From(
        from events in Gen.NonEmptyListOf(
            from entity in Gen.Choose(1, 6)
            from hour in Gen.Choose(0, 24 * 120)
            from amount in Gen.Choose(-20, 100)
            select ((long)entity, SmallLog.Start.AddHours(hour), amount / 4.0))
        select new SmallLog([.. events]),
        log => log.Smaller());

    public static Arbitrary<SmallSurvival> SmallSurvivals() => Arb.From(
        from rows in Gen.NonEmptyListOf(
            from duration in Gen.Choose(0, 9)
            from isEvent in Gen.Choose(0, 1)
            from weight in Gen.Choose(1, 3)
            select (duration, isEvent == 1, weight))
        select new SmallSurvival([.. rows]),
        set => set.Smaller());

    /// <summary>Few distinct values, so that ties, pure values and missing ones are common.</summary>
    private static Gen<SmallRow> Row() =>
        from value in Gen.Frequency((1, Gen.Constant(double.NaN)), (6, Gen.Choose(-8, 8).Select(number => number / 2.0)), (1, Gen.Elements(double.PositiveInfinity, double.NegativeInfinity, 0.1, 1e300)))
        from category in Gen.Elements("a", "b", "c", "d", null)
        from isEvent in Gen.Choose(0, 2)
        from weight in Gen.Choose(1, 3)
        select new SmallRow(value, category, isEvent == 0, weight);
}
