using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Persistence;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/feature-families.md, compiled and run.</summary>
public class FeatureFamilySnippets
{
    [Fact]
    public void Feature_families_page()
    {
        EventLog events = Log();

        #region families-set
        EventFilter orders = EventFilter.OfKind("order"), messages = EventFilter.OfKind("message");
        var features = new FeatureSet
        {
            Families =
            [
                new MixFeatures { Property = "channel", Shares = ["web", "app"] },
                new TimePatternFeatures { Filter = orders, Patterns = [TimePattern.Weekend, TimePattern.DayPart] },
                new SequenceFeatures { First = EventFilter.OfKind("view"), Then = orders, WithinDays = 7 },
                new FunnelFeatures { Name = "checkout", Steps = [EventFilter.OfKind("view"), EventFilter.OfKind("cart"), orders] },
                new InteractionFeatures { Touches = messages, Responses = orders, WithinDays = 3 },
            ],
        };
        Snapshot snapshot = SnapshotPlan.At(new DateOnly(2025, 6, 1), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).Take(events);
        Table table = features.ToTable(snapshot);           // one sweep over the log computes them all
        #endregion

        Assert.Equal(features.Define(events).Count, table.Columns.Count);

        #region families-affinity
        var affinity = new MixFeatures
        {
            Property = "channel",
            Shares = ["web", "app"],
            HalfLifeDays = 14,                               // what a customer leans to by now
            Measures = [MixMeasure.EffectiveCount],          // and how much that rests on
            Top = 2,
        };
        var couponUse = new MixFeatures { Property = "coupon", Filter = orders, Shares = ["yes"], Measures = [], Top = 0 };
        #endregion

        Assert.Equal(["channel_h14d_share_web_365d", "channel_h14d_share_app_365d", "channel_h14d_effective_count_365d", "channel_h14d_top1_365d", "channel_h14d_top2_365d"], affinity.Define(events).Select(feature => feature.Name));
        Assert.All(couponUse.ToTable(snapshot).Numeric("order_coupon_share_yes_365d").Values.ToArray(), share => Assert.True(double.IsNaN(share) || share is >= 0 and <= 1));

        long[] customers = [1, 1, 2];
        DateTime[] since = [new(2024, 1, 1), new(2025, 5, 1), new(2024, 6, 1)];
        string[] levels = ["basic", "gold", "basic"];

        #region families-level
        AttributeHistory history = AttributeHistory.Create(customers, since, [Column.Category("level", levels)]);
        EventLog log = events.WithAttributes(history);
        var level = new LevelFeatures { Attribute = "level" };  // level, level_days_since_change, level_changes_365d
        #endregion

        Assert.Equal("gold", level.ToTable(SnapshotPlan.At(new(2025, 6, 1)).Take(log)).Category("level")[0]);

        #region families-auto
        DerivedFeatures derived = new AutoFeatures { MaxFeatures = 60, Further = [new RfmFeatures(), level] }.Fit(SnapshotPlan.At(new DateOnly(2025, 6, 1)).Take(log));
        Console.WriteLine(derived);                          // what was kept, and of each other candidate why not
        FeatureSet chosen = derived.Features;
        #endregion

        string path = Path.GetTempFileName();

        #region families-save
        using (FileStream file = File.Create(path))
            chosen.Save(file);                               // beside the model that was fitted on them
        using FileStream source = File.OpenRead(path);
        Table later = FeatureSet.Load(source).ToTable(SnapshotPlan.At(new DateOnly(2025, 7, 1)).Take(log));
        #endregion

        Assert.Equal(derived.Kept.Select(feature => feature.Name), later.Columns.Select(column => column.Name));
        File.Delete(path);
    }

    /// <summary>Forty customers who view, put into the cart, order and get messages.</summary>
    private static EventLog Log()
    {
        string[] kinds = ["view", "cart", "order", "message", "view"];
        int[] rows = [.. Enumerable.Range(0, 2000)];
        return EventLog.Create(
            [.. rows.Select(row => (long)((row * 7) % 40) + 1)],
            [.. rows.Select(row => new DateTime(2024, 7, 1).AddHours((row * 4) + (row * row % 13)))],
            [.. rows.Select(row => kinds[row * 11 % 5] == "order" ? 10 + (row % 17) : 0.0)],
            new()
            {
                Kinds = Column.Category("kind", rows.Select(row => kinds[row * 11 % 5])),
                Properties = [Column.Category("channel", rows.Select(row => (row * row % 7) switch { 0 => "web", 1 => null, _ => "app" })), Column.Category("coupon", rows.Select(row => row % 3 == 0 ? "yes" : "no"))],
            });
    }
}
