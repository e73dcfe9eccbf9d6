using System.Runtime.InteropServices;

namespace RetentionTags.Engines.DuckDb;

/// <summary><c>duckdb_result</c> of the C API.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Result
{
    public ulong ColumnCount;
    public ulong RowCount;
    public ulong RowsChanged;
    public void* Columns;
    public byte* ErrorMessage;
    public void* InternalData;
}
