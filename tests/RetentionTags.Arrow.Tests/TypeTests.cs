using System.Numerics;
using RetentionTags.Arrow.Tests.Support;
using RetentionTags.Data;

namespace RetentionTags.Arrow.Tests;

/// <summary>Every type, from buffers written down byte by byte as the Arrow columnar format lays them out.</summary>
public class TypeTests
{
    private static readonly ArrowReadOptions AsNumbers = new() { Columns = [ColumnSpec.Numeric("x")] };
    private static readonly ArrowReadOptions AsCategories = new() { Columns = [ColumnSpec.Category("x")] };

    [Theory]
    [InlineData("c", "01 FF 7F", new double[] { 1, -1, 127 })]
    [InlineData("C", "01 FF 7F", new double[] { 1, 255, 127 })]
    [InlineData("s", "0100 FFFF FF7F", new double[] { 1, -1, 32767 })]
    [InlineData("S", "0100 FFFF FF7F", new double[] { 1, 65535, 32767 })]
    [InlineData("i", "01000000 FFFFFFFF 00000080", new double[] { 1, -1, -2147483648 })]
    [InlineData("I", "01000000 FFFFFFFF 00000080", new double[] { 1, 4294967295, 2147483648 })]
    [InlineData("l", "0100000000000000 FFFFFFFFFFFFFFFF 0000000000002000", new double[] { 1, -1, 9007199254740992 })]
    [InlineData("L", "0100000000000000 00000000000000FF 0000000000002000", new double[] { 1, 18374686479671623680, 9007199254740992 })]
    [InlineData("e", "003C 00C0 FF7B", new double[] { 1, -2, 65504 })]
    [InlineData("f", "0000803F 000000C0 CDCCCC3D", new[] { 1, -2, 0.10000000149011612 })]
    [InlineData("g", "000000000000F03F 00000000000000C0 9A9999999999B93F", new[] { 1, -2, 0.1 })]
    [InlineData("d:9,2,32", "01000000 9CFFFFFF 7B000000", new[] { 0.01, -1, 1.23 })]
    [InlineData("d:18,3,64", "0100000000000000 18FCFFFFFFFFFFFF D204000000000000", new[] { 0.001, -1, 1.234 })]
    [InlineData("d:38,1", "01000000000000000000000000000000 F6FFFFFFFFFFFFFFFFFFFFFFFFFFFFFF 03000000000000000000000000000000", new[] { 0.1, -1, 0.3 })]
    [InlineData("d:20,-2", "01000000000000000000000000000000 FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF 03000000000000000000000000000000", new double[] { 100, -100, 300 })]
    [InlineData("d:76,1,256", "0100000000000000000000000000000000000000000000000000000000000000 F6FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF 0300000000000000000000000000000000000000000000000000000000000000", new[] { 0.1, -1, 0.3 })]
    public void Numbers_of_every_width_are_read(string format, string bytes, double[] expected) =>
        Assert.Equal(expected, ThreeWays.Numbers(new(format, "x", 3, [null, Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal))])));

    [Theory]
    [InlineData("tdD", "01000000 FFFFFFFF 52550000", new double[] { 1, -1, 21842 }, new[] { "1970-01-02", "1969-12-31", "2029-10-20" })]
    [InlineData("tdm", "005C260500000000 00A4D9FAFFFFFFFF 0000000000000000", new double[] { 1, -1, 0 }, new[] { "1970-01-02", "1969-12-31", "1970-01-01" })]
    [InlineData("tss:", "C0A8000000000000 FFFFFFFFFFFFFFFF 0000000000000000", new[] { 0.5, -1 / 86400.0, 0 }, new[] { "1970-01-01T12:00:00.0000000", "1969-12-31T23:59:59.0000000", "1970-01-01T00:00:00.0000000" })]
    [InlineData("tsm:UTC", "002E930200000000 FFFFFFFFFFFFFFFF 0000000000000000", new[] { 0.5, -0.001 / 86400, 0 }, new[] { "1970-01-01T12:00:00.0000000Z", "1969-12-31T23:59:59.9990000Z", "1970-01-01T00:00:00.0000000Z" })]
    [InlineData("tsu:Europe/Berlin", "00B0EB0E0A000000 FFFFFFFFFFFFFFFF 0000000000000000", new[] { 0.5, -0.000001 / 86400, 0 }, new[] { "1970-01-01T12:00:00.0000000Z", "1969-12-31T23:59:59.9999990Z", "1970-01-01T00:00:00.0000000Z" })]
    [InlineData("tsn:", "0080A7484A270000 9CFFFFFFFFFFFFFF 0000000000000000", new[] { 0.5, -0.0000001 / 86400, 0 }, new[] { "1970-01-01T12:00:00.0000000", "1969-12-31T23:59:59.9999999", "1970-01-01T00:00:00.0000000" })]
    public void Moments_are_days_or_texts_when_they_are_named(string format, string bytes, double[] days, string[] texts)
    {
        var column = new Node(format, "x", 3, [null, Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal))]);
        double[] found = ThreeWays.Numbers(column, AsNumbers);
        for (int row = 0; row < days.Length; row++)
            Assert.Equal(days[row], found[row], 1e-15);
        Assert.Equal(texts, ThreeWays.Texts(column, AsCategories));
        Assert.Contains("ArrowReadOptions.Columns", ThreeWays.Fails<NotSupportedException>(Node.Record(3, column)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Microseconds_of_today_are_told_apart_in_days()
    {
        long[] moments = [1_795_000_000_000_000, 1_795_000_000_000_001, 1_795_000_000_000_002];
        double[] days = ThreeWays.Numbers(Node.Fixed("tsu:", moments), AsNumbers);
        Assert.Equal(moments, days.Select(day => (long)Math.Round(day * 86_400_000_000)));
    }

    [Fact]
    public void Truth_values_are_categories_or_one_and_zero()
    {
        // 1, 0, missing, 1: values 1001, validity 1011, least significant bit first.
        var column = new Node("b", "x", 4, [[0b1011], [0b1001]]);
        Assert.Equal(["true", "false", null, "true"], ThreeWays.Texts(column));
        Assert.Equal([1, 0, double.NaN, 1], ThreeWays.Numbers(column, AsNumbers));
    }

    [Fact]
    public void Columns_without_a_type_are_missing_throughout()
    {
        var column = new Node("n", "x", 3, []);
        Assert.Equal([double.NaN, double.NaN, double.NaN], ThreeWays.Numbers(column));
        Assert.Equal([null, null, null], ThreeWays.Texts(column, AsCategories));
    }

    [Fact]
    public void Texts_of_every_layout_are_read()
    {
        string?[] expected = ["", "café", null, "thirteen byte", "exactly12byt", "café"];
        byte[] bytes = [.. "cafe"u8, .. "café"u8, .. "thirteen byte"u8, .. "exactly12byt"u8, .. "café"u8];
        byte[] validity = [0b111011];
        Assert.Equal(expected, ThreeWays.Texts(new("u", "x", 6, [validity, Node.Bytes(4, 4, 9, 9, 22, 34, 39), bytes])));
        Assert.Equal(expected, ThreeWays.Texts(new("U", "x", 6, [validity, Node.Bytes<long>(4, 4, 9, 9, 22, 34, 39), bytes])));
        byte[] cafe = [5, 0, 0, 0, .. "café"u8, 0, 0, 0, 0, 0, 0, 0];
        byte[] views =
        [
            .. new byte[16], .. cafe, 99, 0, 0, 0, .. new byte[12],
            13, 0, 0, 0, .. "thir"u8, 1, 0, 0, 0, 2, 0, 0, 0,
            12, 0, 0, 0, .. "exactly12byt"u8, .. cafe,
        ];
        Assert.Equal(expected, ThreeWays.Texts(new("vu", "x", 6, [validity, views, "unused"u8.ToArray(), "--thirteen byte"u8.ToArray(), Node.Bytes<long>(6, 15)])));
    }

    [Theory]
    [InlineData("c")]
    [InlineData("C")]
    [InlineData("s")]
    [InlineData("S")]
    [InlineData("i")]
    [InlineData("I")]
    [InlineData("l")]
    [InlineData("L")]
    public void Dictionaries_have_indices_of_every_width(string format)
    {
        long[] indices = [1, 0, 7, 1, 2];
        byte[] bytes = format switch
        {
            "c" or "C" => Node.Bytes([.. indices.Select(index => (byte)index)]),
            "s" or "S" => Node.Bytes([.. indices.Select(index => (short)index)]),
            "i" or "I" => Node.Bytes([.. indices.Select(index => (int)index)]),
            _ => Node.Bytes(indices),
        };
        var column = new Node(format, "x", 5, [[0b11011], bytes]) { Dictionary = Node.Utf8(["a", "b", "c"], "") };
        Assert.Equal(["b", "a", null, "b", "c"], ThreeWays.Texts(column));
    }

    [Fact]
    public void Dictionaries_may_hold_a_value_twice_or_none()
    {
        var column = new Node("i", "x", 4, [null, Node.Bytes(0, 1, 2, 3)]) { Dictionary = Node.Utf8(["a", null, "a", "b"], "") };
        Assert.Equal(["a", null, "a", "b"], ThreeWays.Texts(column));
    }

    [Fact]
    public void Dictionaries_of_numbers_are_numbers()
    {
        var column = new Node("c", "x", 4, [[0b1101], [2, 77, 1, 0]]) { Dictionary = Node.Fixed("l", [10L, 20, 30], [true, false, true], "") };
        Assert.Equal([30, double.NaN, double.NaN, 10], ThreeWays.Numbers(column));
        Assert.Equal(["30", null, null, "10"], ThreeWays.Texts(column, AsCategories));
    }

    [Fact]
    public void Numbers_read_as_categories_are_texts_in_the_invariant_culture()
    {
        Assert.Equal(["1", "-25"], ThreeWays.Texts(Node.Fixed<sbyte>("c", [1, -25]), AsCategories));
        Assert.Equal(["18446744073709551615"], ThreeWays.Texts(Node.Fixed("L", [ulong.MaxValue]), AsCategories));
        Assert.Equal(["0.1", "-1.5", "1E+300"], ThreeWays.Texts(Node.Fixed("g", [0.1, -1.5, 1e300]), AsCategories));
        Assert.Equal(["0.1"], ThreeWays.Texts(Node.Fixed("f", [0.1f]), AsCategories));
        Assert.Equal(["1.50", "-0.07", "170141183460469231731687303715884105.727"], ThreeWays.Texts(Node.Fixed<Int128>("d:38,2", [150, -7]), AsCategories).Concat(ThreeWays.Texts(Node.Fixed("d:39,3", [Int128.MaxValue]), AsCategories)));
    }

    [Fact]
    public void Whole_numbers_that_no_double_holds_are_an_error_unless_rounding_is_allowed()
    {
        Node fits = Node.Fixed("l", [1L << 53, -(1L << 53), 1L << 60, long.MinValue, 3L << 61]);
        Assert.Equal([9007199254740992, -9007199254740992, 1152921504606846976, -9223372036854775808, 6917529027641081856], ThreeWays.Numbers(fits));
        Node signed = Node.Fixed("l", [1L, (1L << 53) + 1]);
        CellFormatException exception = ThreeWays.Fails<CellFormatException>(Node.Record(2, signed));
        Assert.StartsWith("Data row 2, column 'x': found the whole number 9007199254740993, which no double holds exactly", exception.Message, StringComparison.Ordinal);
        Assert.Equal((2, "x"), (exception.DataRow, exception.ColumnName));
        Assert.Equal([1, 9007199254740992], ThreeWays.Numbers(signed, new() { AllowRounding = true }));
        ThreeWays.Fails<CellFormatException>(Node.Record(1, Node.Fixed("l", [long.MaxValue])));
        ThreeWays.Fails<CellFormatException>(Node.Record(1, Node.Fixed("L", [ulong.MaxValue])));
        Assert.Equal([double.NaN, 1], ThreeWays.Numbers(Node.Fixed("l", [long.MaxValue, 1], [false, true])));
        Assert.Equal(["9007199254740993"], ThreeWays.Texts(Node.Fixed("l", [(1L << 53) + 1]), AsCategories));
    }

    [Fact]
    public void Decimals_that_lose_digits_are_an_error_unless_rounding_is_allowed()
    {
        // The digits of 2^53 are the most; zeros at the end do not count.
        Assert.Equal([90071992547409.92], ThreeWays.Numbers(Node.Fixed<Int128>("d:38,2", [1L << 53])));
        Assert.Equal([12345678.5, 1e20], ThreeWays.Numbers(Node.Fixed("d:38,18", [Int128.Parse("12345678500000000000000000"), Int128.Parse("100000000000000000000000000000000000000")])));
        Node losing = Node.Fixed<Int128>("d:38,2", [(1L << 53) + 1]);
        Assert.Contains("90071992547409.93", ThreeWays.Fails<CellFormatException>(Node.Record(1, losing)).Message, StringComparison.Ordinal);
        Assert.Equal([90071992547409.93], ThreeWays.Numbers(losing, new() { AllowRounding = true }));
        byte[] large = new byte[32];
        BigInteger.Pow(10, 60).ToByteArray().CopyTo(large, 0);
        Assert.Equal([1e20], ThreeWays.Numbers(new("d:76,40,256", "x", 1, [null, large])));
    }

    [Theory]
    [InlineData("z", "binary")]
    [InlineData("vz", "binary")]
    [InlineData("w:16", "fixed-size binary")]
    [InlineData("+l", "list")]
    [InlineData("+s", "struct")]
    [InlineData("+m", "map")]
    [InlineData("+ud:0,1", "union")]
    [InlineData("+r", "run-end encoded")]
    [InlineData("ttu", "time of day")]
    [InlineData("tDn", "duration")]
    [InlineData("tiM", "interval")]
    [InlineData("q", "unsupported")]
    [InlineData("d:5,2,48", "unsupported")]
    public void Other_types_are_an_error_that_names_column_format_and_remedy(string format, string name)
    {
        string message = ThreeWays.Fails<NotSupportedException>(Node.Record(0, Node.Fixed<int>("i", []) with { Name = "a" }, new(format, "odd one", 0, [null, []]))).Message;
        Assert.Equal($"Column 'odd one' has the Arrow type {name} (format '{format}'), which tables do not hold. Cast it to a number or a text in the query, or name the other columns in ArrowReadOptions.Columns.", message);
    }

    [Fact]
    public void Other_types_do_no_harm_when_other_columns_are_named()
    {
        Node record = Node.Record(2, new("+l", "odd one", 2, [null, [0, 0, 0, 0]]), Node.Fixed("g", [1.0, 2.0]));
        ThreeWays.Each(record, AsNumbers, batch => Assert.Equal([1.0, 2.0], batch.Numeric("x").Values), (whole, _) => Assert.Single(whole.Columns));
    }

    [Fact]
    public void Texts_are_not_parsed()
    {
        Assert.Contains("Column 'x' holds texts", ThreeWays.Fails<NotSupportedException>(Node.Record(1, Node.Utf8(["1"])), AsNumbers).Message, StringComparison.Ordinal);
    }
}
