using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

public class DuplicateRowsTests : PropertyTests
{
    private static readonly Table Orders = Table.Create(
        Column.Category("customer", ["a", "b", "a", "c", "b", "a"]),
        Column.Numeric("day", new double[] { 3, 1, 9, 2, double.NaN, 5 }),
        Column.Numeric("value", new double[] { 1, 2, 3, 4, 5, 6 }));

    [Fact]
    public void One_row_of_each_key_stays()
    {
        TrainingSet data = TrainingSet.Create(Orders, new bool[6]);
        var first = new DuplicateRows { KeyColumns = ["customer"], KeepBy = "day" };
        (TrainingSet cleaned, CleaningReport report) = first.Fit(data).Clean(data);
        Assert.Equal([0, 3, 4], Enumerable.Range(0, cleaned.RowCount).Select(cleaned.SourceRow));       // missing is first
        Assert.Equal([1, 2, 5], Assert.Single(report.Entries).Rows);
        (cleaned, _) = (first with { Keep = KeptDuplicate.Last }).Fit(data).Clean(data);
        Assert.Equal([1, 2, 3], Enumerable.Range(0, cleaned.RowCount).Select(cleaned.SourceRow));
        Assert.Equal(6, (first with { ReportOnly = true }).Fit(data).Clean(data).Data.RowCount);
        Assert.Equal(6, new DuplicateRows().Fit(data).Clean(data).Data.RowCount);
        (Table table, report) = first.Fit(data).Clean(Orders);
        Assert.Equal(6, table.RowCount);
        Assert.Equal(CleaningEffect.RowsKept, Assert.Single(report.Entries).Effect);
    }

    [Fact]
    public void Labels_that_contradict_one_another_are_named()
    {
        TrainingSet data = TrainingSet.Create(Orders, [true, false, false, true, false, false]);
        CleaningReport report = new DuplicateRows { KeyColumns = ["customer"], KeepBy = "day" }.Fit(data).TrainingReport;
        Assert.Equal([0, 2, 5], report.Entries[0].Rows);
        Assert.Equal(CleaningEffect.None, report.Entries[0].Effect);
    }

    [Fact]
    public void Rows_without_weight_push_no_other_out()
    {
        Table twice = Table.Create(Column.Numeric("x", new double[] { 1, 1, 1, 2 }));
        TrainingSet data = TrainingSet.Create(twice, new bool[4], [0, 2, 3, 1]);
        (TrainingSet cleaned, CleaningReport report) = new DuplicateRows().Fit(data).Clean(data);
        Assert.Equal([0, 2, 3], Enumerable.Range(0, cleaned.RowCount).Select(cleaned.SourceRow));       // of equal rows the heavier
        Assert.Equal([1], Assert.Single(report.Entries).Rows);
        Assert.Equal([1], Assert.Single(new DuplicateRows().Fit(data).TrainingReport.Entries).Rows);
    }

    [Property(MaxTest = 200)]
    public void What_stays_is_every_distinct_row_once_whatever_the_order(SmallSet set)
    {
        TrainingSet data = set.ToTrainingSet(), reversed = set.ToReversedSet();
        (TrainingSet cleaned, CleaningReport report) = new DuplicateRows().Fit(data).Clean(data);
        Assert.Equal(
            set.Rows.Select(row => (row.Value, row.Category)).Distinct().OrderBy(row => row.Value).ThenBy(row => row.Category),
            Rows(cleaned).Select(row => (row.Value, row.Category)).OrderBy(row => row.Value).ThenBy(row => row.Category));
        Assert.Equal(data.RowCount - cleaned.RowCount, report.Entries.Where(entry => entry.Effect == CleaningEffect.RowsDropped).Sum(entry => entry.Count));
        foreach (DuplicateRows recipe in (DuplicateRows[])[new(), new() { KeyColumns = ["category"] }, new() { KeyColumns = ["category"], KeepBy = "value", Keep = KeptDuplicate.Last }])
        {
            Assert.Equal(
                Rows(recipe.Fit(data).Clean(data).Data).Order(),
                Rows(recipe.Fit(reversed).Clean(reversed).Data).Order());
        }
    }

    private static IEnumerable<(double Value, string? Category, bool IsEvent)> Rows(TrainingSet data) =>
        Enumerable.Range(0, data.RowCount).Select(row => (data.Table.Numeric("value").Values[row], data.Table.Category("category")[row], data.Events[row]));
}
