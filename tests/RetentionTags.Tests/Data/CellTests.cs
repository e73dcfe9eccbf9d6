using RetentionTags.Data;

namespace RetentionTags.Tests.Data;

public class CellTests
{
    [Fact]
    public void Numbers_texts_and_nothing_convert()
    {
        Cell number = 1.5, text = "a", nothing = (string?)null, nan = double.NaN;
        Assert.Equal((ColumnKind.Numeric, 1.5, null), (number.Kind, number.Number, number.Category));
        Assert.Equal((ColumnKind.Category, "a"), (text.Kind, text.Category));
        Assert.True(double.IsNaN(text.Number));
        Assert.Equal([Cell.Missing, default], [nothing, nan]);
        Assert.True(double.IsNaN(Cell.Missing.Number));
        Cell whole = 3, decimals = 2.5m, none = (double?)null, truth = true;
        Assert.Equal([Cell.FromDouble(3), Cell.FromDouble(2.5), Cell.Missing, Cell.FromString("true")], [whole, decimals, none, truth]);
        Assert.Equal(["1.5", "a", "missing"], [number.ToString(), text.ToString(), nothing.ToString()]);
    }
}
