using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace RetentionTags.Benchmarks;

/// <summary>A data reader over arrays, which costs next to nothing itself: doubles or strings, never missing.</summary>
[SuppressMessage("Design", "CA1010:Generic interface should also be implemented", Justification = "A data reader is what it is.")]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A data reader is named so.")]
internal sealed class ArrayReader(Array[] columns) : DbDataReader
{
    private int _row = -1;

    public override int FieldCount => columns.Length;

    public override bool HasRows => true;

    public override int Depth => 0;

    public override bool IsClosed => false;

    public override int RecordsAffected => -1;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read() => ++_row < columns[0].Length;

    public override bool NextResult() => false;

    public override bool IsDBNull(int ordinal) => false;

    public override Type GetFieldType(int ordinal) => columns[ordinal].GetType().GetElementType()!;

    public override string GetName(int ordinal) => $"x{ordinal}";

    public override int GetOrdinal(string name) => int.Parse(name.AsSpan(1), null);

    public override double GetDouble(int ordinal) => ((double[])columns[ordinal])[_row];

    public override string GetString(int ordinal) => ((string[])columns[ordinal])[_row];

    public override object GetValue(int ordinal) => columns[ordinal] is double[] doubles ? doubles[_row] : ((string[])columns[ordinal])[_row];

    public override string GetDataTypeName(int ordinal) => GetFieldType(ordinal).Name;

    public override int GetValues(object[] values) => throw new NotSupportedException();

    public override bool GetBoolean(int ordinal) => throw new NotSupportedException();

    public override byte GetByte(int ordinal) => throw new NotSupportedException();

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override char GetChar(int ordinal) => throw new NotSupportedException();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override DateTime GetDateTime(int ordinal) => throw new NotSupportedException();

    public override decimal GetDecimal(int ordinal) => throw new NotSupportedException();

    public override float GetFloat(int ordinal) => throw new NotSupportedException();

    public override Guid GetGuid(int ordinal) => throw new NotSupportedException();

    public override short GetInt16(int ordinal) => throw new NotSupportedException();

    public override int GetInt32(int ordinal) => throw new NotSupportedException();

    public override long GetInt64(int ordinal) => throw new NotSupportedException();

    public override IEnumerator GetEnumerator() => throw new NotSupportedException();
}
