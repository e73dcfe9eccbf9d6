using RetentionTags.Data;

namespace RetentionTags.Tests.Data;

public class ColumnTests
{
    [Fact]
    public void Numbers_are_not_copied()
    {
        double[] values = [1, double.NaN, 3];
        NumericColumn column = Column.Numeric("x", values);
        Assert.True(column.Values == values.AsSpan());
        Assert.Equal((3, 1), (column.Length, column.CountMissing()));
    }

    [Fact]
    public void Nullable_numbers_become_missing() =>
        Assert.Equal([1, double.NaN], Column.Numeric("x", new double?[] { 1, null }).Values.ToArray());

    [Fact]
    public void Whole_and_decimal_numbers_become_doubles()
    {
        Assert.Equal([1, -2], Column.Numeric("x", new[] { 1, -2 }).Values.ToArray());
        Assert.Equal([1.1], Column.Numeric("x", new List<decimal> { 1.1m }).Values.ToArray());
    }

    [Fact]
    public void Validity_bits_mark_missing_rows_least_significant_bit_first()
    {
        double[] values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        NumericColumn column = Column.Numeric("x", values, new byte[] { 0b1110_1101, 0b10 });
        Assert.Equal([0, double.NaN, 2, 3, double.NaN, 5, 6, 7, double.NaN, 9], column.Values.ToArray());
        Assert.Equal(1, values[1]);
    }

    [Fact]
    public void Validity_bits_that_change_nothing_copy_nothing()
    {
        double[] values = [0, double.NaN, 2];
        Assert.True(Column.Numeric("x", values, new byte[] { 0b101 }).Values == values.AsSpan());
        Assert.True(Column.Numeric("x", values, new byte[] { 0b111 }).Values == values.AsSpan());
    }

    [Fact]
    public void Too_few_validity_bits_are_an_error() =>
        Assert.Contains("it needs 2", Assert.Throws<ArgumentException>(() => Column.Numeric("x", new double[9], new byte[1])).Message, StringComparison.Ordinal);

    [Fact]
    public void Categories_are_coded_in_the_order_in_which_they_come()
    {
        CategoryColumn column = Column.Category("c", ["b", "a", null, "b", ""]);
        Assert.Equal(["b", "a", ""], column.Levels);
        Assert.Equal([0, 1, CategoryColumn.MissingCode, 0, 2], column.Codes.ToArray());
        Assert.Equal(1, column.CountMissing());
        Assert.Equal(["b", "a", null, "b", ""], Enumerable.Range(0, 5).Select(row => column[row]));
    }

    [Fact]
    public void Codes_may_come_with_validity_bits() =>
        Assert.Equal([0, -1, 1], Column.Category("c", new[] { 0, 0, 1 }, ["a", "b"], new byte[] { 0b101 }).Codes.ToArray());

    [Fact]
    public void Codes_without_a_level_are_an_error_that_names_the_row()
    {
        string message = Assert.Throws<ArgumentException>(() => Column.Category("c", new[] { 0, 2 }, ["a", "b"])).Message;
        Assert.Contains("'c', row 1: the code is 2", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Column.Category("c", new[] { -2 }, ["a"]));
    }

    [Fact]
    public void Levels_are_distinct_and_not_null()
    {
        Assert.Contains("'a' occurs twice", Assert.Throws<ArgumentException>(() => Column.Category("c", new[] { 0 }, ["a", "a"])).Message, StringComparison.Ordinal);
        Assert.Contains("level 1 is null", Assert.Throws<ArgumentException>(() => Column.Category("c", new[] { 0 }, ["a", null!])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_column_has_a_name(string name) => Assert.Throws<ArgumentException>(() => Column.Numeric(name, new double[1]));
}
