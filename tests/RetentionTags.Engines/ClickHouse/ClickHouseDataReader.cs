using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace RetentionTags.Engines.ClickHouse;

/// <summary>Rows in the format TabSeparatedWithNamesAndTypes.</summary>
[SuppressMessage("Design", "CA1010", Justification = "The base class is what it is.")]
public sealed class ClickHouseDataReader : DbDataReader
{
    private readonly TextReader _text;
    private readonly string[] _names;
    private readonly string[] _types;
    private readonly string? _first;
    private string? _next;
    private object[] _row = [];

    internal ClickHouseDataReader(TextReader text)
    {
        _text = text;
        _names = [.. (text.ReadLine() ?? "").Split('\t').Select(Unescape)];
        _types = [.. (text.ReadLine() ?? "").Split('\t').Select(Unescape).Select(Inner)];
        _first = _next = text.ReadLine();
    }

    public override int FieldCount => _names.Length;

    public override bool HasRows => _first is not null;

    public override bool IsClosed => false;

    public override int Depth => 0;

    public override int RecordsAffected => -1;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read()
    {
        if (_next is null)
            return false;
        string[] cells = _next.Split('\t');
        _row = [.. cells.Select((cell, i) => Parse(cell, _types[i]))];
        _next = _text.ReadLine();
        return true;
    }

    public override bool NextResult() => false;

    public override string GetName(int ordinal) => _names[ordinal];

    public override int GetOrdinal(string name) => Array.IndexOf(_names, name);

    public override object GetValue(int ordinal) => _row[ordinal];

    public override int GetValues(object[] values)
    {
        int count = Math.Min(values.Length, _row.Length);
        Array.Copy(_row, values, count);
        return count;
    }

    public override string GetDataTypeName(int ordinal) => _types[ordinal];

    public override Type GetFieldType(int ordinal) => _types[ordinal] switch
    {
        "UInt8" => typeof(byte),
        "UInt16" => typeof(ushort),
        "UInt32" => typeof(uint),
        "UInt64" => typeof(ulong),
        "Int8" => typeof(sbyte),
        "Int16" => typeof(short),
        "Int32" => typeof(int),
        "Int64" => typeof(long),
        "Float32" => typeof(float),
        "Float64" => typeof(double),
        "Date" => typeof(DateTime),
        string type when type.StartsWith("DateTime", StringComparison.Ordinal) => typeof(DateTime),
        string type when type.StartsWith("Decimal", StringComparison.Ordinal) => typeof(decimal),
        _ => typeof(string),
    };

    public override bool IsDBNull(int ordinal) => _row[ordinal] is DBNull;

    public override bool GetBoolean(int ordinal) => Convert.ToBoolean(_row[ordinal], CultureInfo.InvariantCulture);

    public override byte GetByte(int ordinal) => Convert.ToByte(_row[ordinal], CultureInfo.InvariantCulture);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override char GetChar(int ordinal) => Convert.ToChar(_row[ordinal], CultureInfo.InvariantCulture);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override DateTime GetDateTime(int ordinal) => (DateTime)_row[ordinal];

    public override decimal GetDecimal(int ordinal) => Convert.ToDecimal(_row[ordinal], CultureInfo.InvariantCulture);

    public override double GetDouble(int ordinal) => Convert.ToDouble(_row[ordinal], CultureInfo.InvariantCulture);

    public override float GetFloat(int ordinal) => Convert.ToSingle(_row[ordinal], CultureInfo.InvariantCulture);

    public override Guid GetGuid(int ordinal) => Guid.Parse((string)_row[ordinal]);

    public override short GetInt16(int ordinal) => Convert.ToInt16(_row[ordinal], CultureInfo.InvariantCulture);

    public override int GetInt32(int ordinal) => Convert.ToInt32(_row[ordinal], CultureInfo.InvariantCulture);

    public override long GetInt64(int ordinal) => Convert.ToInt64(_row[ordinal], CultureInfo.InvariantCulture);

    public override string GetString(int ordinal) => (string)_row[ordinal];

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _text.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The type without what wraps it.</summary>
    private static string Inner(string type)
    {
        foreach (string wrapper in (string[])["Nullable(", "LowCardinality("])
        {
            if (type.StartsWith(wrapper, StringComparison.Ordinal))
                return Inner(type[wrapper.Length..^1]);
        }

        return type;
    }

    private object Parse(string cell, string type)
    {
        if (cell == @"\N")
            return DBNull.Value;
        string text = Unescape(cell);
        return type switch
        {
            "Float64" or "Float32" => text switch { "nan" or "-nan" => double.NaN, "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.Parse(text, CultureInfo.InvariantCulture) },
            "Date" => DateTime.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ when type.StartsWith("DateTime", StringComparison.Ordinal) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            _ => GetFieldType(Array.IndexOf(_types, type)) is Type field && field != typeof(string) ? Convert.ChangeType(text, field, CultureInfo.InvariantCulture) : text,
        };
    }

    private static string Unescape(string cell)
    {
        if (!cell.Contains('\\', StringComparison.Ordinal))
            return cell;
        var text = new StringBuilder(cell.Length);
        for (int i = 0; i < cell.Length; i++)
        {
            char c = cell[i];
            if (c == '\\')
                c = cell[++i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '0' => '\0', 'b' => '\b', 'f' => '\f', char other => other };
            text.Append(c);
        }

        return text.ToString();
    }
}
