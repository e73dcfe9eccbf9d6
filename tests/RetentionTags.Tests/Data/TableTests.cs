using RetentionTags.Data;

namespace RetentionTags.Tests.Data;

public class TableTests
{
    private static Table Example() => Table.Create(
        Column.Numeric("x", new double[] { 1, 2, 3 }),
        Column.Category("c", ["a", null, "b"]));

    [Fact]
    public void Finds_columns_by_name()
    {
        Table table = Example();
        Assert.Equal(3, table.RowCount);
        Assert.Same(table.Columns[1], table["c"]);
        Assert.Same(table["x"], table.Numeric("x"));
        Assert.Same(table["c"], table.Category("c"));
        Assert.False(table.TryGetColumn("X", out _));
    }

    [Fact]
    public void A_column_that_is_absent_is_an_error_that_lists_those_there_are() =>
        Assert.Contains("'y'. The table has: 'x', 'c'", Assert.Throws<ArgumentException>(() => Example()["y"]).Message, StringComparison.Ordinal);

    [Fact]
    public void A_column_of_the_other_kind_is_an_error()
    {
        Assert.Contains("holds categories", Assert.Throws<ArgumentException>(() => Example().Numeric("c")).Message, StringComparison.Ordinal);
        Assert.Contains("holds numbers", Assert.Throws<ArgumentException>(() => Example().Category("x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_have_one_length_and_distinct_names()
    {
        Assert.Contains("'y' has 2 rows", Assert.Throws<ArgumentException>(() => Table.Create(Example()["x"], Column.Numeric("y", new double[2]))).Message, StringComparison.Ordinal);
        Assert.Contains("named 'x'", Assert.Throws<ArgumentException>(() => Table.Create(Example()["x"], Example()["x"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Table.Create());
    }

    [Fact]
    public void Columns_can_be_chosen_and_left_out()
    {
        Assert.Equal(["c", "x"], Example().Select("c", "x").Columns.Select(column => column.Name));
        Assert.Equal(["c"], Example().Without("x").Columns.Select(column => column.Name));
        Assert.Throws<ArgumentException>(() => Example().Without("y"));
        Assert.Throws<ArgumentException>(() => Example().Without("x", "c"));
    }

    [Fact]
    public void Columns_can_be_put_beside_those_there_are()
    {
        Table scored = Example().With(Column.Numeric("risk", new double[3]), Column.Numeric("value", new double[3]));
        Assert.Equal([.. Example().Columns.Select(column => column.Name), "risk", "value"], scored.Columns.Select(column => column.Name));
        Assert.Contains("named 'x'", Assert.Throws<ArgumentException>(() => Example().With(Column.Numeric("x", new double[3]))).Message, StringComparison.Ordinal);
        Assert.Contains("'risk' has 2 rows", Assert.Throws<ArgumentException>(() => Example().With(Column.Numeric("risk", new double[2]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_and_codes_are_memory_too()
    {
        double[] values = [1, 2];
        int[] codes = [0, 1];
        Assert.True(Column.Numeric("x", values).Memory.Equals(values.AsMemory()));
        Assert.True(Column.Category("c", codes, ["a", "b"]).CodeMemory.Equals(codes.AsMemory()));
    }

    [Fact]
    public void Rows_can_be_taken_in_any_order()
    {
        Table taken = Example().Rows([2, 0, 2]);
        Assert.Equal([3, 1, 3], taken.Numeric("x").Values.ToArray());
        Assert.Equal(["b", "a", "b"], Enumerable.Range(0, 3).Select(row => taken.Category("c")[row]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Example().Rows([3]));
    }
}
