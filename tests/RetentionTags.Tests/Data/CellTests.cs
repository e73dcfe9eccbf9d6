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
        Assert.Equal(["1.5", "a", "missing"], [number.ToString(), text.ToString(), nothing.ToString()]);
    }
}
