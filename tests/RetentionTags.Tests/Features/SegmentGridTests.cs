using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

public class SegmentGridTests : PropertyTests
{
    /// <summary>Features reference, section 2.3, cell by cell.</summary>
    [Fact]
    public void The_default_grid_is_the_usual_one()
    {
        string[][] rows =
        [
            ["new_customers", "potential_loyalists", "potential_loyalists", "champions", "champions"],
            ["promising", "potential_loyalists", "potential_loyalists", "loyal_customers", "loyal_customers"],
            ["about_to_sleep", "about_to_sleep", "need_attention", "loyal_customers", "loyal_customers"],
            ["hibernating", "hibernating", "at_risk", "at_risk", "cant_lose"],
            ["hibernating", "hibernating", "at_risk", "at_risk", "cant_lose"],
        ];
        for (int recency = 1; recency <= 5; recency++)
        {
            for (int frequency = 1; frequency <= 5; frequency++)
                Assert.Equal(rows[5 - recency][frequency - 1], SegmentGrid.Default[new(recency, frequency)]);
        }

        Assert.Equal(10, SegmentGrid.Default.Segments.Count);
        Assert.False(SegmentGrid.Default.UsesMonetary);
        Assert.Throws<ArgumentOutOfRangeException>(() => SegmentGrid.Default[new(6, 1)]);
    }

    /// <summary>The bounds in the example of rfm_segment of the R package rfm, and in its vignette, with the faults that the features reference, section 2.3, counts in them.</summary>
    [Fact]
    public void The_faults_of_published_grids_are_found()
    {
        SegmentGridCheck example = SegmentGrid.Check(Rules(
            ["Champions", "Loyal Customers", "Potential Loyalist", "New Customers", "Promising", "Need Attention", "About To Sleep", "At Risk", "Can't Lose Them", "Lost"],
            [(4, 5), (2, 5), (3, 5), (4, 5), (3, 4), (2, 3), (2, 3), (1, 2), (1, 1), (1, 2)],
            [(4, 5), (3, 5), (1, 3), (1, 1), (1, 1), (2, 3), (1, 2), (2, 5), (4, 5), (1, 2)],
            [(4, 5), (3, 5), (1, 3), (1, 1), (1, 1), (2, 3), (1, 2), (2, 5), (4, 5), (1, 2)]));
        Assert.Equal((125, 36, 39), (example.CellCount, example.Gaps.Count, example.Overlaps.Count));
        Assert.Equal(["New Customers", "Promising", "Can't Lose Them"], example.Unreachable);

        SegmentGridCheck vignette = SegmentGrid.Check(Rules(
            ["Champions", "Potential Loyalist", "Loyal Customers", "Promising", "New Customers", "Can't Lose Them", "At Risk", "Need Attention", "About To Sleep", "Lost"],
            [(5, 5), (3, 5), (2, 4), (3, 4), (4, 5), (1, 2), (1, 2), (1, 3), (2, 3), (1, 1)],
            [(5, 5), (3, 5), (2, 4), (1, 3), (1, 3), (3, 4), (2, 5), (3, 5), (1, 3), (1, 5)],
            [(5, 5), (2, 5), (2, 4), (3, 5), (1, 5), (4, 5), (4, 5), (3, 5), (1, 4), (1, 5)]));
        Assert.Equal((10, 58), (vignette.Gaps.Count, vignette.Overlaps.Count));
        Assert.False(vignette.IsPartition);
    }

    [Fact]
    public void What_is_wrong_is_said_with_its_cells()
    {
        SegmentRule low = new("low") { Recency = new(1, 1) }, high = new("high") { Recency = new(2, 2), Frequency = new(2, 2) };
        string gap = Assert.Throws<ArgumentException>(() => SegmentGrid.Create([low, high], levels: 2)).Message;
        Assert.Contains("1 of 4 cells are in no segment: R2 F1.", gap, StringComparison.Ordinal);
        string overlap = Assert.Throws<ArgumentException>(() => SegmentGrid.Create([low, new("rest") { Recency = new(2, 2) }, high], levels: 2)).Message;
        Assert.Contains("1 of 4 cells are claimed by more than one rule: R2 F2 (rest, high).", overlap, StringComparison.Ordinal);
        Assert.Contains("Segments that no cell leads to: 'high'.", overlap, StringComparison.Ordinal);
        Assert.Contains("score of 3", Assert.Throws<ArgumentException>(() => SegmentGrid.Create([new("x") { Recency = new(1, 3) }], levels: 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SegmentGrid.Create([]));
        Assert.Throws<ArgumentException>(() => SegmentGrid.Create([new(" ")]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScoreRange(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SegmentGrid.Create([low], levels: 1));
        Assert.Equal("Each of the 4 cells is in one segment.", SegmentGrid.Check([low, new("rest") { Recency = new(2, 2) }], 2).ToString());
    }

    /// <summary>Random rules: what is found is what going through all cells finds, and a grid that is made has a segment for each.</summary>
    [Property(MaxTest = 300)]
    public void Checks_equal_brute_force(int seed)
    {
        var random = new Random(seed);
        int levels = 2 + random.Next(2);
        bool isFlat = random.Next(2) == 0;
        SegmentRule[] rules = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => new SegmentRule($"s{random.Next(4)}") { Recency = Range(), Frequency = Range(), Monetary = isFlat ? null : Range() })];
        var all =
            from recency in Enumerable.Range(1, levels)
            from frequency in Enumerable.Range(1, levels)
            from monetary in rules.Any(rule => rule.Monetary is not null) ? Enumerable.Range(1, levels).Select(score => (int?)score) : [null]
            select new SegmentCell(recency, frequency, monetary);
        SegmentCell[] cells = [.. all];
        SegmentGridCheck check = SegmentGrid.Check(rules, levels);
        Assert.Equal(cells.Length, check.CellCount);
        Assert.Equal(cells.Where(cell => Claims(cell).Length == 0), check.Gaps);
        Assert.Equal(cells.Where(cell => Claims(cell).Length > 1).Select(cell => new SegmentOverlap(cell, [.. Claims(cell)])), check.Overlaps);
        Assert.Equal(rules.Select(rule => rule.Segment).Distinct().Except(cells.Select(cell => Claims(cell).FirstOrDefault() ?? "")), check.Unreachable);
        if (!check.IsPartition)
        {
            Assert.Throws<ArgumentException>(() => SegmentGrid.Create(rules, levels));
            return;
        }

        SegmentGrid grid = SegmentGrid.Create(rules, levels);
        Assert.All(cells, cell => Assert.Equal(Claims(cell)[0], grid[cell]));
        CategoryColumn column = grid.ToSegments(Table.Create(
            Column.Numeric("recency_score", cells.Select(cell => cell.Recency)),
            Column.Numeric("frequency_score", cells.Select(cell => cell.Frequency)),
            Column.Numeric("monetary_score", cells.Select(cell => cell.Monetary ?? 1))));
        Assert.Equal(cells.Select(cell => grid[cell]), Enumerable.Range(0, cells.Length).Select(row => column[row]));
        var stream = new MemoryStream();
        grid.Save(stream);
        SegmentGrid loaded = SegmentGrid.Load(new MemoryStream(stream.ToArray()));
        Assert.Equal((grid.Rules, grid.Levels), (loaded.Rules, loaded.Levels));
        Assert.Equal(grid.Segments, loaded.Segments);

        string[] Claims(SegmentCell cell) => [.. rules.Where(rule => In(rule.Recency, cell.Recency) && In(rule.Frequency, cell.Frequency) && In(rule.Monetary, cell.Monetary)).Select(rule => rule.Segment)];

        static bool In(ScoreRange? range, int? score) => range is null || (range.From <= score && score <= range.To);

        ScoreRange? Range()
        {
            int from = 1 + random.Next(levels);
            return random.Next(2) == 0 ? null : new(from, from + random.Next(levels - from + 1));
        }
    }

    [Fact]
    public void Scores_that_are_missing_or_none()
    {
        static Table Of(double recency, double frequency) => Table.Create(Column.Numeric("recency_score", new[] { recency }), Column.Numeric("frequency_score", new[] { frequency }));
        Assert.Null(SegmentGrid.Default.ToSegments(Of(double.NaN, 1))[0]);
        Assert.Equal("new_customers", SegmentGrid.Default.ToSegments(Of(5, 1))[0]);
        Assert.Contains("'frequency_score', row 0: 6", Assert.Throws<ArgumentException>(() => SegmentGrid.Default.ToSegments(Of(1, 6))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SegmentGrid.Default.ToSegments(Of(1, 2.5)));
    }

    [Fact]
    public void A_segment_whose_scores_are_never_given_is_found()
    {
        // Everybody has bought once: only the score 1 of frequency is given.
        Table table = Table.Create(Column.Numeric("recency_days", Enumerable.Range(0, 20)), Column.Numeric("frequency", Enumerable.Repeat(1, 20)), Column.Numeric("monetary", Enumerable.Range(0, 20)));
        RfmScoreModel model = new RfmScores().Fit(table);
        Assert.Equal(
            ["champions", "loyal_customers", "potential_loyalists", "cant_lose", "need_attention", "at_risk"],
            SegmentGrid.Default.FindingsFor(model).Select(finding => finding.Message.Split('\'')[1]));
        Assert.Contains("Levels = 5", Assert.Throws<ArgumentException>(() => SegmentGrid.Default.FindingsFor(new RfmScores { Levels = 4 }.Fit(table))).Message, StringComparison.Ordinal);
    }

    private static SegmentRule[] Rules(string[] names, (int From, int To)[] recency, (int From, int To)[] frequency, (int From, int To)[] monetary) =>
    [
        .. names.Select((name, i) => new SegmentRule(name) { Recency = new(recency[i].From, recency[i].To), Frequency = new(frequency[i].From, frequency[i].To), Monetary = new(monetary[i].From, monetary[i].To) }),
    ];
}
