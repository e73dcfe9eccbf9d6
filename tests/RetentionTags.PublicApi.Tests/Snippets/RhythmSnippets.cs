using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Persistence;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/features.md that has to do with RFM, segments, cycles, trends and ratios, compiled and run.</summary>
public class RhythmSnippets
{
    [Fact]
    public void Refunds()
    {
        Snapshot snapshot = SnapshotPlan.At(new(2025, 9, 1)).Take(Log());

        #region features-refunds
        Table byInvoice = new RfmFeatures { CountBy = PurchaseUnit.Order }.ToTable(snapshot);
        Table gross = new RfmFeatures { RefundPolicy = RefundPolicy.SeparateFeatures }.ToTable(snapshot);   // and refund_count, refund_amount
        Table forSpend = new RfmFeatures { Convention = RfmConvention.PurchaseModel, RefundPolicy = RefundPolicy.NetByDay }.ToTable(snapshot);
        #endregion

        Assert.Equal(6, gross.Columns.Count);
        Assert.Equal(byInvoice.RowCount, forSpend.RowCount);
    }

    [Fact]
    public void Scores_and_segments()
    {
        Snapshot snapshot = SnapshotPlan.At(new(2025, 9, 1)).Take(Log());
        var stream = new MemoryStream();

        #region features-segments
        Table rfm = new RfmFeatures().ToTable(snapshot);
        RfmScoreModel scores = new RfmScores().Fit(rfm);                        // cut-offs of these customers
        foreach (Finding finding in scores.Findings)
            Console.WriteLine(finding);                                         // scores that nobody has
        CategoryColumn segments = SegmentGrid.Default.ToSegments(scores.ToScores(rfm));
        scores.Save(stream);                                                    // next month's customers are scored with the same cut-offs
        #endregion

        Assert.Equal(rfm.RowCount, segments.Length);
        Assert.True(stream.Length > 0);

        #region features-grid
        SegmentRule[] rules =
        [
            new("keep") { Recency = new(2, 3), Monetary = new(3, 3) },
            new("grow") { Recency = new(2, 3), Monetary = new(1, 2) },
            new("win back") { Recency = new(1, 1) },
        ];
        Console.WriteLine(SegmentGrid.Check(rules, levels: 3));                 // Each of the 27 cells is in one segment.
        SegmentGrid grid = SegmentGrid.Create(rules, levels: 3);                // throws, with the cells, where that is not so
        #endregion

        Assert.Equal("win back", grid[new(1, 3, 3)]);
        Assert.Equal("Each of the 27 cells is in one segment.", SegmentGrid.Check(rules, levels: 3).ToString());
    }

    [Fact]
    public void Rhythm()
    {
        Snapshot snapshot = (SnapshotPlan.At(new(2025, 9, 1)) with { PurchaseKind = "order" }).Take(Log());

        #region features-rhythm
        var set = new FeatureSet
        {
            Families =
            [
                new CycleFeatures(),
                new TrendFeatures { PeriodDays = 30, Periods = 6, Filter = EventFilter.OfKind("order") },
                new TrendFeatures { Of = EventMeasure.Sum, Filter = EventFilter.OfKind("order"), Measures = [TrendMeasure.Slope, TrendMeasure.ValueSlope] },
                new RatioFeatures
                {
                    Name = "orders_per_visit",
                    Numerator = EventFilter.OfKind("order") with { Amounts = AmountSign.NotNegative },
                    Denominator = EventFilter.OfKind("visit"),
                    Smoothing = 10,
                    Mean = 0.4,                 // of all customers together, in the training data
                },
            ],
        };
        Table table = set.ToTable(snapshot);
        PurchaseRegularity regularity = PurchaseRegularity.Of(table);
        Console.WriteLine($"k = {regularity.Shape:F2} from {regularity.Customers} customers");
        #endregion

        Assert.Equal(8 + 7 + 2 + 2, table.Columns.Count);
        Assert.Equal(snapshot.RowCount, table.RowCount);
    }

    private static EventLog Log()
    {
        var random = new Random(1);
        const int Events = 4000;
        string[] kinds = [.. Enumerable.Range(0, Events).Select(_ => random.Next(3) == 0 ? "order" : "visit")];
        return EventLog.Create(
            [.. kinds.Select(_ => (long)random.Next(200))],
            [.. kinds.Select(_ => new DateTime(2024, 9, 1).AddHours(random.Next(24 * 364)))],
            [.. kinds.Select(kind => kind == "visit" ? 0 : Math.Round((random.NextDouble() * 60) - 5, 2))],
            new()
            {
                Kinds = Column.Category("kind", kinds),
                Orders = Column.Category("order", kinds.Select((_, i) => $"{i / 2}")),
            });
    }
}
