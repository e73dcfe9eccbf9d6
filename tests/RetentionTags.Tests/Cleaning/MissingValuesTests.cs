using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

public class MissingValuesTests : PropertyTests
{
    private const double Nan = double.NaN;

    [Theory]
    [InlineData(FillMethod.Median, 2.5)]
    [InlineData(FillMethod.Mean, 4.0)]
    [InlineData(FillMethod.MostFrequent, 1.0)]
    [InlineData(FillMethod.Constant, -7.0)]
    public void Numbers_are_filled_by_hand(FillMethod method, double expected)
    {
        // 1, 1, 2, 3, 3, 14 (median 2.5, mean 4, and 1 and 3 are equally frequent)
        CleaningModel model = new MissingValues { Numbers = method, ConstantNumber = -7 }.Fit(Numbers(1, Nan, 1, 3, 2, 3, 14));
        Assert.Equal(expected, model.Steps[0].Columns[0].Fill.Number);
        (Table table, CleaningReport report) = model.Clean(Table.Create(Column.Numeric("x", new double[] { 8, Nan })));
        Assert.Equal([8, expected], table.Numeric("x").Values.ToArray());
        CleaningEntry entry = Assert.Single(report.Entries);
        Assert.Equal((CleaningEffect.CellsChanged, "x"), (entry.Effect, entry.ColumnName));
        Assert.Equal([1], entry.Rows);
    }

    [Fact]
    public void What_interpolation_goes_by_is_asked_for_at_the_fit_also_when_nothing_is_missing_there()
    {
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", new double[] { 1, 2, 3 }), Column.Numeric("day", new double[] { 1, 2, 3 }), Column.Category("name", ["a", "a", "b"])), new bool[3]);
        var recipe = new MissingValues { Numbers = FillMethod.Interpolate, TimeColumn = "day" };
        Assert.Equal("x", Assert.Single(recipe.Fit(data).Steps[0].Columns, column => column.Kind == ColumnKind.Numeric).ColumnName);
        Assert.Contains("'dya'", Assert.Throws<ArgumentException>(() => (recipe with { TimeColumn = "dya" }).Fit(data)).Message);
        Assert.Contains("'nmae'", Assert.Throws<ArgumentException>(() => (recipe with { EntityColumn = "nmae" }).Fit(data)).Message);
        Assert.Contains("numbers are needed", Assert.Throws<ArgumentException>(() => (recipe with { TimeColumn = "name" }).Fit(data)).Message);
    }

    [Fact]
    public void Whole_weights_are_copies()
    {
        TrainingSet weighted = TrainingSet.Create(Numbers(1, 5, 100).Table, [true, false, true], [1, 3, 2]);
        Assert.Equal((1 + 15 + 200) / 6.0, Fill(new() { Numbers = FillMethod.Mean }, weighted));
        Assert.Equal(5, Fill(new(), weighted));
        Assert.Equal(5, Fill(new() { Numbers = FillMethod.MostFrequent }, weighted));
    }

    [Fact]
    public void Categories_get_one_of_their_own_or_the_most_frequent_one()
    {
        TrainingSet data = Set(Column.Category("plan", ["b", "a", null, "b", "a"]));
        Assert.Equal(["b", "a", "(missing)", "b", "a"], Categories(new MissingValues().Fit(data), data.Table));
        Assert.Equal(["b", "a", "a", "b", "a"], Categories(new MissingValues { Categories = FillMethod.MostFrequent }.Fit(data), data.Table));
        Assert.Equal(["b", "a", "none", "b", "a"], Categories(new MissingValues { Columns = [new("plan", FillMethod.Constant, "none")] }.Fit(data), data.Table));
        Assert.Equal(["b", "a", null, "b", "a"], Categories(new MissingValues { Categories = FillMethod.Keep }.Fit(data), data.Table));
    }

    [Fact]
    public void Columns_that_miss_nothing_in_training_are_filled_later_and_have_no_indicator()
    {
        TrainingSet data = Set(Column.Numeric("x", new double[] { 1, 2, 9 }), Column.Numeric("y", new double[] { 1, Nan, 3 }));
        CleaningModel model = new MissingValues { AddIndicator = true }.Fit(data);
        (Table table, CleaningReport report) = model.Clean(Table.Create(Column.Numeric("x", new double[] { Nan, 4 }), Column.Numeric("y", new double[] { 5, Nan })));
        Assert.Equal(["x", "y", "y_missing"], table.Columns.Select(column => column.Name));
        Assert.Equal([2, 4], table.Numeric("x").Values.ToArray());
        Assert.Equal([0, 1], table.Numeric("y_missing").Values.ToArray());
        Assert.Equal([1], Assert.Single(report.OfColumn("y_missing")).Rows);
    }

    [Fact]
    public void Interpolates_along_time_within_an_entity()
    {
        // Entity a: 10 at day 0, 20 at day 10. b: nothing known. c: two values on one day. Rows in no order.
        TrainingSet data = Set(
            Column.Category("who", ["a", "a", "b", "a", "a", "a", "c", "c", "c", null]),
            Column.Numeric("day", new double[] { 10, 3, 3, 0, -5, 12, 1, 1, 1, 4 }),
            Column.Numeric("spend", new double[] { 20, Nan, Nan, 10, Nan, Nan, 30, 40, Nan, Nan }));
        CleaningModel model = new MissingValues { Numbers = FillMethod.Interpolate, Categories = FillMethod.Keep, TimeColumn = "day", EntityColumn = "who" }.Fit(data);
        (Table table, CleaningReport report) = model.Clean(data.Table);
        const double Median = 25;
        Assert.Equal([20, 13, Median, 10, 10, 20, 30, 40, 35, Median], table.Numeric("spend").Values.ToArray());
        Assert.Equal([[1, 8], [4, 5], [2, 9]], report.OfColumn("spend").Select(entry => entry.Rows.ToArray()));
    }

    [Property(MaxTest = 200)]
    public void Interpolation_is_that_of_the_definition_and_of_no_order(SmallSet set)
    {
        // Entity = category, time = the row's number by threes, value = the set's finite values.
        SmallRow[] rows = [.. set.Rows.Select(row => row with { Value = double.IsInfinity(row.Value) ? Nan : row.Value })];
        double[] times = [.. rows.Select((_, i) => (double)(i * 7 % rows.Length / 3))];
        TrainingSet data = Set(
            Column.Category("who", rows.Select(row => row.Category)),
            Column.Numeric("time", times),
            Column.Numeric("x", rows.Select(row => row.Value).ToArray()));
        if (rows.All(row => double.IsNaN(row.Value)))
            return;
        CleaningModel model = new MissingValues { Numbers = FillMethod.Interpolate, Categories = FillMethod.Keep, TimeColumn = "time", EntityColumn = "who" }.Fit(data);
        double[] filled = model.Clean(data.Table).Table.Numeric("x").Values.ToArray();
        double median = model.Steps[0].Columns[0].Fill.Number;
        Same.Within(1e-9 * (1 + rows.Where(row => !double.IsNaN(row.Value)).Max(row => Math.Abs(row.Value))), rows.Select((row, i) => double.IsNaN(row.Value) ? ByDefinition(i) : row.Value), filled);
        int[] reversed = [.. Enumerable.Range(0, rows.Length).Reverse()];
        Same.Bits(filled, [.. model.Clean(data.Table.Rows(reversed)).Table.Numeric("x").Values.ToArray().Reverse()]);

        double ByDefinition(int i)
        {
            (double Time, double Value)[] known = [.. Enumerable.Range(0, rows.Length)
                .Where(j => rows[i].Category is not null && rows[j].Category == rows[i].Category && !double.IsNaN(rows[j].Value))
                .GroupBy(j => times[j], j => rows[j].Value)
                .Select(group => (group.Key, (group.Min() / 2) + (group.Max() / 2)))
                .Order()];
            if (known.Length == 0)
                return median;
            if (known.Any(point => point.Time == times[i]))
                return known.Single(point => point.Time == times[i]).Value;
            if (times[i] < known[0].Time || times[i] > known[^1].Time)
                return times[i] < known[0].Time ? known[0].Value : known[^1].Value;
            (double t0, double v0) = known.Last(point => point.Time < times[i]);
            (double t1, double v1) = known.First(point => point.Time > times[i]);
            return v0 + ((v1 - v0) / (t1 - t0) * (times[i] - t0));
        }
    }

    [Property(MaxTest = 200)]
    public void Filling_again_changes_nothing(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        if (set.Rows.All(row => !double.IsFinite(row.Value)) || set.Rows.All(row => row.Category is null))
            return;
        CleaningModel model = new MissingValues { Numbers = FillMethod.MostFrequent, Categories = FillMethod.MostFrequent, Columns = set.Rows.Any(row => double.IsInfinity(row.Value)) ? [new("value", FillMethod.Constant, 0)] : [] }.Fit(data);
        Table once = model.Clean(data.Table).Table;
        Assert.Equal(0, once.Columns.Sum(column => column.CountMissing()));
        Assert.Empty(model.Clean(once).Report.Entries);
    }

    [Fact]
    public void What_cannot_be_filled_is_an_error_that_names_the_column()
    {
        Assert.Contains("'x'", Assert.Throws<TrainingDataException>(() => new MissingValues().Fit(Numbers(Nan, Nan))).Message);
        Assert.Contains("infinite", Assert.Throws<TrainingDataException>(() => new MissingValues { Numbers = FillMethod.Mean }.Fit(Numbers(1, double.PositiveInfinity))).Message);
        Assert.Contains("TimeColumn", Assert.Throws<InvalidOperationException>(() => new MissingValues { Numbers = FillMethod.Interpolate }.Fit(Numbers(1, 2))).Message);
        Assert.Contains("for categories", Assert.Throws<ArgumentException>(() => new MissingValues { Columns = [new("x", FillMethod.OwnCategory)] }.Fit(Numbers(1, 2))).Message);
        Assert.Contains("two rules", Assert.Throws<ArgumentException>(() => new MissingValues { Columns = [new("x", FillMethod.Mean), new("x", FillMethod.Median)] }).Message);
        Assert.Contains("'y'", Assert.Throws<ArgumentException>(() => new MissingValues { Columns = [new("y", FillMethod.Mean)] }.Fit(Numbers(1, 2))).Message);
        CleaningModel model = new MissingValues().Fit(Numbers(1, 2));
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => model.Clean(Table.Create(Column.Numeric("z", new double[1])))).Message);
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => model.Clean(Table.Create(Column.Category("x", ["a"])))).Message);
    }

    private static TrainingSet Numbers(params double[] values) => Set(Column.Numeric("x", values));

    private static TrainingSet Set(params Column[] columns) => TrainingSet.Create(Table.Create(columns), [.. Enumerable.Range(0, columns[0].Length).Select(row => row % 2 == 0)]);

    private static double Fill(MissingValues recipe, TrainingSet data) => recipe.Fit(data).Steps[0].Columns[0].Fill.Number;

    private static IEnumerable<string?> Categories(CleaningModel model, Table table)
    {
        CategoryColumn plan = model.Clean(table).Table.Category("plan");
        return Enumerable.Range(0, plan.Length).Select(row => plan[row]);
    }
}
