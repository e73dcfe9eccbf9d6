using System.Globalization;
using System.Runtime.InteropServices;

namespace RetentionTags.Data;

/// <summary>
/// The keys of a log. They are numbers when every one of them is a whole number; a single text makes all of them texts, so the kind does not depend on which row comes first.
/// </summary>
internal sealed class KeyReading(string column)
{
    private readonly List<long> _numbers = [];
    private List<string>? _texts;

    /// <summary>Adds a key; false when the cell holds none.</summary>
    public bool TryAdd(object? cell, int row)
    {
        if (cell is null or DBNull)
            return false;
        if (cell is not string && TryToWhole(cell, row) is long number)
        {
            if (_texts is null)
                _numbers.Add(number);
            else
                _texts.Add(number.ToString(CultureInfo.InvariantCulture));
            return true;
        }

        string text = (CellReading.ToText(cell) ?? throw CellReading.Bad(cell, row, column, "a key: a whole number, a text, a GUID or a date")).Trim();
        if (text.Length == 0)
            return false;
        _texts ??= [.. _numbers.Select(key => key.ToString(CultureInfo.InvariantCulture))];
        _texts.Add(text);
        return true;
    }

    public (EntityKeys Keys, int[] Entities) Encode() =>
        _texts is null ? EntityCoding.Encode(_numbers.ToArray().AsSpan()) : EntityCoding.Encode(_texts.ToArray().AsSpan());

    public RowKeys ToRowKeys() => _texts is null ? RowKeys.Of(CollectionsMarshal.AsSpan(_numbers)) : RowKeys.Of(CollectionsMarshal.AsSpan(_texts));

    /// <summary>A whole number of whatever numeric type; nothing for one beyond 64 bits and for what is no number. A fraction is no key.</summary>
    private long? TryToWhole(object cell, int row)
    {
        if (cell is not IConvertible value || !CellReading.IsNumeric(value.GetTypeCode()))
            return null;
        if (value.GetTypeCode() <= TypeCode.Int64)
            return value.ToInt64(CultureInfo.InvariantCulture);
        if (value.GetTypeCode() == TypeCode.UInt64)
            return value.ToUInt64(CultureInfo.InvariantCulture) is <= long.MaxValue and ulong number ? (long)number : null;
        double real = value.ToDouble(CultureInfo.InvariantCulture);
        if (real != Math.Floor(real) || !double.IsFinite(real))
            throw CellReading.Bad(cell, row, column, "a key: a whole number, a text, a GUID or a date");
        return Math.Abs(real) < 1L << 53 ? (long)real : null;
    }
}
