using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

/// <summary>Refund policies, units and monetary measures of RFM, against a computation straight from their definitions and the numbers of Online Retail.</summary>
public class RfmRefundTests : PropertyTests
{
    [Property(MaxTest = 100)]
    public void All_policies_equal_a_naive_computation(int seed, bool withOrders, bool limited, bool ofKind)
    {
        RichLog log = RichLog.Random(seed);
        SnapshotPlan plan = SnapshotPlan.Every(new(2024, 2, 1), 17, 4) with { Population = Population.Active, ObservationDays = limited ? 40 : null, PurchaseKind = ofKind ? "order" : null };
        if (RhythmOracle.TryTake(plan, log.ToLog(withOrders)) is not Snapshot snapshot)
            return;
        foreach (RefundPolicy policy in Enum.GetValues<RefundPolicy>())
        {
            foreach (PurchaseUnit unit in Enum.GetValues<PurchaseUnit>().Where(unit => (withOrders || unit != PurchaseUnit.Order) && (unit == PurchaseUnit.Day || policy != RefundPolicy.NetByDay)))
            {
                Table[] tables = [.. Enum.GetValues<MonetaryMeasure>().Select(measure => new RfmFeatures { CountBy = unit, RefundPolicy = policy, Monetary = measure }.ToTable(snapshot))];
                Table model = new RfmFeatures { CountBy = unit, RefundPolicy = policy, Convention = RfmConvention.PurchaseModel }.ToTable(snapshot);
                for (int row = 0; row < snapshot.RowCount; row++)
                    Check(Naive(RhythmOracle.Visible(log, snapshot, row), withOrders, unit, policy), RhythmOracle.Reference(snapshot, row), row, tables, model, policy);
            }
        }
    }

    /// <summary>Features reference, section 2.5.</summary>
    [DataFact]
    public void Online_retail_has_the_published_numbers()
    {
        Snapshot snapshot = SnapshotPlan.At(new(2011, 12, 10)).Take(RealData.OnlineRetailInvoices());
        Assert.Equal(4339, snapshot.RowCount);
        Table days = new RfmFeatures().ToTable(snapshot), invoices = new RfmFeatures { CountBy = PurchaseUnit.Order }.ToTable(snapshot);
        Table gross = new RfmFeatures { RefundPolicy = RefundPolicy.SeparateFeatures }.ToTable(snapshot), ignored = new RfmFeatures { RefundPolicy = RefundPolicy.Ignore }.ToTable(snapshot);
        double[] byDay = Values(days, "frequency"), byInvoice = Values(invoices, "frequency"), net = Values(days, "monetary"), full = Values(gross, "monetary");

        Same.Within(1e-9, [13.2, 32, 71, 179], Quintiles(Values(days, "recency_days")));
        Assert.Equal((18536.0, 1494, 16766.0), (byInvoice.Sum(), byInvoice.Count(count => count == 1), byDay.Sum()));
        Same.Within(1e-9, [1, 2, 3, 6], Quintiles(byInvoice));
        Same.Within(1e-9, [1, 2, 3, 5], Quintiles(byDay));
        Assert.Equal(697, byDay.Zip(byInvoice).Count(pair => pair.First != pair.Second));
        Same.Within(0.005, 8_911_407.90, full.Sum());
        Same.Within(0.0005, [250.106, 489.724, 941.942, 2057.914], Quintiles(full));
        Same.Within(0.005, 8_310_477.05, net.Sum());
        Same.Within(0.0005, [242.872, 474.104, 914.850, 2014.866], Quintiles(net));

        // The reference counts 17 at or below 0, by sums in binary; of five more (12558, 12607, 13364, 13762, 18274) the net is 0 on paper and about 1e-13 in binary. Python's decimal also finds 22, of which 8 are below 0.
        Assert.Equal((22, 8, 1), (net.Count(value => value <= 0), net.Count(value => value < 0), full.Count(value => value == 0)));
        Assert.All(["12558", "12607", "13364", "13762", "18274"], key => Assert.Equal(0, net[Enumerable.Range(0, snapshot.RowCount).First(row => snapshot.KeyOf(row) == key)]));
        Same.Bits(full, Values(ignored, "monetary"));
        Same.Within(0.005, full.Sum() - net.Sum(), Values(gross, "refund_amount").Sum());

        foreach ((string key, double recency, double orders, double purchaseDays, double value, double netValue) in ((string, double, double, double, double, double)[])
        [
            ("12347", 2, 7, 7, 4310.00, 4310.00),
            ("12346", 325, 1, 1, 77_183.60, 0.00),
            ("16446", 0, 2, 2, 168_472.50, 2.90),
            ("17850", 372, 34, 2, 5391.21, 5288.63),
        ])
        {
            int row = Enumerable.Range(0, snapshot.RowCount).First(row => snapshot.KeyOf(row) == key);
            Assert.Equal((recency, orders, purchaseDays), (Values(days, "recency_days")[row], byInvoice[row], byDay[row]));
            Same.Within(0.005, [value, netValue], [full[row], net[row]]);
        }

        // 12346 gave everything back on the same day, 16446 bought for 168,469.60 and gave it back on the last.
        Table netted = new RfmFeatures { RefundPolicy = RefundPolicy.NetByDay }.ToTable(snapshot);
        int returned = Enumerable.Range(0, snapshot.RowCount).First(row => snapshot.KeyOf(row) == "12346");
        Assert.Equal((0.0, double.NaN, 0.0), (Values(netted, "frequency")[returned], Values(netted, "recency_days")[returned], Values(netted, "monetary")[returned]));
    }

    [Fact]
    public void A_refund_finds_the_order_that_it_names()
    {
        // 100 in order a, 50 in order b; then 30 of a come back, 5 of an order from before the log, and 7 that name none.
        EventLog log = EventLog.Create(
            [1L, 1, 1, 1, 1],
            [new(2024, 1, 1), new(2024, 1, 10), new(2024, 1, 12), new(2024, 1, 13), new(2024, 1, 14)],
            [100, 50, -30, -5, -7],
            new() { Orders = Column.Category("order", ["a", "b", "a", "old", null]) });
        Snapshot snapshot = SnapshotPlan.At(new(2024, 2, 1)).Take(log);
        foreach (PurchaseUnit unit in Enum.GetValues<PurchaseUnit>())
        {
            var features = new RfmFeatures { Convention = RfmConvention.PurchaseModel, CountBy = unit };
            Assert.Equal(38, features.ToTable(snapshot).Numeric("repeat_mean_amount").Values[0]);
            Assert.Equal(50, (features with { RefundPolicy = RefundPolicy.Ignore }).ToTable(snapshot).Numeric("repeat_mean_amount").Values[0]);
            Assert.Equal(54, (features with { Monetary = MonetaryMeasure.MeanAll }).ToTable(snapshot).Numeric("mean_amount").Values[0]);
        }

        // Seen from the day after order b alone, order a is unknown: its refund belongs to b.
        Snapshot later = (SnapshotPlan.At(new(2024, 2, 1)) with { ObservationDays = 25 }).Take(log);
        Assert.Equal(8, new RfmFeatures { Monetary = MonetaryMeasure.MeanAll }.ToTable(later).Numeric("mean_amount").Values[0]);
    }

    [Fact]
    public void Lines_of_the_first_order_that_come_later_are_no_repeat()
    {
        EventLog log = EventLog.Create([1L, 1, 1], [new(2024, 1, 1), new(2024, 1, 5), new(2024, 1, 9)], [10, 20, 3], new() { Orders = Column.Category("order", ["a", "b", "a"]) });
        Snapshot snapshot = SnapshotPlan.At(new(2024, 2, 1)).Take(log);
        var features = new RfmFeatures { Convention = RfmConvention.PurchaseModel, CountBy = PurchaseUnit.Order };
        Assert.Equal((1.0, 20.0), (features.ToTable(snapshot).Numeric("repeat_purchases").Values[0], features.ToTable(snapshot).Numeric("repeat_mean_amount").Values[0]));
    }

    [Fact]
    public void Days_are_netted_on_paper_and_only_when_purchases_are_days()
    {
        // 0.1 + 0.2 − 0.3 is not 0 in binary. A day of 0 without a refund is a purchase; a refund on a day of its own lowers nothing.
        EventLog log = EventLog.Create(
            [1L, 1, 1, 1, 1, 1],
            [new(2024, 1, 1), new(2024, 1, 1), new(2024, 1, 1), new(2024, 1, 2), new(2024, 1, 3), new(2024, 1, 4)],
            [0.1, 0.2, -0.3, 0, 8, -5]);
        Snapshot snapshot = SnapshotPlan.At(new(2024, 2, 1)).Take(log);
        var features = new RfmFeatures { RefundPolicy = RefundPolicy.NetByDay };
        Assert.Equal((2.0, 8.0, 28.0), (Values(features.ToTable(snapshot), "frequency")[0], Values(features.ToTable(snapshot), "monetary")[0], Values(features.ToTable(snapshot), "recency_days")[0]));
        Assert.Contains("count by Day", Assert.Throws<InvalidOperationException>(() => (features with { CountBy = PurchaseUnit.Event }).ToTable(snapshot)).Message, StringComparison.Ordinal);
        Assert.Contains("NetByOrder", Assert.Throws<InvalidOperationException>(() => (features with { RefundPolicy = (RefundPolicy)9 }).ToTable(snapshot)).Message, StringComparison.Ordinal);
        Assert.Contains("MeanAll", Assert.Throws<InvalidOperationException>(() => (features with { Monetary = (MonetaryMeasure)9 }).ToTable(snapshot)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_change_a_number_change_its_lineage()
    {
        EventLog log = EventLog.Create([1L], [new(2024, 1, 1)], [1]);
        var all =
            from convention in Enum.GetValues<RfmConvention>()
            from policy in Enum.GetValues<RefundPolicy>()
            from measure in Enum.GetValues<MonetaryMeasure>()
            select new RfmFeatures { Convention = convention, RefundPolicy = policy, Monetary = measure }.Define(log).Single(each => each.Name is "monetary" or "mean_amount" or "repeat_mean_amount");
        var distinct = all.Select(each => (each.Name, each.Lineage)).Distinct().ToArray();
        Assert.Equal(3 * 3, distinct.Length); // by convention the same; Ignore and SeparateFeatures the same
        Assert.Equal(9, distinct.Select(each => each.Lineage).Distinct().Count());
    }

    private static void Check((RichEvent[] Events, decimal Value)[] purchases, int reference, int row, Table[] tables, Table model, RefundPolicy policy)
    {
        int count = purchases.Length;
        int first = count == 0 ? 0 : RhythmOracle.DayOf(purchases[0].Events[0]), last = count == 0 ? 0 : purchases.Max(each => RhythmOracle.DayOf(each.Events[^1]));
        double repeats = count == 0 ? double.NaN : count == 1 ? 0 : (double)purchases.Skip(1).Sum(each => each.Value) / (count - 1);
        foreach (Table table in tables)
        {
            RhythmOracle.Is(table, "recency_days", row, count == 0 ? double.NaN : reference - last);
            RhythmOracle.Is(table, "frequency", row, count);
            RhythmOracle.Is(table, "tenure_days", row, count == 0 ? double.NaN : reference - first);
        }

        RhythmOracle.Is(tables[0], "monetary", row, (double)purchases.Sum(each => each.Value));
        RhythmOracle.Is(tables[1], "mean_amount", row, count == 0 ? double.NaN : (double)purchases.Sum(each => each.Value) / count);
        RhythmOracle.Is(tables[2], "repeat_mean_amount", row, repeats);
        RhythmOracle.Is(model, "repeat_purchases", row, count == 0 ? double.NaN : count - 1);
        RhythmOracle.Is(model, "last_purchase_days", row, count == 0 ? double.NaN : last - first);
        RhythmOracle.Is(model, "repeat_mean_amount", row, repeats);
        Assert.Equal(policy == RefundPolicy.SeparateFeatures ? 6 : 4, model.Columns.Count);
    }

    /// <summary>The purchases in the order of their first events, each with the events that make it and its value.</summary>
    private static (RichEvent[] Events, decimal Value)[] Naive(RichEvent[] events, bool withOrders, PurchaseUnit unit, RefundPolicy policy)
    {
        if (policy == RefundPolicy.NetByDay)
        {
            return
            [
                .. events.GroupBy(RhythmOracle.DayOf)
                    .Select(day => (Events: day.ToArray(), Value: day.Sum(each => (decimal)each.Amount)))
                    .Where(day => !day.Events.Any(each => each.Amount < 0) || day.Value > 0),
            ];
        }

        var purchases = new List<(string Key, List<RichEvent> Events, decimal Value)>();
        foreach ((RichEvent each, int i) in events.Select((each, i) => (each, i)).Where(pair => pair.each.Amount >= 0))
            Add(KeyOf(i), each, (decimal)each.Amount);
        foreach ((RichEvent refund, int i) in events.Select((each, i) => (each, i)).Where(pair => pair.each.Amount < 0 && policy == RefundPolicy.NetByOrder && purchases.Count > 0))
        {
            int[] before = [.. Enumerable.Range(0, i).Where(j => events[j].Amount >= 0)];
            int[] named = [.. before.Where(j => withOrders && refund.Order is not null && events[j].Order == refund.Order)];
            Add(named.Length > 0 ? KeyOf(named[^1]) : before.Length > 0 ? KeyOf(before[^1]) : purchases[0].Key, null, (decimal)refund.Amount);
        }

        return [.. purchases.Select(each => (each.Events.ToArray(), each.Value))];

        string KeyOf(int i) => unit switch
        {
            PurchaseUnit.Day => $"{RhythmOracle.DayOf(events[i])}",
            PurchaseUnit.Order => events[i].Order ?? $"#{i}",
            _ => $"#{i}",
        };

        void Add(string key, RichEvent? purchase, decimal value)
        {
            int place = purchases.FindIndex(each => each.Key == key);
            if (place < 0)
            {
                purchases.Add((key, [purchase!], value));
                return;
            }

            if (purchase is not null)
                purchases[place].Events.Add(purchase);
            purchases[place] = purchases[place] with { Value = purchases[place].Value + value };
        }
    }

    private static double[] Values(Table table, string column) => table.Numeric(column).Values.ToArray();

    /// <summary>Type-7 quantiles at 20, 40, 60 and 80 %.</summary>
    private static double[] Quintiles(double[] values) => [.. Enumerable.Range(1, 4).Select(j => MathNet.Numerics.Statistics.Statistics.QuantileCustom(values, j / 5.0, MathNet.Numerics.Statistics.QuantileDefinition.R7))];
}
