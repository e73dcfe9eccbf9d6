using System.Numerics;
using RetentionTags.Data;

namespace RetentionTags.Arrow.Reading;

/// <summary>Columns of any type as doubles: NaN where a value is missing.</summary>
internal sealed class NumberReading(ArrowField field, bool allowRounding)
{
    private const int BitsOfDouble = 53;

    /// <summary>Writes a batch's values.</summary>
    /// <param name="array">The values.</param>
    /// <param name="numbers">One number for each row.</param>
    /// <param name="firstRow">The number of the batch's first row in its stream, for errors.</param>
    public void Decode(in ArrayView array, Span<double> numbers, long firstRow)
    {
        if (field.Dictionary is not null)
            Gather(array, numbers, firstRow);
        else
            DecodeValues(array, numbers, firstRow);
        if (array.MissingCount > 0)
            MarkMissing(array, numbers);
    }

    private static void MarkMissing(in ArrayView array, Span<double> numbers)
    {
        for (int row = 0; row < numbers.Length; row++)
        {
            if (array.IsMissing(row))
                numbers[row] = double.NaN;
        }
    }

    private static void Widen<T>(in ArrayView array, Span<double> numbers)
        where T : unmanaged, INumberBase<T>
    {
        ReadOnlySpan<T> values = array.Values<T>();
        for (int row = 0; row < values.Length; row++)
            numbers[row] = double.CreateTruncating(values[row]);
    }

    private static void Truths(in ArrayView array, Span<double> numbers)
    {
        for (int row = 0; row < numbers.Length; row++)
            numbers[row] = array.Truth(row) ? 1 : 0;
    }

    private void DecodeValues(in ArrayView array, Span<double> numbers, long firstRow)
    {
        switch (field.Format.Kind)
        {
            case ArrowKind.Null:
                numbers.Fill(double.NaN);
                break;
            case ArrowKind.Boolean:
                Truths(array, numbers);
                break;
            case ArrowKind.Int8:
                Widen<sbyte>(array, numbers);
                break;
            case ArrowKind.UInt8:
                Widen<byte>(array, numbers);
                break;
            case ArrowKind.Int16:
                Widen<short>(array, numbers);
                break;
            case ArrowKind.UInt16:
                Widen<ushort>(array, numbers);
                break;
            case ArrowKind.Int32:
                Widen<int>(array, numbers);
                break;
            case ArrowKind.UInt32:
                Widen<uint>(array, numbers);
                break;
            case ArrowKind.Int64:
                Whole<long>(array, numbers, firstRow);
                break;
            case ArrowKind.UInt64:
                Whole<ulong>(array, numbers, firstRow);
                break;
            case ArrowKind.Float16:
                Widen<Half>(array, numbers);
                break;
            case ArrowKind.Float32:
                Widen<float>(array, numbers);
                break;
            case ArrowKind.Float64:
                array.Values<double>().CopyTo(numbers);
                break;
            case ArrowKind.Decimal:
                Decimals(array, numbers, firstRow);
                break;
            default:
                Days(array, numbers, firstRow);
                break;
        }
    }

    /// <summary>Whole numbers of 64 bits, each of which must be a double exactly unless rounding is allowed.</summary>
    private void Whole<T>(in ArrayView array, Span<double> numbers, long firstRow)
        where T : unmanaged, IBinaryInteger<T>
    {
        Widen<T>(array, numbers);
        if (allowRounding)
            return;
        ReadOnlySpan<T> values = array.Values<T>();
        for (int row = 0; row < values.Length; row++)
        {
            if (Math.Abs(numbers[row]) >= 1L << BitsOfDouble && SignificantBits(values[row]) > BitsOfDouble && !array.IsMissing(row))
                throw CellError.At(field, firstRow + row, $"the whole number {values[row]}, which no double holds exactly", "a whole number with at most 53 significant bits. Leave the column out if it is a key, read it as categories, or set ArrowReadOptions.AllowRounding");
        }
    }

    private static int SignificantBits<T>(T value)
        where T : IBinaryInteger<T>
    {
        UInt128 magnitude = UInt128.CreateTruncating(Int128.Abs(Int128.CreateTruncating(value)));
        return magnitude == 0 ? 0 : 128 - (int)UInt128.LeadingZeroCount(magnitude) - (int)UInt128.TrailingZeroCount(magnitude);
    }

    private void Decimals(in ArrayView array, Span<double> numbers, long firstRow)
    {
        for (int row = 0; row < numbers.Length; row++)
        {
            if (array.IsMissing(row))
                continue;
            DecimalValue value = DecimalValue.At(array, field.Format, row);
            if (!value.TryToDouble(out numbers[row]) && !allowRounding)
                throw CellError.At(field, firstRow + row, $"the decimal {value}, some of whose digits no double keeps", "a decimal whose digits, without zeros at its end, are a number up to 2^53. Round it in the query, read it as categories, or set ArrowReadOptions.AllowRounding");
        }
    }

    private void Days(in ArrayView array, Span<double> numbers, long firstRow)
    {
        for (int row = 0; row < numbers.Length; row++)
        {
            if (!array.IsMissing(row))
                numbers[row] = Moments.ToDays(field, array, row, firstRow);
        }
    }

    /// <summary>The dictionary's values by their indices.</summary>
    private void Gather(in ArrayView array, Span<double> numbers, long firstRow)
    {
        ArrayView dictionary = array.DictionaryOf(field);
        var values = new double[dictionary.Length];
        new NumberReading(field.Dictionary!, allowRounding).Decode(dictionary, values, 0);
        var indices = new int[numbers.Length];
        DictionaryIndices.Read(field, array, dictionary.Length, indices, firstRow);
        for (int row = 0; row < indices.Length; row++)
            numbers[row] = indices[row] == CategoryColumn.MissingCode ? double.NaN : values[indices[row]];
    }
}
