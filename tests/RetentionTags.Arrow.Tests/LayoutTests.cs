using RetentionTags.Arrow.Tests.Support;
using RetentionTags.Data;

namespace RetentionTags.Arrow.Tests;

/// <summary>Arrays that are cut out of larger ones, bitmaps that begin anywhere, counts that nobody made.</summary>
public class LayoutTests
{
    public static TheoryData<int> Offsets => [.. Enumerable.Range(0, 18)];

    [Theory]
    [MemberData(nameof(Offsets))]
    public void Slices_hold_the_rows_that_they_show(int offset)
    {
        const int Rows = 150;
        bool[] valid = [.. Enumerable.Range(0, Rows + 20).Select(row => row * 7 % 5 != 1)];
        string?[] texts = [.. valid.Select((isValid, row) => isValid ? $"t{row % 13}" : null)];
        foreach ((int own, int parent) in new[] { (offset, 0), (0, offset), (offset / 2, offset - (offset / 2)) })
        {
            double[] expected = [.. Enumerable.Range(offset, Rows).Select(row => valid[row] ? row : double.NaN)];
            Assert.Equal(expected, Numbers(Node.Fixed("g", [.. valid.Select((_, row) => (double)row)], valid)));
            Assert.Equal(expected, Numbers(Node.Fixed("s", [.. valid.Select((_, row) => (short)row)], valid)));
            Assert.Equal(texts.Skip(offset).Take(Rows), Texts(Node.Utf8(texts)));
            Assert.Equal(Enumerable.Range(offset, Rows).Select(row => valid[row] ? "true" : "false"), Texts(new("b", "x", valid.Length, [null, Node.Bits(valid)])));
            Assert.Equal(Enumerable.Range(offset, Rows).Select(row => valid[row] ? $"{row % 3}" : null), Texts(Node.Fixed("i", [.. valid.Select((_, row) => row % 3)], valid) with { Dictionary = Node.Utf8(["0", "1", "2"], "") }));

            double[] Numbers(Node column) => ThreeWays.Numbers(Cut(column), rows: Rows, offset: parent);
            IEnumerable<string?> Texts(Node column) => ThreeWays.Texts(Cut(column), rows: Rows, offset: parent);
            Node Cut(Node column) => column with { Offset = own, Length = column.Length - own };
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Missing_values_are_counted_when_nobody_has(long nullCount) =>
        Assert.Equal([double.NaN, 2, double.NaN], ThreeWays.Numbers(Node.Fixed("g", [1.0, 2, 3], [false, true, false]) with { NullCount = nullCount }));

    [Fact]
    public void A_bitmap_is_not_looked_at_when_nothing_is_missing() =>
        Assert.Equal([1, 2, 3], ThreeWays.Numbers(Node.Fixed("g", [1.0, 2, 3], [true, true, true]) with { NullCount = 0 }));

    [Fact]
    public void NaN_counts_as_missing() => Assert.Equal([1, double.NaN], ThreeWays.Numbers(Node.Fixed("g", [1, double.NaN])));

    [Fact]
    public void Empty_batches_have_columns_and_no_rows()
    {
        Assert.Empty(ThreeWays.Numbers(new("g", "x", 0, [null, null])));
        Assert.Empty(ThreeWays.Numbers(new("g", "x", 0, [null, []])));
        Assert.Empty(ThreeWays.Texts(new("u", "x", 0, [null, null, null])));
        Assert.Empty(ThreeWays.Texts(new("u", "x", 0, [null, [0, 0, 0, 0], []])));
        Assert.Empty(ThreeWays.Texts(new("i", "x", 0, [null, []]) { Dictionary = Node.Utf8([], "") }));
    }

    [Fact]
    public unsafe void A_stream_without_batches_is_a_table_without_rows()
    {
        using var built = new HandBuilt();
        Table table = ArrowReader.Read(built.Stream(Node.Record(0, Node.Fixed<double>("g", []), Node.Utf8([], "y")), []));
        Assert.Equal((0, 2), (table.RowCount, table.Columns.Count));
        Assert.Equal((3, 0, 1), built.Released);
    }

    [Fact]
    public unsafe void Numbers_and_codes_are_not_copied()
    {
        Node record = Node.Record(3, Node.Fixed("g", [7.0, 1.0, 2.0, 3.0]) with { Offset = 1, Length = 3 }, Node.Fixed("i", [1, 0, 1], name: "y") with { Dictionary = Node.Utf8(["a", "b"], "") });
        using var built = new HandBuilt();
        ArrowArray* array = built.Array(record);
        var numbers = (double*)array->Children[0]->Buffers[1] + 1;
        var codes = (int*)array->Children[1]->Buffers[1];
        using ArrowBatch batch = ArrowReader.ReadBatch(built.Schema(record), array);
        fixed (double* first = batch.Table.Numeric("x").Values)
            Assert.True(first == numbers);
        fixed (int* first = batch.Table.Category("y").Codes)
            Assert.True(first == codes);
        using System.Buffers.MemoryHandle pinned = batch.Table.Numeric("x").Memory[1..].Pin();
        Assert.True(pinned.Pointer == numbers + 1);
    }

    [Fact]
    public unsafe void Numbers_that_are_not_aligned_are_copied()
    {
        using var built = new HandBuilt();
        Node record = Node.Record(2, new Node("g", "x", 2, [null, [0, .. Node.Bytes(1.0, 2.0)]]) { NullCount = 0 });
        ArrowArray* array = built.Array(record);
        array->Children[0]->Buffers[1] = (byte*)array->Children[0]->Buffers[1] + 1;
        using ArrowBatch batch = ArrowReader.ReadBatch(built.Schema(record), array);
        Assert.Equal([1.0, 2.0], batch.Table.Numeric("x").Values);
    }

    [Fact]
    public void Columns_come_in_the_order_in_which_they_are_named()
    {
        Node record = Node.Record(1, Node.Fixed("g", [1.0], name: "a"), Node.Fixed("g", [2.0], name: "b"), Node.Fixed("g", [3.0], name: "c"));
        ArrowReadOptions options = new() { Columns = [ColumnSpec.Numeric("c"), ColumnSpec.Category("a")] };
        ThreeWays.Each(record, options, batch => Assert.Equal(["c", "a"], batch.Columns.Select(column => column.Name)), (whole, _) => Assert.Equal(3, whole.Numeric("c").Values[0]));
    }

    [Fact]
    public unsafe void Categories_of_several_batches_share_one_numbering()
    {
        using var built = new HandBuilt();
        Node First(params string?[] texts) => Node.Record(texts.Length, Node.Utf8(texts));
        Table table = ArrowReader.Read(built.Stream(First(), [First("b", "a"), First(), First("a", null, "c")]));
        Assert.Equal(["b", "a", "c"], table.Category("x").Levels);
        Assert.Equal([0, 1, 1, -1, 2], table.Category("x").Codes);
    }
}
