using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

/// <summary>What holds for mixes, time patterns, sequences, funnels, interactions and levels alike.</summary>
public class FamilyLawsTests : PropertyTests
{
    private static readonly EventFilter Orders = EventFilter.OfKind("order"), Visits = EventFilter.OfKind("visit");
    private static readonly ValueList<Window> Windows = [Window.Days(7), Window.Between(40, 10), Window.Observation];

    internal static readonly FeatureSet Set = new()
    {
        Families =
        [
            new MixFeatures { Windows = Windows, Shares = ["order", "nothing"], Measures = [.. Enum.GetValues<MixMeasure>()], Top = 2 },
            new MixFeatures { Windows = Windows, Property = "channel", Shares = ["c0"], Measures = [.. Enum.GetValues<MixMeasure>()], Top = 3, WeightBy = MixWeight.Amount, Filter = Orders },
            new MixFeatures { Windows = Windows, Property = "channel", Shares = ["c1", "c2"], Measures = [.. Enum.GetValues<MixMeasure>()], HalfLifeDays = 10 },
            new TimePatternFeatures { Windows = Windows },
            new SequenceFeatures { First = Visits, Then = Orders, Windows = Windows, WithinDays = 5, Measures = [.. Enum.GetValues<SequenceMeasure>()] },
            new FunnelFeatures { Name = "way", Steps = [Visits, Orders, EventFilter.All], Windows = Windows, WithinDays = 9 },
            new InteractionFeatures { Touches = Visits, Responses = Orders, Complaints = Orders with { Amounts = AmountSign.Negative }, Windows = Windows, WithinDays = 4, Measures = [.. Enum.GetValues<InteractionMeasure>()] },
            new LevelFeatures { Attribute = "level", Windows = Windows },
            new LevelFeatures { Attribute = "price", Windows = Windows },
        ],
    };

    private static readonly SnapshotPlan Plan = SnapshotPlan.Every(new(2024, 2, 1), 13, 6) with { Population = Population.Active };

    /// <summary>Add anything that happens or begins at or after a cut-off, or becomes known only after it, and no bit changes.</summary>
    [Property(MaxTest = 100)]
    public void Neither_the_future_nor_what_becomes_known_in_it_changes_anything(int seed)
    {
        RichLog log = TiedLog.Random(seed);
        RichAttributes attributes = RichAttributes.Random(seed);
        DateTime cut = RichLog.Start.AddDays(48);
        SnapshotPlan plan = SnapshotPlan.At(DateOnly.FromDateTime(cut)) with { Population = Population.Active };
        RichLog past = new(log.Events.Where(each => each.Time < cut && each.KnownAt <= cut));
        if (plan.TryTake(past.ToLog().WithAttributes(attributes.AsOf(cut).ToHistory())) is not Snapshot before)
            return;
        Snapshot after = plan.Take(log.ToLog().WithAttributes(attributes.ToHistory()));
        Assert.Equal(Set.ToTable(before).Content(), Set.ToTable(after).Content());
    }

    [Property(MaxTest = 40)]
    public void Neither_the_order_of_rows_nor_threads_change_a_bit(int seed)
    {
        RichLog log = TiedLog.Random(seed, 300);
        RichAttributes attributes = RichAttributes.Random(seed);
        if (Plan.TryTake(log.ToLog().WithAttributes(attributes.ToHistory())) is not Snapshot snapshot)
            return;
        var random = new Random(seed);
        RichEvent[] events = [.. log.Events];
        RichAttribute[] rows = [.. attributes.Rows];
        random.Shuffle(events);
        random.Shuffle(rows);
        Snapshot shuffled = Plan.Take(new RichLog(events).ToLog().WithAttributes(new RichAttributes(rows).ToHistory()));
        string[] content = Set.ToTable(snapshot).Content();
        Assert.Equal(content, (Set with { Threads = 2 }).ToTable(shuffled).Content());
        Assert.Equal(content, Set.ToTable(shuffled).Content());
    }

    [Property(MaxTest = 40)]
    public void Many_cut_offs_are_the_single_ones_one_below_another(int seed)
    {
        EventLog log = TiedLog.Random(seed).ToLog().WithAttributes(RichAttributes.Random(seed).ToHistory());
        if (Plan.TryTake(log) is not Snapshot all)
            return;
        Table together = Set.ToTable(all);
        for (int cut = 0; cut < Plan.CutOffs.Count; cut++)
        {
            (int first, int count) = all.RowsOf(cut).GetOffsetAndLength(all.RowCount);
            Table alone = Set.ToTable((Plan with { CutOffs = [Plan.CutOffs[cut]] }).Take(log));
            foreach (Column column in alone.Columns)
            {
                if (column is NumericColumn numbers)
                    Same.Bits(numbers.Values, together.Numeric(column.Name).Values.Slice(first, count));
                else
                    Assert.Equal(Enumerable.Range(0, count).Select(row => ((CategoryColumn)column)[row]), Enumerable.Range(first, count).Select(row => together.Category(column.Name)[row]));
            }
        }
    }

    [Property(MaxTest = 40)]
    public void Shifting_everything_by_whole_weeks_changes_nothing(int seed, byte weeks)
    {
        RichLog log = TiedLog.Random(seed);
        RichAttributes attributes = RichAttributes.Random(seed);
        if (Plan.TryTake(log.ToLog().WithAttributes(attributes.ToHistory())) is not Snapshot snapshot)
            return;
        int days = 7 * weeks;
        SnapshotPlan shifted = SnapshotPlan.Every(new DateOnly(2024, 2, 1).AddDays(days), 13, 6) with { Population = Population.Active };
        RichLog laterLog = new(log.Events.Select(each => each with { Time = each.Time.AddDays(days), KnownAt = each.KnownAt.AddDays(days) }));
        RichAttributes later = new(attributes.Rows.Select(row => row with { From = row.From.AddDays(days), To = row.To?.AddDays(days), KnownAt = row.KnownAt.AddDays(days) }));
        Assert.Equal(Set.ToTable(snapshot).Content(), Set.ToTable(shifted.Take(laterLog.ToLog().WithAttributes(later.ToHistory()))).Content());
    }

    [Fact]
    public void Features_have_lineages_and_words_of_their_own()
    {
        EventLog log = TiedLog.Random(3).ToLog().WithAttributes(RichAttributes.Random(3).ToHistory());
        IReadOnlyList<FeatureDefinition> features = Set.Define(log);
        Assert.Equal(features.Count, features.Select(feature => feature.Lineage).Distinct().Count());
        Assert.Equal(features.Count, features.Select(feature => feature.English).Distinct().Count());
        Assert.Equal(features.Count, features.Select(feature => feature.Chinese).Distinct().Count());
    }

    [Fact]
    public void Omitted_features_are_not_computed_into_the_table_and_must_exist()
    {
        EventLog log = TiedLog.Random(4, 200).ToLog();
        Snapshot snapshot = Plan.Take(log);
        var set = new FeatureSet { Families = [new MixFeatures { Windows = [Window.Days(7)] }], Omit = ["kind_entropy_7d"] };
        Assert.Equal(["kind_categories_7d", "kind_top_share_7d", "kind_top1_7d"], set.ToTable(snapshot).Columns.Select(column => column.Name));
        Assert.Contains("'other'", Assert.Throws<ArgumentException>(() => (set with { Omit = ["other"] }).ToTable(snapshot)).Message, StringComparison.Ordinal);
        Assert.Contains("All features", Assert.Throws<ArgumentException>(() => (set with { Omit = [.. set.Families[0].Define(log).Select(feature => feature.Name)] }).ToTable(snapshot)).Message, StringComparison.Ordinal);
    }
}
