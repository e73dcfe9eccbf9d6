using System.Globalization;
using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

/// <summary>Mixes against their definition, computed for each row and window by itself.</summary>
public class MixFeaturesTests : PropertyTests
{
    private static readonly SnapshotPlan Plan = SnapshotPlan.Every(new(2024, 2, 1), 13, 6) with { Population = Population.Active };
    private static readonly ValueList<MixMeasure> All = [.. Enum.GetValues<MixMeasure>()];
    private static readonly EventFilter Web = new() { Name = "web", Where = [PropertyCondition.In("channel", "c0", "c1")] };

    [Property(MaxTest = 80)]
    public void Mixes_equal_a_naive_computation(int seed)
    {
        RichLog log = TiedLog.Random(seed);
        if (Plan.TryTake(log.ToLog()) is not Snapshot snapshot)
            return;
        ValueList<Window> windows = [Window.Days(7), Window.Between(40, 10), Window.Observation];
        Table table = new FeatureSet
        {
            Families =
            [
                new MixFeatures { Windows = windows, Shares = ["order", "visit", "none"], Measures = All, Top = 3 },
                new MixFeatures { Windows = windows, Property = "channel", Shares = ["c0", "c1", "c2"], Measures = All, Top = 3 },
                new MixFeatures { Windows = windows, Property = "channel", Shares = ["c0", "c1", "c2"], Measures = All, Top = 3, WeightBy = MixWeight.Amount },
                new MixFeatures { Windows = windows, Property = "channel", Shares = ["c0", "c1", "c2"], Measures = All, Top = 0, WeightBy = MixWeight.Amount, HalfLifeDays = 12.5, Filter = Web },
                new MixFeatures { Windows = windows, Property = "channel", Shares = ["c0", "c1", "c2"], Measures = All, Top = 0, HalfLifeDays = 12.5 },
            ],
        }.ToTable(snapshot);
        for (int row = 0; row < snapshot.RowCount; row++)
        {
            long entity = long.Parse(snapshot.KeyOf(row), CultureInfo.InvariantCulture);
            DateTime cut = snapshot.CutOffOf(row).UtcDateTime;
            foreach ((string window, DateTime? start, DateTime end) in ((string, DateTime?, DateTime)[])[("7d", cut.AddDays(-7), cut), ("40d_10d", cut.AddDays(-40), cut.AddDays(-10)), ("observed", null, cut)])
            {
                RichEvent[] events = log.Ordered(entity, start, end, cut);
                Check("kind_", window, ["order", "visit", "none"], events, each => each.Kind, _ => 1m, null, 3);
                Check("channel_", window, ["c0", "c1", "c2"], events, each => each.Channel, _ => 1m, null, 3);
                Check("channel_amount_", window, ["c0", "c1", "c2"], events, each => each.Channel, each => (decimal)each.Amount, null, 3);
                Check("web_channel_amount_h12.5d_", window, ["c0", "c1", "c2"], [.. events.Where(each => each.Channel is "c0" or "c1")], each => each.Channel, each => (decimal)each.Amount, 12.5, 0);
                Check("channel_h12.5d_", window, ["c0", "c1", "c2"], events, each => each.Channel, _ => 1m, 12.5, 0);
            }

            void Check(string mix, string window, string[] categories, RichEvent[] events, Func<RichEvent, string?> category, Func<RichEvent, decimal> weight, double? halfLife, int top)
            {
                RichEvent[] known = [.. events.Where(each => category(each) is not null)];
                double DecayOf(RichEvent each) => halfLife is double days ? Math.Pow(2, -(cut - each.Time).TotalDays / days) : 1;
                (string Name, double Weight, int Last)[] weights =
                [
                    .. known.GroupBy(each => category(each)!)
                        .Select(group => (group.Key, halfLife is null ? (double)group.Sum(weight) : group.Sum(each => (double)weight(each) * DecayOf(each)), Array.FindLastIndex(known, each => category(each) == group.Key)))
                        .Where(each => each.Item2 > 1e-12 * known.Where(other => category(other) == each.Key).Sum(other => (double)Math.Abs(weight(other)) * DecayOf(other))),
                ];
                double total = weights.Sum(each => each.Weight);
                bool isEmpty = weights.Length == 0;
                foreach (string name in categories)
                    table.Is(row, $"{mix}share_{name}_{window}", isEmpty ? double.NaN : weights.Where(each => each.Name == name).Sum(each => each.Weight) / total);
                double[] shares = [.. weights.Select(each => each.Weight / total)];
                table.Is(row, $"{mix}categories_{window}", weights.Length);
                table.Is(row, $"{mix}entropy_{window}", isEmpty ? double.NaN : -shares.Sum(p => p * Math.Log(p)));
                table.Is(row, $"{mix}concentration_{window}", isEmpty ? double.NaN : shares.Sum(p => p * p));
                table.Is(row, $"{mix}top_share_{window}", isEmpty ? double.NaN : shares.Max());
                table.Is(row, $"{mix}effective_count_{window}", known.Sum(DecayOf));
                table.Is(row, $"{mix}first_{window}", known.Length == 0 ? null : category(known[0]));
                table.Is(row, $"{mix}last_{window}", known.Length == 0 ? null : category(known[^1]));
                string[] ranked = [.. weights.OrderByDescending(each => each.Weight).ThenByDescending(each => each.Last).Select(each => each.Name)];
                for (int k = 0; k < top; k++)
                    table.Is(row, $"{mix}top{k + 1}_{window}", k < ranked.Length ? ranked[k] : null);
            }
        }
    }

    [Fact]
    public void Four_equal_shares_have_the_entropy_of_the_reference()
    {
        Table table = Mix(new() { Property = "shop", Measures = [MixMeasure.Entropy, MixMeasure.Concentration, MixMeasure.CategoryCount, MixMeasure.TopShare], Windows = [Window.Observation] }, [("a", 1), ("b", 1), ("c", 1), ("d", 1)]);
        Assert.Equal(1.3862943611198906, table.Numeric("shop_entropy_observed").Values[0]);
        Assert.Equal(0.25, table.Numeric("shop_concentration_observed").Values[0]);
        Assert.Equal(0.25, table.Numeric("shop_top_share_observed").Values[0]);
        Assert.Equal(4, table.Numeric("shop_categories_observed").Values[0]);
        Assert.Equal("d", table.Category("shop_top1_observed")[0]); // of equal ones, the last
    }

    [Fact]
    public void Weights_that_are_equal_on_paper_are_equal()
    {
        // 0.1 + 0.2 is more than 0.3 in binary; b, whose last event is later, comes first only if they are equal.
        Table table = Mix(new() { Property = "shop", WeightBy = MixWeight.Amount, Windows = [Window.Observation] }, [("a", 0.1), ("a", 0.2), ("b", 0.3)]);
        Assert.Equal("b", table.Category("shop_amount_top1_observed")[0]);
        Assert.Equal(0.5, table.Numeric("shop_amount_top_share_observed").Values[0]);
    }

    [Fact]
    public void What_was_wholly_refunded_is_no_part_of_the_mix()
    {
        var mix = new MixFeatures { Property = "shop", WeightBy = MixWeight.Amount, Windows = [Window.Observation], Shares = ["a", "b"], Measures = [MixMeasure.CategoryCount, MixMeasure.Last] };
        Table some = Mix(mix, [("a", 10), ("b", 5), ("a", -10)]);
        Assert.Equal((0, 1, 1, "b", "a"), (some.Numeric("shop_amount_share_a_observed").Values[0], some.Numeric("shop_amount_share_b_observed").Values[0], some.Numeric("shop_amount_categories_observed").Values[0], some.Category("shop_amount_top1_observed")[0], some.Category("shop_amount_last_observed")[0]));
        Table none = Mix(mix, [("a", 10), ("a", -10)]);
        Assert.Equal((double.NaN, 0, null), (none.Numeric("shop_amount_share_a_observed").Values[0], none.Numeric("shop_amount_categories_observed").Values[0], none.Category("shop_amount_top1_observed")[0]));
    }

    [Fact]
    public void An_event_counts_half_after_a_half_life()
    {
        // Ages of 1, 11 and 21 days before 22 January: 2^-0.1, 2^-1.1, 2^-2.1.
        EventLog log = EventLog.Create([1L, 1, 1], [new(2024, 1, 1), new(2024, 1, 11), new(2024, 1, 21)], [1, 1, 1], new() { Properties = [Column.Category("shop", ["a", "a", "b"])] });
        Table table = new MixFeatures { Property = "shop", Shares = ["b"], Measures = [MixMeasure.EffectiveCount], HalfLifeDays = 10, Windows = [Window.Observation] }.ToTable(SnapshotPlan.At(new(2024, 1, 22)).Take(log));
        Same.Within(1e-15, 1 / 1.75, table.Numeric("shop_h10d_share_b_observed").Values[0]);
        Same.Within(1e-14, 1.75 * Math.Pow(2, -0.1), table.Numeric("shop_h10d_effective_count_observed").Values[0]);
        Assert.Equal("b", table.Category("shop_h10d_top1_observed")[0]);
    }

    [Fact]
    public void Settings_that_give_nothing_or_do_not_fit_are_errors()
    {
        EventLog log = EventLog.Create([1L], [new(2024, 1, 1)], [1], new() { Properties = [Column.Numeric("pages", [3.0])] });
        Assert.Contains("does not tell kinds apart", Assert.Throws<ArgumentException>(() => new MixFeatures().Define(log)).Message, StringComparison.Ordinal);
        Assert.Contains("'pages' is a number", Assert.Throws<ArgumentException>(() => new MixFeatures { Property = "pages" }.Define(log)).Message, StringComparison.Ordinal);
        Assert.Contains("gives no feature", Assert.Throws<InvalidOperationException>(() => new MixFeatures { Measures = [], Top = 0 }.Define(log)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixFeatures { HalfLifeDays = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixFeatures { Top = -1 });
    }

    private static Table Mix(MixFeatures mix, (string Shop, double Amount)[] events)
    {
        EventLog log = EventLog.Create([.. events.Select(_ => 1L)], [.. events.Select((_, i) => new DateTime(2024, 1, 1 + i))], [.. events.Select(each => each.Amount)], new() { Properties = [Column.Category("shop", events.Select(each => each.Shop))] });
        return mix.ToTable(SnapshotPlan.At(new(2024, 1, 20)).Take(log));
    }
}
