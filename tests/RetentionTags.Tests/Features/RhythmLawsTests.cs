using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

/// <summary>What every family of features must pass, for RFM with refunds, cycles, trends and ratios.</summary>
public class RhythmLawsTests : PropertyTests
{
    private static readonly SnapshotPlan Plan = SnapshotPlan.Every(new(2024, 2, 1), 13, 6) with { Population = Population.Active };

    private static readonly FeatureSet[] Sets =
    [
        .. Enum.GetValues<RefundPolicy>().SelectMany(policy => Enum.GetValues<PurchaseUnit>().Where(unit => unit == PurchaseUnit.Day || policy != RefundPolicy.NetByDay).Select(unit => new FeatureSet
        {
            Families = [new RfmFeatures { RefundPolicy = policy, CountBy = unit, Monetary = MonetaryMeasure.MeanRepeat }, new CycleFeatures { CountBy = unit }],
        })),
        new FeatureSet
        {
            Families =
            [
                new TrendFeatures { PeriodDays = 7, Measures = [.. Enum.GetValues<TrendMeasure>()] },
                new TrendFeatures { PeriodDays = 9, Periods = 4, Of = EventMeasure.Sum, Property = "quantity", Filter = EventFilter.OfKind("order"), Measures = [.. Enum.GetValues<TrendMeasure>()] },
                new RatioFeatures { Name = "rate", Numerator = EventFilter.OfKind("order"), Denominator = EventFilter.OfKind("visit"), Windows = [Window.Days(20), Window.Days(60)], Smoothing = 1, Mean = 0.5 },
                new RatioFeatures { Name = "share", Numerator = EventFilter.OfKind("order"), Denominator = EventFilter.All, Of = EventMeasure.Sum },
            ],
        },
    ];

    /// <summary>Add anything that happens at or after a cut-off, or becomes known only after it, and no bit of that cut-off changes.</summary>
    [Property(MaxTest = 60)]
    public void Neither_the_future_nor_what_becomes_known_in_it_changes_anything(int seed)
    {
        RichLog log = RichLog.Random(seed);
        DateTime cut = RichLog.Start.AddDays(45);
        SnapshotPlan plan = SnapshotPlan.At(DateOnly.FromDateTime(cut)) with { Population = Population.Active };
        RichLog past = new(log.Events.Where(each => each.Time < cut && each.KnownAt <= cut));
        if (past.Events.Length == 0 || RhythmOracle.TryTake(plan, past.ToLog()) is not Snapshot before)
            return;
        Snapshot after = plan.Take(log.ToLog());
        Assert.All(Sets, set => Assert.Equal(RhythmOracle.Bits(set.ToTable(before)), RhythmOracle.Bits(set.ToTable(after))));
    }

    [Property(MaxTest = 40)]
    public void Many_cut_offs_are_the_single_ones_one_below_another(int seed)
    {
        EventLog log = RichLog.Random(seed).ToLog();
        if (RhythmOracle.TryTake(Plan, log) is not Snapshot all)
            return;
        foreach (FeatureSet set in Sets)
        {
            Table together = set.ToTable(all);
            for (int cut = 0; cut < Plan.CutOffs.Count; cut++)
            {
                foreach (Column column in set.ToTable((Plan with { CutOffs = [Plan.CutOffs[cut]] }).Take(log)).Columns)
                    Same.Bits(((NumericColumn)column).Values, together.Numeric(column.Name).Values[all.RowsOf(cut)]);
            }
        }
    }

    [Property(MaxTest = 30)]
    public void Neither_the_order_of_rows_nor_threads_nor_events_delivered_twice_change_a_bit(int seed)
    {
        RichLog log = RichLog.Random(seed, 300);
        if (RhythmOracle.TryTake(Plan, log.ToLog()) is not Snapshot snapshot)
            return;
        Snapshot again = Plan.Take(RhythmOracle.DeliveredTwice(log, seed));
        Assert.All(Sets, set => Assert.Equal(RhythmOracle.Bits(set.ToTable(snapshot)), RhythmOracle.Bits((set with { Threads = 2 }).ToTable(again))));
    }

    /// <summary>More entities than one block of the sweep, so that two threads do share the work.</summary>
    [Fact]
    public void Two_threads_give_the_same_bits()
    {
        var random = new Random(7);
        const int Events = 60_000;
        long[] entities = [.. Enumerable.Range(0, Events).Select(_ => (long)random.Next(20_000))];
        DateTime[] times = [.. entities.Select(_ => RichLog.Start.AddHours(random.Next(24 * 60)))];
        EventLog log = EventLog.Create(
            entities,
            times,
            [.. entities.Select(_ => Math.Round((random.NextDouble() * 60) - 10, 2))],
            new()
            {
                Kinds = Column.Category("kind", entities.Select(_ => random.Next(3) == 0 ? "visit" : "order")),
                KnownAt = times.Select(time => random.Next(5) == 0 ? time.AddDays(random.Next(30)) : time).ToArray(),
                Orders = Column.Category("order", entities.Select(entity => $"{entity}-{random.Next(3)}")),
                Properties = [Column.Numeric("quantity", entities.Select(_ => (double)random.Next(5)).ToArray())],
            });
        Snapshot snapshot = (Plan with { CutOffs = SnapshotPlan.Every(new(2024, 2, 1), 13, 3).CutOffs }).Take(log);
        Assert.All(Sets, set => Assert.Equal(RhythmOracle.Bits(set.ToTable(snapshot)), RhythmOracle.Bits((set with { Threads = 2 }).ToTable(snapshot))));
    }

    [Property(MaxTest = 30)]
    public void Shifting_all_times_by_whole_days_changes_nothing(int seed, byte days)
    {
        RichLog log = RichLog.Random(seed);
        if (RhythmOracle.TryTake(Plan, log.ToLog()) is not Snapshot snapshot)
            return;
        SnapshotPlan shifted = Plan with { CutOffs = SnapshotPlan.Every(new DateOnly(2024, 2, 1).AddDays(days), 13, 6).CutOffs };
        Snapshot later = shifted.Take(new RichLog(log.Events.Select(each => each with { Time = each.Time.AddDays(days), KnownAt = each.KnownAt.AddDays(days) })).ToLog());
        Assert.All(Sets, set => Assert.Equal(RhythmOracle.Bits(set.ToTable(snapshot)), RhythmOracle.Bits(set.ToTable(later))));
    }

    [Fact]
    public void Names_are_distinct_and_words_are_there()
    {
        EventLog log = RichLog.Random(3).ToLog();
        foreach (FeatureDefinition feature in Sets.SelectMany(set => set.Define(log)))
        {
            Assert.Matches("^[a-z0-9_.]+$", feature.Name);
            Assert.Matches("[a-z]", feature.English);
            Assert.Matches(@"[\u4e00-\u9fff]|rate|share", feature.Chinese);
            Assert.NotEmpty(feature.Lineage);
        }
    }
}
