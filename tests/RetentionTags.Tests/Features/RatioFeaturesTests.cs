using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

public class RatioFeaturesTests : PropertyTests
{
    private static readonly EventFilter Orders = EventFilter.OfKind("order"), Visits = EventFilter.OfKind("visit");

    [Property(MaxTest = 100)]
    public void Equals_a_naive_computation(int seed, byte smoothing, byte floor)
    {
        RichLog log = RichLog.Random(seed);
        if (RhythmOracle.TryTake(SnapshotPlan.Every(new(2024, 2, 1), 17, 4) with { Population = Population.Active }, log.ToLog()) is not Snapshot snapshot)
            return;
        double alpha = smoothing % 4, mean = 0.4, least = floor % 3;
        var ratio = new RatioFeatures { Name = "rate", Numerator = Orders, Denominator = Visits, Windows = [Window.Days(20), Window.Between(60, 20)], Smoothing = alpha, Mean = mean, MinDenominator = least };
        foreach (RatioFeatures family in (RatioFeatures[])[ratio, ratio with { Of = EventMeasure.Sum }, ratio with { Of = EventMeasure.Sum, Property = "quantity" }])
        {
            Table table = family.ToTable(snapshot);
            for (int row = 0; row < snapshot.RowCount; row++)
            {
                DateTime cut = snapshot.CutOffOf(row).UtcDateTime;
                RichEvent[] events = RhythmOracle.Visible(log, snapshot, row);
                RhythmOracle.Is(table, "rate_20d", row, Ratio(events, cut.AddDays(-20), cut));
                RhythmOracle.Is(table, "rate_60d_20d", row, Ratio(events, cut.AddDays(-60), cut.AddDays(-20)));
            }

            double Ratio(RichEvent[] events, DateTime start, DateTime end)
            {
                double above = Worth("order"), below = Worth("visit");
                return below < least || below + alpha <= 0 ? double.NaN : (above + (alpha * mean)) / (below + alpha);

                double Worth(string kind) => events.Where(each => each.Kind == kind && each.Time >= start && each.Time < end)
                    .Select(each => family.Of == EventMeasure.Count ? 1 : family.Property is null ? (decimal)each.Amount : double.IsNaN(each.Quantity) ? 0 : (decimal)each.Quantity)
                    .Sum(value => (double)value);
            }
        }
    }

    [Fact]
    public void Smoothing_leads_who_was_seen_little_to_the_mean()
    {
        // 1 click of 1 message, 1 of 4, none of none.
        EventLog log = EventLog.Create(
            [1L, 1, 2, 2, 2, 2, 2, 3],
            Enumerable.Range(0, 8).Select(day => new DateTime(2024, 1, 10 + day)).ToArray(),
            new double[8],
            new() { Kinds = Column.Category("kind", ["message", "click", "message", "message", "message", "message", "click", "other"]) });
        Snapshot snapshot = SnapshotPlan.At(new(2024, 2, 1)).Take(log);
        var rate = new RatioFeatures { Name = "click_rate", Numerator = EventFilter.OfKind("click"), Denominator = EventFilter.OfKind("message"), Windows = [Window.Days(30)] };
        Assert.Equal([1, 0.25, double.NaN], Values(rate));
        Assert.Equal([0.5, 0.25, 0.25], Values(rate with { Smoothing = 2, Mean = 0.25 }));
        Assert.Equal([double.NaN, 0.25, double.NaN], Values(rate with { Smoothing = 2, Mean = 0.25, MinDenominator = 2 }));

        FeatureDefinition definition = (rate with { Smoothing = 2, Mean = 0.25, MinDenominator = 2, Chinese = "点击率", English = "click rate" }).Define(log).Single();
        Assert.Equal("(count(events where kind in {click}) + 2 * 0.25) / (count(events where kind in {message}) + 2), at least 2 below in 30d", definition.Lineage);
        Assert.Equal(("click_rate_30d", "click rate in the last 30 days", "近30天点击率"), (definition.Name, definition.English, definition.Chinese));
        Assert.Contains("no Mean", Assert.Throws<InvalidOperationException>(() => (rate with { Smoothing = 2 }).Define(log)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => rate with { Smoothing = -1 });
        Assert.Throws<ArgumentException>(() => (rate with { Property = "colour" }).Define(log));

        double[] Values(RatioFeatures features) => features.ToTable(snapshot).Numeric("click_rate_30d").Values.ToArray();
    }
}
