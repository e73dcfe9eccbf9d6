using System.Data.Common;
using System.Numerics;

namespace RetentionTags.Data;

/// <summary>
/// A column in the making. Without a specification its kind is that of its first value; later values must agree, so the kind does not depend on which row comes first.
/// </summary>
internal sealed class ColumnReading(string name, int ordinal, ColumnKind? kind, TableReadOptions options)
{
    private readonly List<double> _numbers = [];
    private readonly CategoryBuilder _categories = new();
    private readonly bool _isSpecified = kind is not null;
    private ColumnKind? _kind = kind;
    private int _leadingNulls;

    public int Ordinal => ordinal;

    /// <summary>Adds the cell that the reader is at. Numbers are asked for as what they are, which makes no object of each.</summary>
    public void Add(DbDataReader reader, int row)
    {
        if (_kind == ColumnKind.Numeric && TryNumber(reader) is double number)
            _numbers.Add(number);
        else
            Add(reader.GetValue(ordinal), row);
    }

    public void Add(object? cell, int row)
    {
        if (!_isSpecified && cell is not (null or DBNull))
            Settle(cell, row);
        if (_kind == ColumnKind.Numeric)
            _numbers.Add(CellReading.ToNumber(cell, options.MissingTexts, options.Culture, row, name));
        else if (_kind == ColumnKind.Category)
            _categories.Add(CellReading.ToCategory(cell, options.MissingTexts, row, name));
        else
            _leadingNulls++;
    }

    /// <summary>The column; one without any value is numeric.</summary>
    public Column ToColumn()
    {
        if (_kind is null)
            Start(ColumnKind.Numeric);
        return _kind == ColumnKind.Numeric ? Column.Numeric(name, _numbers.ToArray()) : _categories.ToColumn(name);
    }

    /// <summary>A number, or nothing when the cell is missing or something else. Types are asked for anew in every row, since SQLite has one for each cell.</summary>
    private double? TryNumber(DbDataReader reader)
    {
        if (reader.IsDBNull(ordinal))
            return null;
        Type type = reader.GetFieldType(ordinal);
        if (type == typeof(double))
            return reader.GetDouble(ordinal);
        if (type == typeof(long))
            return reader.GetInt64(ordinal);
        if (type == typeof(int))
            return reader.GetInt32(ordinal);
        if (type == typeof(decimal))
            return (double)reader.GetDecimal(ordinal);
        return type == typeof(float) ? reader.GetFloat(ordinal) : null;
    }

    private void Settle(object cell, int row)
    {
        ColumnKind found = cell switch
        {
            string or bool => ColumnKind.Category,
            IConvertible value when CellReading.IsNumeric(value.GetTypeCode()) => ColumnKind.Numeric,
            BigInteger => ColumnKind.Numeric,
            _ => throw CellReading.Bad(cell, row, name, "a number, a text or a truth value. Name the columns to read in TableReadOptions.Columns: without this one, or with the kind it is to be read as"),
        };
        if (_kind is null)
            Start(found);
        else if (_kind != found)
            throw CellReading.Bad(cell, row, name, $"a {(_kind == ColumnKind.Numeric ? "number" : "text")} like the values before it. Name the column in TableReadOptions.Columns with the kind it is to be read as");
    }

    private void Start(ColumnKind kind)
    {
        _kind = kind;
        for (; _leadingNulls > 0; _leadingNulls--)
        {
            if (kind == ColumnKind.Numeric)
                _numbers.Add(double.NaN);
            else
                _categories.Add(null);
        }
    }
}
