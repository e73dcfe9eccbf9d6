using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

/// <summary>Steps that leave columns out: constant ones, and those that are there twice.</summary>
public class ColumnStepsTests : PropertyTests
{
    [Fact]
    public void Constant_columns_go_and_need_not_come_again()
    {
        TrainingSet data = Set(
            Column.Numeric("same", new double[] { 7, 7, 7, 7 }),
            Column.Numeric("empty", new[] { double.NaN, double.NaN, double.NaN, double.NaN }),
            Column.Category("known of some", ["a", null, null, "a"]),
            Column.Category("plan", ["a", "a", "a", "b"]));
        CleaningModel model = new ConstantColumns().Fit(data);
        Assert.Equal(["empty", "same"], model.ColumnsLeftOut);
        Assert.Contains("'7' in every row", model.TrainingReport.OfColumn("same").Single().Found);
        (Table table, CleaningReport report) = model.Clean(Table.Create(Column.Category("plan", ["c"]), Column.Numeric("same", new double[] { 8 })));
        Assert.Equal(["plan"], table.Columns.Select(column => column.Name));
        Assert.Equal(CleaningEffect.ColumnLeftOut, Assert.Single(report.Entries).Effect);
        Assert.Equal(["empty", "known of some", "same"], new ConstantColumns { CountMissing = false }.Fit(data).ColumnsLeftOut);
        Assert.Equal(["empty", "plan", "same"], new ConstantColumns { GreatestShare = 0.75 }.Fit(data).ColumnsLeftOut);
        Assert.Empty(new ConstantColumns { Action = ColumnAction.Report }.Fit(data).ColumnsLeftOut);
        Assert.Equal(2, new ConstantColumns { Action = ColumnAction.Report }.Fit(data).TrainingReport.Entries.Count);
        Assert.Throws<TrainingDataException>(() => new ConstantColumns().Fit(data.WithTable(data.Table.Select("same"))));
    }

    [Property(MaxTest = 200)]
    public void Shares_are_those_of_rows_written_out(SmallSet set)
    {
        TrainingSet copies = set.ToReplicatedSet();
        double[] values = copies.Table.Numeric("value").Values.ToArray();
        double[] present = [.. values.Where(value => !double.IsNaN(value))];
        foreach (bool countMissing in (bool[])[true, false])
        {
            double[] counted = countMissing ? values : present;
            bool expected = present.Length == 0 || counted.GroupBy(value => value).Max(group => group.Count()) >= 0.6 * counted.Length;
            var recipe = new ConstantColumns { GreatestShare = 0.6, CountMissing = countMissing, Action = ColumnAction.Report };
            Assert.Equal(expected, recipe.Fit(set.ToWeightedSet()).TrainingReport.OfColumn("value").Count > 0);
        }
    }

    [Fact]
    public void Columns_that_equal_an_earlier_one_go()
    {
        double nan = double.NaN;
        TrainingSet data = Set(
            Column.Numeric("a", new[] { 1, nan, 0.0, 4 }),
            Column.Numeric("b", new[] { 1, nan, -0.0, 4 }),
            Column.Numeric("c", new[] { 1, 2, 0.0, 4 }),
            Column.Category("p", ["x", null, "y", "x"]),
            Column.Category("q", new[] { 1, -1, 0, 1 }, ["y", "x", "unused"]),
            Column.Numeric("nothing", new[] { nan, nan, nan, nan }),
            Column.Category("no text", [null, null, null, null]));
        CleaningModel model = new DuplicateColumns().Fit(data);
        Assert.Equal(["b", "q"], model.ColumnsLeftOut);
        Assert.Equal("equals 'p' in every row", model.TrainingReport.OfColumn("q").Single().Found);

        // A row without weight is no row: without the second, 'c' equals 'a' too.
        TrainingSet weighted = TrainingSet.Create(data.Table, data.Events, [1, 0, 2, 1]);
        Assert.Equal(["b", "c", "q"], new DuplicateColumns().Fit(weighted).ColumnsLeftOut);
    }

    private static TrainingSet Set(params Column[] columns) => TrainingSet.Create(Table.Create(columns), [.. Enumerable.Range(0, columns[0].Length).Select(row => row % 2 == 0)]);
}
