using System.Numerics;
using RetentionTags.Data;

namespace RetentionTags.Arrow.Reading;

/// <summary>Indices into a dictionary, of whatever whole type, as 32 bits: −1 where a row is missing.</summary>
internal static class DictionaryIndices
{
    public static void Read(ArrowField field, in ArrayView array, int dictionaryLength, Span<int> indices, long firstRow)
    {
        switch (field.Format.Kind)
        {
            case ArrowKind.Int8:
                Read<sbyte>(field, array, dictionaryLength, indices, firstRow);
                break;
            case ArrowKind.UInt8:
                Read<byte>(field, array, dictionaryLength, indices, firstRow);
                break;
            case ArrowKind.Int16:
                Read<short>(field, array, dictionaryLength, indices, firstRow);
                break;
            case ArrowKind.UInt16:
                Read<ushort>(field, array, dictionaryLength, indices, firstRow);
                break;
            case ArrowKind.Int32:
                Read<int>(field, array, dictionaryLength, indices, firstRow);
                break;
            case ArrowKind.UInt32:
                Read<uint>(field, array, dictionaryLength, indices, firstRow);
                break;
            case ArrowKind.Int64:
                Read<long>(field, array, dictionaryLength, indices, firstRow);
                break;
            default:
                Read<ulong>(field, array, dictionaryLength, indices, firstRow);
                break;
        }
    }

    private static void Read<T>(ArrowField field, in ArrayView array, int dictionaryLength, Span<int> indices, long firstRow)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> values = array.Values<T>();
        for (int row = 0; row < values.Length; row++)
        {
            if (array.IsMissing(row))
                indices[row] = CategoryColumn.MissingCode;
            else if (T.IsNegative(values[row]) || ulong.CreateTruncating(values[row]) >= (ulong)dictionaryLength)
                throw CellError.At(field, firstRow + row, $"the index {values[row]}", $"an index into a dictionary of {dictionaryLength} values");
            else
                indices[row] = int.CreateTruncating(values[row]);
        }
    }
}
