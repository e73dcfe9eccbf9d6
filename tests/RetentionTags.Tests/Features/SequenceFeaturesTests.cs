using System.Globalization;
using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

/// <summary>Sequences, funnels and interactions against their definitions, computed for each row and window by themselves.</summary>
public class SequenceFeaturesTests : PropertyTests
{
    private static readonly EventFilter Orders = EventFilter.OfKind("order"), Visits = EventFilter.OfKind("visit");
    private static readonly SnapshotPlan Plan = SnapshotPlan.Every(new(2024, 2, 1), 13, 6) with { Population = Population.Active };
    private static readonly ValueList<Window> Windows = [Window.Days(20), Window.Between(40, 8), Window.Observation];

    [Property(MaxTest = 80)]
    public void Sequences_equal_a_naive_computation(int seed)
    {
        Compare(seed, [new SequenceFeatures { First = Visits, Then = Orders, Windows = Windows, WithinDays = 6, Measures = [.. Enum.GetValues<SequenceMeasure>()] }, new SequenceFeatures { First = Orders, Then = EventFilter.All, Windows = Windows, WithinDays = 8, Measures = [.. Enum.GetValues<SequenceMeasure>()] }], (table, row, window, events, _, _) =>
        {
            Check("visit_order_within_6d", each => each.Kind == "visit", each => each.Kind == "order", 6);
            Check("order_event_within_8d", each => each.Kind == "order", _ => true, 8);

            void Check(string name, Func<RichEvent, bool> first, Func<RichEvent, bool> then, int days)
            {
                var between = new List<double>();
                for (int i = 0; i < events.Length; i++)
                {
                    int next = first(events[i]) ? Array.FindIndex(events, i + 1, each => then(each)) : -1;
                    if (next >= 0 && events[next].Time < events[i].Time.AddDays(days))
                        between.Add((events[next].Time - events[i].Time).TotalDays);
                }

                table.Is(row, $"{name}_followed_{window}", between.Count > 0 ? 1 : 0);
                table.Is(row, $"{name}_followed_count_{window}", between.Count);
                table.Is(row, $"{name}_followed_mean_days_{window}", between.Count > 0 ? between.Average() : double.NaN);
                table.Is(row, $"{name}_followed_least_days_{window}", between.Count > 0 ? between.Min() : double.NaN);
            }
        });
    }

    [Property(MaxTest = 80)]
    public void Funnels_equal_a_search_of_all_ways(int seed)
    {
        EventFilter web = new() { Name = "web", Where = [PropertyCondition.In("channel", "c0", "c1")] };
        FeatureFamily[] funnels =
        [
            new FunnelFeatures { Name = "free", Steps = [Visits, Orders, web, Orders], Windows = Windows },
            new FunnelFeatures { Name = "fast", Steps = [Visits, Orders, web, Orders], Windows = Windows, WithinDays = 12 },
        ];
        Func<RichEvent, bool>[] steps = [each => each.Kind == "visit", each => each.Kind == "order", each => each.Channel is "c0" or "c1", each => each.Kind == "order"];
        Compare(seed, funnels, (table, row, window, events, _, _) =>
        {
            table.Is(row, $"free_step_{window}", Longest(0, 0, DateTime.MaxValue));
            table.Is(row, $"fast_step_{window}", events.Select((each, i) => steps[0](each) ? 1 + Longest(1, i + 1, each.Time.AddDays(12)) : 0).DefaultIfEmpty(0).Max());

            int Longest(int step, int from, DateTime before)
            {
                int longest = 0;
                for (int i = from; step < steps.Length && i < events.Length && events[i].Time < before; i++)
                {
                    if (!steps[step](events[i]))
                        continue;
                    longest = 1 + Longest(step + 1, i + 1, before); // the first that passes leaves most events to the rest
                    break;
                }

                return longest;
            }
        });
    }

    [Property(MaxTest = 80)]
    public void Interactions_equal_a_naive_computation(int seed)
    {
        var family = new InteractionFeatures { Touches = Visits, Responses = Orders, Complaints = Orders with { Name = "return", Amounts = AmountSign.Negative }, Windows = Windows, WithinDays = 5, Measures = [.. Enum.GetValues<InteractionMeasure>()] };
        Compare(seed, [family], (table, row, window, events, visible, cut) =>
        {
            RichEvent[] touches = [.. events.Where(each => each.Kind == "visit")];
            bool IsAnswered(RichEvent touch) => visible.Skip(Array.FindIndex(visible, each => ReferenceEquals(each, touch)) + 1).Any(each => each.Kind == "order" && each.Time < touch.Time.AddDays(5));
            RichEvent[] over = [.. touches.Where(touch => touch.Time.AddDays(5) <= cut)];
            table.Is(row, $"visit_touches_{window}", touches.Length);
            table.Is(row, $"visit_order_within_5d_answered_{window}", touches.Count(IsAnswered));
            table.Is(row, $"visit_order_within_5d_response_rate_{window}", over.Length == 0 ? double.NaN : (double)over.Count(IsAnswered) / over.Length);
            table.Is(row, $"visit_days_since_touch_{window}", touches.Length == 0 ? double.NaN : (cut.Date.AddDays(-1) - touches[^1].Time.Date).Days);
            table.Is(row, $"visit_never_{window}", touches.Length == 0 ? 1 : 0);
            table.Is(row, $"return_complaints_{window}", events.Count(each => each.Kind == "order" && each.Amount < 0));
        });
    }

    [Fact]
    public void A_touch_whose_time_is_not_over_is_neither_answered_nor_unanswered_in_the_rate()
    {
        // Answers within a day. At midnight of the 15th the time of all three touches is over, of the last one just so; four hours before, that of the last is not, though it was answered.
        EventLog log = EventLog.Create([1L, 1, 1, 1, 1], [new(2024, 1, 5), new(2024, 1, 6), new(2024, 1, 13), new(2024, 1, 14), new(2024, 1, 14, 5, 0, 0)], [0, 1, 0, 0, 1], new() { Kinds = Column.Category("kind", ["mail", "click", "sms", "mail", "click"]) });
        var family = new InteractionFeatures { Touches = new() { Name = "touch", Kinds = ["mail", "sms"] }, Responses = EventFilter.OfKind("click"), WithinDays = 1 };
        Assert.Equal([3, 1, 1.0 / 3], At(new(2024, 1, 15, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal([3, 1, 0], At(new(2024, 1, 14, 20, 0, 0, TimeSpan.Zero)));

        double[] At(DateTimeOffset cutOff)
        {
            Table table = family.ToTable(new SnapshotPlan { CutOffs = [cutOff] }.Take(log));
            return [.. ((string[])["touch_touches_90d", "touch_click_within_1d_answered_90d", "touch_click_within_1d_response_rate_90d"]).Select(name => table.Numeric(name).Values[0])];
        }
    }

    [Fact]
    public void Settings_that_do_not_fit_are_errors()
    {
        EventLog log = TiedLog.Random(1).ToLog();
        Assert.Contains("set InteractionFeatures.Complaints", Assert.Throws<InvalidOperationException>(() => new InteractionFeatures { Touches = Visits, Responses = Orders, Measures = [InteractionMeasure.Complaints] }.Define(log)).Message, StringComparison.Ordinal);
        Assert.Contains("Measures does not ask", Assert.Throws<InvalidOperationException>(() => new InteractionFeatures { Touches = Visits, Responses = Orders, Complaints = Orders }.Define(log)).Message, StringComparison.Ordinal);
        Assert.Contains("at least two steps", Assert.Throws<ArgumentException>(() => new FunnelFeatures { Name = "f", Steps = [Visits] }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceFeatures { First = Visits, Then = Orders, WithinDays = 0 });
    }

    private static void Compare(int seed, FeatureFamily[] families, Action<Table, int, string, RichEvent[], RichEvent[], DateTime> check)
    {
        RichLog log = TiedLog.Random(seed);
        if (Plan.TryTake(log.ToLog()) is not Snapshot snapshot)
            return;
        Table table = new FeatureSet { Families = [.. families] }.ToTable(snapshot);
        for (int row = 0; row < snapshot.RowCount; row++)
        {
            long entity = long.Parse(snapshot.KeyOf(row), CultureInfo.InvariantCulture);
            DateTime cut = snapshot.CutOffOf(row).UtcDateTime;
            RichEvent[] visible = log.Ordered(entity, null, cut, cut);
            foreach ((string window, DateTime start, DateTime end) in ((string, DateTime, DateTime)[])[("20d", cut.AddDays(-20), cut), ("40d_8d", cut.AddDays(-40), cut.AddDays(-8)), ("observed", DateTime.MinValue, cut)])
                check(table, row, window, [.. visible.Where(each => each.Time >= start && each.Time < end)], visible, cut);
        }
    }
}
