using System.Globalization;
using System.Text;

namespace RetentionTags.Arrow.Reading;

/// <summary>Numbers, truth values and moments as texts in the invariant culture, the same as <see cref="RetentionTags.Data.Table.Read"/> makes of them.</summary>
internal sealed class FormattedTexts(ArrowField field, long firstRow) : IRowTexts
{
    private readonly byte[] _buffer = new byte[128];

    public ReadOnlySpan<byte> At(in ArrayView array, int row) => field.Format.Kind switch
    {
        ArrowKind.Boolean => array.Truth(row) ? "true"u8 : "false"u8,
        ArrowKind.Int8 => Format(array.Values<sbyte>()[row]),
        ArrowKind.UInt8 => Format(array.Values<byte>()[row]),
        ArrowKind.Int16 => Format(array.Values<short>()[row]),
        ArrowKind.UInt16 => Format(array.Values<ushort>()[row]),
        ArrowKind.Int32 => Format(array.Values<int>()[row]),
        ArrowKind.UInt32 => Format(array.Values<uint>()[row]),
        ArrowKind.Int64 => Format(array.Values<long>()[row]),
        ArrowKind.UInt64 => Format(array.Values<ulong>()[row]),
        ArrowKind.Float16 => Format(array.Values<Half>()[row]),
        ArrowKind.Float32 => Format(array.Values<float>()[row]),
        ArrowKind.Float64 => Format(array.Values<double>()[row]),
        ArrowKind.Decimal => _buffer.AsSpan(0, Encoding.UTF8.GetBytes(DecimalValue.At(array, field.Format, row).ToString(), _buffer)),
        ArrowKind.Date32 or ArrowKind.Date64 => Format(DateOnly.FromDateTime(Moments.ToDateTime(field, array, row, firstRow)), "O"),
        _ => Format(Moments.ToDateTime(field, array, row, firstRow), "O"),
    };

    private ReadOnlySpan<byte> Format<T>(T value, string format = "")
        where T : IUtf8SpanFormattable =>
        value.TryFormat(_buffer, out int length, format, CultureInfo.InvariantCulture) ? _buffer.AsSpan(0, length) : throw new InvalidOperationException($"'{value}' does not fit.");
}
