using Microsoft.Data.Analysis;
using RetentionTags.Data;
using RetentionTags.Scoring;
using Frame = Microsoft.Data.Analysis.DataFrame;

namespace RetentionTags.DataFrame.Tests;

/// <summary>Data frames as their own constructors make them.</summary>
public class DataFrameTests
{
    [Fact]
    public void Every_type_is_read()
    {
        Frame frame = new(
            new DoubleDataFrameColumn("double", [1.5, null, double.NaN]),
            new SingleDataFrameColumn("float", [0.25f, null, 2]),
            new SByteDataFrameColumn("sbyte", [-1, null, 1]),
            new ByteDataFrameColumn("byte", [1, null, 255]),
            new Int16DataFrameColumn("short", [-300, null, 1]),
            new UInt16DataFrameColumn("ushort", [60000, null, 1]),
            new Int32DataFrameColumn("int", [-70000, null, 1]),
            new UInt32DataFrameColumn("uint", [4000000000, null, 1]),
            new Int64DataFrameColumn("long", [1L << 60, null, long.MinValue]),
            new UInt64DataFrameColumn("ulong", [1UL << 63, null, 1]),
            new DecimalDataFrameColumn("decimal", [1.25m, null, -0.1m]),
            new BooleanDataFrameColumn("bool", [true, null, false]),
            new CharDataFrameColumn("char", ['a', null, 'ß']),
            new StringDataFrameColumn("string", ["a", null, ""]));
        Table table = frame.AsTable();
        double[][] expected = [[1.5, double.NaN], [0.25, 2], [-1, 1], [1, 255], [-300, 1], [60000, 1], [-70000, 1], [4000000000, 1], [1L << 60, long.MinValue], [1UL << 63, 1], [1.25, -0.1]];
        for (int column = 0; column < expected.Length; column++)
            Assert.Equal([expected[column][0], double.NaN, expected[column][1]], ((NumericColumn)table.Columns[column]).Values);
        Assert.Equal(["true", null, "false"], Texts(table["bool"]));
        Assert.Equal(["a", null, "ß"], Texts(table["char"]));
        Assert.Equal(["a", null, ""], Texts(table["string"]));
        Assert.Equal(["string", "int"], frame.AsTable("string", "int").Columns.Select(column => column.Name));
    }

    [Fact]
    public void Doubles_are_not_copied()
    {
        var column = new DoubleDataFrameColumn("x", [1.0, 2.0, 3.0]);
        Table table = new Frame(column).AsTable();
        column[1] = 7;
        Assert.Equal([1.0, 7.0, 3.0], table.Numeric("x").Values);
    }

    [Fact]
    public void Columns_of_many_rows_come_whole()
    {
        var column = new DoubleDataFrameColumn("x");
        for (int row = 0; row < 100_000; row++)
            column.Append(row % 7 == 0 ? null : row);
        Assert.Equal(Enumerable.Range(0, 100_000).Select(row => row % 7 == 0 ? double.NaN : row), new Frame(column).AsTable().Numeric("x").Values.ToArray());
    }

    [Fact]
    public void A_table_is_a_data_frame_and_comes_back()
    {
        for (int rows = 0; rows < 20; rows++)
        {
            double[] numbers = [.. Enumerable.Range(0, rows).Select(row => row % 3 == 1 ? double.NaN : row)];
            string?[] texts = [.. Enumerable.Range(0, rows).Select(row => row % 4 == 1 ? null : $"t{row % 5}")];
            Frame frame = Table.Create(Column.Numeric("x", numbers), Column.Category("c", texts)).ToDataFrame();
            Assert.Equal(numbers.Select(number => double.IsNaN(number) ? null : (double?)number), (DoubleDataFrameColumn)frame["x"]);
            Assert.Equal(numbers.Count(double.IsNaN), frame["x"].NullCount);
            Assert.Equal(texts, (StringDataFrameColumn)frame["c"]);
            Table back = frame.AsTable();
            Assert.Equal(numbers, back.Numeric("x").Values);
            Assert.Equal(texts, Texts(back["c"]));
        }
    }

    [Fact]
    public void Scores_become_a_column()
    {
        double[] x = [.. Enumerable.Range(0, 400).Select(row => row % 41 / 2.0)];
        Frame frame = new(new DoubleDataFrameColumn("x", x), new DateTimeDataFrameColumn("since", x.Select(_ => new DateTime(2024, 1, 1))));
        TrainingSet data = TrainingSet.Create(frame.AsTable("x"), [.. x.Select((value, row) => value + (row % 9) > 14)]);
        Scorecard card = new ScorecardRecipe().Fit(data);
        DoubleDataFrameColumn scores = frame.AddScores(card, "risk", "x");
        Assert.Same(scores, frame["risk"]);
        Assert.Equal(card.Score(data.Table).Select(score => (double?)score), scores);
        Assert.Contains("has a column 'risk' already", Assert.Throws<ArgumentException>(() => frame.AddScores(card, "risk", "x")).Message, StringComparison.Ordinal);
        Assert.Contains("Column 'since' holds values of the type DateTime", Assert.Throws<NotSupportedException>(() => frame.AddScores(card)).Message, StringComparison.Ordinal);
        Assert.Contains("The data frame has no column 'y'. It has: 'x', 'since', 'risk'.", Assert.Throws<ArgumentException>(() => frame.AsTable("y")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_no_double_holds_are_an_error()
    {
        CellFormatException exception = Assert.Throws<CellFormatException>(() => new Frame(new Int64DataFrameColumn("id", [1L, (1L << 53) + 1])).AsTable());
        Assert.StartsWith("Data row 2, column 'id': found the whole number 9007199254740993, which no double holds exactly", exception.Message, StringComparison.Ordinal);
        Assert.Throws<CellFormatException>(() => new Frame(new UInt64DataFrameColumn("id", [ulong.MaxValue])).AsTable());
        Assert.Contains("1.2345678901234567", Assert.Throws<CellFormatException>(() => new Frame(new DecimalDataFrameColumn("d", [1.2345678901234567m])).AsTable()).Message, StringComparison.Ordinal);
        Assert.Throws<CellFormatException>(() => new Frame(new DecimalDataFrameColumn("d", [decimal.MaxValue])).AsTable());
    }

    private static IEnumerable<string?> Texts(Column column) => Enumerable.Range(0, column.Length).Select(row => ((CategoryColumn)column)[row]);
}
