using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

public class ColumnCountsTests : PropertyTests
{
    [Property(MaxTest = 60)]
    public void Counts_of_single_values_are_binned_as_the_rows_are(int seed)
    {
        TrainingSet data = SampleData.Customers(600, seed, missing: true);
        BinningHistogram counts = BinningHistogram.OfCounts([.. data.Table.Columns.Select(column => Counted(column, data, range: 1))]);
        Assert.All(counts.Columns, column => Assert.True(column.IsExact));
        BinningModel rows = new OptimalBinning().Fit(data), counted = new OptimalBinning().Fit(counts);
        Assert.Equal(rows.ToText(), counted.ToText());
        foreach ((ColumnBinning expected, ColumnBinning actual) in rows.Columns.Zip(counted.Columns))
            Same.Bits([.. expected.Bins.Select(bin => bin.Woe)], [.. actual.Bins.Select(bin => bin.Woe)]);
    }

    [Property(MaxTest = 60)]
    public void Cuts_between_ranges_count_the_rows_on_their_two_sides(int seed)
    {
        TrainingSet data = SampleData.Customers(600, seed, missing: true, categories: false);
        BinningHistogram counts = BinningHistogram.OfCounts([.. data.Table.Columns.Select(column => Counted(column, data, range: 7))]);
        Assert.Contains(counts.Columns, column => !column.IsExact && column.RankError < 0.05);
        foreach (ColumnBinning column in new OptimalBinning().Fit(counts).Columns)
        {
            int[] bins = new int[data.RowCount];
            column.ToBins(data.Table[column.ColumnName], bins);
            for (int bin = 0; bin < column.Bins.Count; bin++)
                Assert.Equal((bins.Index().Count(row => row.Item == bin && data.Events[row.Index]), bins.Index().Count(row => row.Item == bin && !data.Events[row.Index])), ((int)column.Bins[bin].Events, (int)column.Bins[bin].NonEvents));
        }
    }

    [Fact]
    public void Wrong_counts_are_refused()
    {
        Refused("lowest value is at most its highest", () => ColumnCounts.Numeric("x", [new(2, 1, 1, 1)]));
        Refused("neither is NaN", () => ColumnCounts.Numeric("x", [new(double.NaN, double.NaN, 1, 1)]));
        Refused("overlap", () => ColumnCounts.Numeric("x", [new(1, 3, 1, 1), new(3, 4, 1, 1)]));
        Refused("finite and at least 0", () => ColumnCounts.Numeric("x", [new(1, 3, -1, 1)]));
        Refused("finite and at least 0", () => ColumnCounts.Numeric("x", [], double.NaN));
        Refused("finite and at least 0", () => ColumnCounts.Category("x", [new("a", 1, double.PositiveInfinity)]));
        Refused("is null", () => ColumnCounts.Category("x", [new(null!, 1, 1)]));
        Refused("twice", () => ColumnCounts.Category("x", [new("a", 1, 1), new("a", 2, 1)]));
        Refused("at least one column", () => BinningHistogram.OfCounts([]));
        Refused("All columns count the same rows", () => BinningHistogram.OfCounts([ColumnCounts.Numeric("x", [new(1, 1, 2, 2)]), ColumnCounts.Numeric("z", [new(1, 1, 2, 3)])]));
        Refused("Two columns are named 'x'", () => BinningHistogram.OfCounts([ColumnCounts.Numeric("x", [new(1, 1, 2, 2)]), ColumnCounts.Numeric("x", [new(1, 1, 2, 2)])]));
    }

    [Fact]
    public void Nobody_adds_to_counts_made_elsewhere()
    {
        BinningHistogram counts = BinningHistogram.OfCounts([ColumnCounts.Numeric("x", [new(1, 2, 3, 4), new(5, 8, 3, 1)])]);
        TrainingSet batch = TrainingSet.Create(Table.Create(Column.Numeric("x", new double[] { 1, 2 })), [true, false]);
        Assert.Contains("counted elsewhere", Assert.Throws<InvalidOperationException>(() => counts.Add(batch)).Message, StringComparison.Ordinal);
        Assert.Contains("counted elsewhere", Assert.Throws<InvalidOperationException>(() => counts.Save(new MemoryStream())).Message, StringComparison.Ordinal);
        Assert.Contains("in ranges", Assert.Throws<TrainingDataException>(() => new OptimalBinning { FixedCuts = [1.5] }.Fit(counts)).Message, StringComparison.Ordinal);
    }

    private static void Refused(string because, Action action) => Assert.Contains(because, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);

    /// <summary>A column counted with so many of its distinct values in each range.</summary>
    private static ColumnCounts Counted(Column column, TrainingSet data, int range)
    {
        double Of(IEnumerable<int> rows, bool isEvent) => rows.Count(row => data.Events[row] == isEvent);
        int[] rows = [.. Enumerable.Range(0, data.RowCount)];
        if (column is CategoryColumn categories)
        {
            int[] without = [.. rows.Where(row => categories[row] is null)];
            return ColumnCounts.Category(column.Name, rows.Where(row => categories[row] is not null).GroupBy(row => categories[row]!).Select(group => new CategoryCount(group.Key, Of(group, true), Of(group, false))), Of(without, true), Of(without, false));
        }

        double[] values = ((NumericColumn)column).Values.ToArray();
        int[] missing = [.. rows.Where(row => double.IsNaN(values[row]))];
        double[] distinct = [.. values.Where(double.IsFinite).Distinct().Order()];
        var place = distinct.Index().ToDictionary(each => each.Item, each => each.Index / range);
        IEnumerable<ValueCount> counts = rows.Where(row => !double.IsNaN(values[row])).GroupBy(row => place[values[row]]).Select(group => new ValueCount(group.Min(row => values[row]), group.Max(row => values[row]), Of(group, true), Of(group, false)));
        return ColumnCounts.Numeric(column.Name, counts.Reverse(), Of(missing, true), Of(missing, false));
    }
}
