using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;
using RetentionTags.Data;

namespace RetentionTags.DataFrame;

/// <summary>One column of a data frame as a column of a table, and back.</summary>
internal static class FrameColumn
{
    private const int BitsOfDouble = 53;

    public static Column Read(DataFrameColumn column) => column switch
    {
        PrimitiveDataFrameColumn<double> doubles => Doubles(doubles),
        PrimitiveDataFrameColumn<float> floats => Numbers(floats, (value, _) => value),
        PrimitiveDataFrameColumn<sbyte> whole => Numbers(whole, (value, _) => value),
        PrimitiveDataFrameColumn<byte> whole => Numbers(whole, (value, _) => value),
        PrimitiveDataFrameColumn<short> whole => Numbers(whole, (value, _) => value),
        PrimitiveDataFrameColumn<ushort> whole => Numbers(whole, (value, _) => value),
        PrimitiveDataFrameColumn<int> whole => Numbers(whole, (value, _) => value),
        PrimitiveDataFrameColumn<uint> whole => Numbers(whole, (value, _) => value),
        PrimitiveDataFrameColumn<long> whole => Numbers(whole, (value, row) => Exact(value, column.Name, row)),
        PrimitiveDataFrameColumn<ulong> whole => Numbers(whole, (value, row) => Exact(value, column.Name, row)),
        PrimitiveDataFrameColumn<decimal> decimals => Numbers(decimals, (value, row) => Exact(value, column.Name, row)),
        PrimitiveDataFrameColumn<bool> truths => Column.Category(column.Name, truths.Select(value => value is null ? null : value.Value ? "true" : "false")),
        PrimitiveDataFrameColumn<char> characters => Column.Category(column.Name, characters.Select(value => value?.ToString())),
        StringDataFrameColumn texts => Column.Category(column.Name, texts),
        ArrowStringDataFrameColumn texts => Column.Category(column.Name, texts),
        _ => throw new NotSupportedException($"Column '{column.Name}' holds values of the type {column.DataType.Name}, which tables do not. Make numbers or texts of them, or name the other columns."),
    };

    public static DataFrameColumn Write(Column column)
    {
        if (column is CategoryColumn categories)
            return new StringDataFrameColumn(column.Name, Enumerable.Range(0, column.Length).Select(row => categories[row]));
        ReadOnlySpan<double> values = ((NumericColumn)column).Values;
        if (values.IsEmpty)
            return new DoubleDataFrameColumn(column.Name);
        byte[] validity = new byte[(values.Length + 7) / 8];
        int missing = 0;
        for (int row = 0; row < values.Length; row++)
        {
            int isValid = double.IsNaN(values[row]) ? 0 : 1;
            validity[row >> 3] |= (byte)(isValid << (row & 7));
            missing += 1 - isValid;
        }

        return new DoubleDataFrameColumn(column.Name, MemoryMarshal.AsBytes(values).ToArray(), validity, values.Length, missing);
    }

    /// <summary>Over the frame's memory when it is one piece.</summary>
    private static NumericColumn Doubles(PrimitiveDataFrameColumn<double> column)
    {
        ReadOnlyMemory<double>[] buffers = [.. column.GetReadOnlyDataBuffers()];
        if (buffers is not [ReadOnlyMemory<double> values])
            return Numbers(column, (value, _) => value);
        return Column.Numeric(column.Name, values, column.NullCount == 0 ? default : column.GetReadOnlyNullBitMapBuffers().Single());
    }

    private static NumericColumn Numbers<T>(PrimitiveDataFrameColumn<T> column, Func<T, int, double> convert)
        where T : unmanaged
    {
        double[] numbers = new double[column.Length];
        int row = 0;
        foreach (T? value in column)
        {
            numbers[row] = value is null ? double.NaN : convert(value.Value, row);
            row++;
        }

        return Column.Numeric(column.Name, numbers);
    }

    private static double Exact<T>(T value, string column, int row)
        where T : IBinaryInteger<T>
    {
        UInt128 magnitude = UInt128.CreateTruncating(Int128.Abs(Int128.CreateTruncating(value)));
        int bits = magnitude == 0 ? 0 : 128 - (int)UInt128.LeadingZeroCount(magnitude) - (int)UInt128.TrailingZeroCount(magnitude);
        return bits <= BitsOfDouble ? double.CreateTruncating(value) : throw Bad($"the whole number {value}, which no double holds exactly", column, row);
    }

    /// <summary>The conversion of a double to a decimal keeps 15 significant digits.</summary>
    private static double Exact(decimal value, string column, int row) =>
        Math.Abs(value) < (decimal)1e28 && (decimal)(double)value == value ? (double)value : throw Bad(Invariant($"the decimal {value}, which has more than 15 significant digits"), column, row);

    private static CellFormatException Bad(string found, string column, int row) =>
        new($"Data row {row + 1}, column '{column}': found {found}, expected a number that a double holds. Leave the column out if it is a key, or make a text or a rounded number of it.") { DataRow = row + 1, ColumnName = column };
}
