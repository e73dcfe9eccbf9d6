using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

public class AutoFeaturesTests : PropertyTests
{
    private static readonly SnapshotPlan Plan = SnapshotPlan.Every(new(2024, 3, 1), 20, 3) with { Population = Population.Active };
    private static readonly AutoFeatures Auto = new() { Windows = [Window.Days(30), Window.Days(60)], MaxFeatures = 60 };

    /// <summary>Every candidate is kept or left out with a reason that is true of its column.</summary>
    [Property(MaxTest = 25)]
    public void Every_reason_is_true(int seed, byte budget)
    {
        EventLog log = TiedLog.Random(seed, 200).ToLog();
        if (Plan.TryTake(log) is not Snapshot snapshot)
            return;
        AutoFeatures auto = Auto with { MaxFeatures = 1 + (budget % 80), MaxLevels = 2 };
        DerivedFeatures derived = auto.Fit(snapshot);
        Table kept = derived.Features.ToTable(snapshot);
        Assert.Equal(derived.Kept.Select(feature => feature.Name), kept.Columns.Select(column => column.Name));
        Assert.InRange(kept.Columns.Count, 1, auto.MaxFeatures);
        Assert.Equal(derived.LeftOut.Any(each => each.Reason == LeftOutReason.OverBudget), kept.Columns.Count == auto.MaxFeatures && derived.LeftOut[^1].Reason == LeftOutReason.OverBudget);
        Assert.All(kept.Columns, column => Assert.True(Values(column).Distinct().Count() > 1, column.Name));
        Assert.Equal(kept.Columns.Count, kept.Columns.Select(column => string.Join(' ', Values(column))).Distinct().Count());

        // Each derived candidate by itself, as the recipe of all of them without a budget would compute it.
        FeatureSet all = new() { Families = [.. new FeatureCandidates(auto, snapshot).All()] };
        Dictionary<string, Column> columns = all.ToTable(snapshot).Columns.ToDictionary(column => column.Name);
        Assert.Equal(columns.Keys.Order(), derived.Kept.Select(feature => feature.Name).Concat(derived.LeftOut.Where(each => each.Reason != LeftOutReason.TooManyLevels).Select(each => each.Name)).Order());
        foreach (LeftOutFeature each in derived.LeftOut)
        {
            if (each.Reason == LeftOutReason.Constant)
                Assert.Single(Values(columns[each.Name]).Distinct());
            if (each.Reason == LeftOutReason.Duplicate)
                Assert.Contains(kept.Columns, column => each.Explanation.Contains($"'{column.Name}'", StringComparison.Ordinal) && AreNear(column, columns[each.Name]));
            if (each.Reason == LeftOutReason.TooManyLevels)
                Assert.Equal("channel", each.Name);
        }
    }

    /// <summary>A greater budget keeps what a smaller one kept, and the choice depends on neither threads nor the order of rows nor the future.</summary>
    [Property(MaxTest = 20)]
    public void The_choice_is_the_same_for_the_same_past(int seed)
    {
        RichLog log = TiedLog.Random(seed, 200);
        DateTime cut = RichLog.Start.AddDays(70);
        SnapshotPlan plan = SnapshotPlan.At(DateOnly.FromDateTime(cut)) with { Population = Population.Active };
        if (plan.TryTake(log.ToLog()) is not Snapshot snapshot || snapshot.RowCount < 2)
            return;
        DerivedFeatures derived = Auto.Fit(snapshot), fewer = (Auto with { MaxFeatures = 7 }).Fit(snapshot);
        Assert.Subset(derived.Kept.Select(feature => feature.Name).ToHashSet(), fewer.Kept.Select(feature => feature.Name).ToHashSet());
        RichEvent[] events = [.. log.Events.Where(each => each.Time < cut && each.KnownAt <= cut)];
        new Random(seed).Shuffle(events);
        DerivedFeatures again = (Auto with { Threads = 2 }).Fit(plan.Take(new RichLog(events).ToLog()));
        Assert.Equal(derived.ToString(), again.ToString());
        Assert.Equal(derived.Features.Families, again.Features.Families);
    }

    [Fact]
    public void Further_families_come_first_and_keep_what_they_can()
    {
        EventLog log = TiedLog.Random(5, 300).ToLog();
        Snapshot snapshot = Plan.Take(log);
        var further = new WindowFeatures { Windows = [Window.Days(30)], Aggregations = [Aggregation.Count, Aggregation.Minimum, Aggregation.Sum] };
        DerivedFeatures derived = (Auto with { Further = [further, new RfmFeatures()] }).Fit(snapshot);
        Assert.Equal(["count_30d", "min_30d", "sum_30d"], derived.Kept.Take(3).Select(feature => feature.Name));
        Assert.Contains(derived.Kept, feature => feature.Name == "recency_days");
        Assert.Contains(derived.LeftOut, each => each is { Name: "count_30d", Reason: LeftOutReason.SameLineage });
        Assert.Equal(derived.Kept.Select(feature => feature.Name), derived.Features.ToTable(snapshot).Columns.Select(column => column.Name));
        Assert.Contains("kept count_30d: number of events in the last 30 days", derived.ToString(), StringComparison.Ordinal);
        Assert.Contains("'recency_days'", Assert.Throws<ArgumentException>(() => (Auto with { Further = [new RfmFeatures(), new RfmFeatures { CountBy = PurchaseUnit.Event }] }).Fit(snapshot)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_in_which_nothing_differs_is_an_error()
    {
        EventLog log = EventLog.Create([1L], [new(2024, 1, 1)], [1]);
        Assert.Contains("differs between the 1 rows", Assert.Throws<TrainingDataException>(() => new AutoFeatures().Fit(SnapshotPlan.At(new(2024, 2, 1)).Take(log))).Message, StringComparison.Ordinal);
    }

    private static string[] Values(Column column) => column is NumericColumn numbers
        ? [.. numbers.Values.ToArray().Select(value => BitConverter.DoubleToInt64Bits(value + 0).ToString(System.Globalization.CultureInfo.InvariantCulture))]
        : [.. Enumerable.Range(0, column.Length).Select(row => ((CategoryColumn)column)[row] ?? "")];

    private static bool AreNear(Column a, Column b) => a is NumericColumn x && b is NumericColumn y
        ? Enumerable.Range(0, a.Length).All(row => x.Values[row].Equals(y.Values[row]) || Math.Abs(x.Values[row] - y.Values[row]) <= 1e-9 * Math.Abs(x.Values[row]) * 1.000001)
        : Values(a).SequenceEqual(Values(b));
}
