using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Data;

public class TrainingSetTests : PropertyTests
{
    private static TrainingSet Example(int rows = 40) => TrainingSet.Create(
        Table.Create(Column.Numeric("row", Enumerable.Range(0, rows).Select(row => (double)row).ToArray())),
        [.. Enumerable.Range(0, rows).Select(row => row % 4 == 0)]);

    [Fact]
    public void Adds_up_its_weights()
    {
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", new double[3])), [true, false, true], [0.5, 2, 0]);
        Assert.Equal((2.5, 0.5, 2.0, 0.2), (data.TotalWeight, data.EventWeight, data.NonEventWeight, data.EventRate));
        Assert.Equal((40.0, 10.0), (Example().TotalWeight, Example().EventWeight));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void A_bad_weight_is_an_error_that_names_the_row(double weight)
    {
        string message = Assert.Throws<ArgumentException>(() => TrainingSet.Create(Table.Create(Column.Numeric("x", new double[2])), [true, false], [1, weight])).Message;
        Assert.Contains("Row 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_match_and_something_has_weight()
    {
        Table table = Table.Create(Column.Numeric("x", new double[2]));
        Assert.Contains("3 labels for 2 rows", Assert.Throws<ArgumentException>(() => TrainingSet.Create(table, new bool[3])).Message, StringComparison.Ordinal);
        Assert.Contains("1 weights for 2 rows", Assert.Throws<ArgumentException>(() => TrainingSet.Create(table, new bool[2], [1])).Message, StringComparison.Ordinal);
        foreach (double weight in (double[])[0, 0.5])
            Assert.Contains("multiply them", Assert.Throws<ArgumentException>(() => TrainingSet.Create(table, new bool[2], [weight, weight])).Message, StringComparison.Ordinal);
        Assert.Contains("Divide them", Assert.Throws<ArgumentException>(() => TrainingSet.Create(table, new bool[2], [1e17, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => TrainingSet.Create(Table.Create(Column.Numeric("x", Array.Empty<double>())), [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_may_come_from_a_column()
    {
        Table table = Table.Create(
            Column.Numeric("x", new double[] { 1, 2, 3 }),
            Column.Category("churn", ["Yes", "No", "Yes"]),
            Column.Numeric("flag", new[] { 0, 1, 0 }));
        TrainingSet words = TrainingSet.Create(table, "churn", "Yes"), numbers = TrainingSet.Create(table, "flag", 1.0, weights: [1, 2, 3]);
        Assert.Equal([true, false, true], words.Events.ToArray());
        Assert.Equal(["x", "flag"], words.Table.Columns.Select(column => column.Name));
        Assert.Equal([false, true, false], numbers.Events.ToArray());
        Assert.Equal(2, numbers.EventWeight);
        Assert.Contains("holds categories, and the value of an event is '1'", Assert.Throws<ArgumentException>(() => TrainingSet.Create(table, "churn", 1.0)).Message, StringComparison.Ordinal);
        Table unknown = Table.Create(Column.Numeric("x", new double[2]), Column.Category("churn", ["Yes", null]));
        Assert.Contains("missing in row 1", Assert.Throws<ArgumentException>(() => TrainingSet.Create(unknown, "churn", "Yes")).Message, StringComparison.Ordinal);
    }

    [Property]
    public void A_split_keeps_the_share_of_each_class_and_every_row_once(byte seed, byte share)
    {
        double testShare = 0.1 + (share % 80 / 100.0);
        TrainingSet data = Example(60);
        (TrainingSet train, TrainingSet test) = data.Split(testShare, seed);
        Assert.Equal(Math.Round(testShare * 15), test.EventWeight);
        Assert.Equal(Math.Round(testShare * 45), test.NonEventWeight);
        double[] rows = [.. train.Table.Numeric("row").Values.ToArray(), .. test.Table.Numeric("row").Values.ToArray()];
        Assert.Equal(Enumerable.Range(0, 60).Select(row => (double)row), rows.Order());
        Assert.Equal(test.Table.Numeric("row").Values.ToArray(), Enumerable.Range(0, test.RowCount).Select(row => (double)test.SourceRow(row)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_split_for_ever()
    {
        // From SplitMix64 and Fisher–Yates written anew in Python: a change of these numbers changes everybody's test sets.
        Assert.Equal([2, 5, 7, 12, 13, 14, 20, 35], Example().Split(0.2, seed: 7).Test.Table.Numeric("row").Values.ToArray());
    }

    [Fact]
    public void Weights_go_where_their_rows_go()
    {
        double[] weights = [.. Enumerable.Range(0, 40).Select(row => 1.0 + row)];
        TrainingSet data = TrainingSet.Create(Example().Table, Example().Events, weights);
        TrainingSet test = data.Split(0.25, seed: 1).Test;
        Assert.Equal(test.Table.Numeric("row").Values.ToArray().Select(row => 1 + row), test.Weights.ToArray());
        Assert.Equal(test.SourceRow(0), test.Rows([3, 0]).SourceRow(1));
    }

    [Fact]
    public void A_split_by_time_tests_on_the_latest_rows_and_divides_no_moment()
    {
        DateTime[] times = [.. Enumerable.Range(0, 40).Select(row => new DateTime(2024, 1, 1 + (row * 7 % 10), 0, 0, 0, DateTimeKind.Utc))];
        (TrainingSet train, TrainingSet test) = Example().SplitByTime(times, testShare: 0.25);
        DateTime lastOfTrain = Enumerable.Range(0, train.RowCount).Max(row => times[train.SourceRow(row)]);
        DateTime firstOfTest = Enumerable.Range(0, test.RowCount).Min(row => times[test.SourceRow(row)]);
        Assert.True(lastOfTrain < firstOfTest);
        Assert.Equal((28, 12), (train.RowCount, test.RowCount));
    }

    [Fact]
    public void Entities_may_come_from_a_column_which_then_is_none_to_learn_from()
    {
        Table table = Table.Create(Column.Numeric("x", new double[4]), Column.Category("customer", new[] { 1, 1, 2, 0 }, ["zoe", "ann", "bob", "nobody"]), Column.Numeric("id", new double[] { 30, 4, 4, -1 }));
        TrainingSet data = TrainingSet.Create(table, [true, false, true, false]);
        TrainingSet names = data.WithEntities("customer"), numbers = data.WithEntities("id");
        Assert.Equal((false, true, "x id"), (data.HasEntities, names.HasEntities, string.Join(' ', names.Table.Columns.Select(column => column.Name))));
        Assert.Equal(["ann", "ann", "bob", "zoe"], names.Entities.ToArray().Select(entity => names.EntityKeys![entity]));
        Assert.Equal([2, 1, 1, 0], numbers.Entities.ToArray());
        Assert.Equal(30, numbers.EntityKeys!.NumberOf(2));
        Assert.Equal(3, names.EntityKeys!.Count);
        Assert.Equal(names.Entities.ToArray(), data.WithEntities(["ann", "ann", "bob", "zoe"]).Entities.ToArray());
    }

    [Fact]
    public void A_row_without_an_entity_or_with_a_time_that_means_nothing_is_an_error_that_names_it()
    {
        Table table = Table.Create(Column.Numeric("x", new double[2]), Column.Category("customer", ["a", null]), Column.Numeric("id", new[] { 1, 1.5 }));
        TrainingSet data = TrainingSet.Create(table, [true, false]);
        Assert.Contains("Column 'customer', row 1", Assert.Throws<ArgumentException>(() => data.WithEntities("customer")).Message, StringComparison.Ordinal);
        Assert.Contains("Column 'id', row 1: the entity key is 1.5", Assert.Throws<ArgumentException>(() => data.WithEntities("id")).Message, StringComparison.Ordinal);
        Assert.Contains("3 entity keys for 2 rows", Assert.Throws<ArgumentException>(() => data.WithEntities([1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1: the entity key is empty", Assert.Throws<ArgumentException>(() => data.WithEntities(["a", ""])).Message, StringComparison.Ordinal);
        Assert.Contains("1 times for 2 rows", Assert.Throws<ArgumentException>(() => data.WithTimes([default])).Message, StringComparison.Ordinal);
        DateTime day = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Assert.Contains("Row 1: the time 2025-01-01 00:00 is local", Assert.Throws<ArgumentException>(() => data.WithTimes([day, DateTime.SpecifyKind(day, DateTimeKind.Local)])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 0", Assert.Throws<ArgumentException>(() => data.WithTimes([default, day])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entities_and_times_go_where_their_rows_go()
    {
        DateTime[] times = [.. Enumerable.Range(0, 40).Select(row => new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(row))];
        TrainingSet data = Example().WithEntities([.. Enumerable.Range(0, 40).Select(row => row / 2L)]).WithTimes(times);
        Assert.All(data.Times.ToArray(), time => Assert.Equal(DateTimeKind.Utc, time.Kind));
        foreach (TrainingSet part in (TrainingSet[])[data.Rows([7, 3, 3]), data.Split(0.3, 1).Test, data.WithTable(data.Table).Rows([39])])
        {
            for (int row = 0; row < part.RowCount; row++)
                Assert.Equal((part.SourceRow(row) / 2, times[part.SourceRow(row)]), (part.Entities[row], part.Times[row]));
            Assert.Equal(20, part.EntityKeys!.Count);
        }

        Assert.False(Example().Rows([1]).HasTimes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_that_leaves_nothing_is_an_error(double share) =>
        Assert.Contains("testShare", Assert.Throws<ArgumentOutOfRangeException>(() => Example().Split(share, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_empty_part_is_an_error() =>
        Assert.Contains("no row to test on", Assert.Throws<ArgumentException>(() => Example(3).Split(0.01, 1)).Message, StringComparison.Ordinal);
}
