using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;

namespace RetentionTags.Engines.DuckDb;

/// <summary>DuckDB's own way to fetch results: chunk by chunk by <c>duckdb_fetch_chunk</c> while the query runs; the values of the vectors are copied.</summary>
public static unsafe class DuckDbVectors
{
    /// <summary>Runs a query all of whose columns are doubles, and copies them.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="sql">The query.</param>
    /// <param name="columns">One array for each column, long enough.</param>
    /// <returns>The number of rows.</returns>
    public static int Fetch(DuckDBConnection connection, string sql, double[][] columns)
    {
        Result result = default;
        nint prepared = 0;
        nint text = Marshal.StringToCoTaskMemUTF8(sql);
        nint handle = connection.NativeConnection.DangerousGetHandle();
        try
        {
            Check(((delegate* unmanaged[Cdecl]<nint, byte*, nint*, int>)DuckDbEngine.Function("duckdb_prepare"))(handle, (byte*)text, &prepared));
            Check(((delegate* unmanaged[Cdecl]<nint, Result*, int>)DuckDbEngine.Function("duckdb_execute_prepared_streaming"))(prepared, &result));
            return Copy(result, columns);
        }
        finally
        {
            ((delegate* unmanaged[Cdecl]<Result*, void>)DuckDbEngine.Function("duckdb_destroy_result"))(&result);
            ((delegate* unmanaged[Cdecl]<nint*, void>)DuckDbEngine.Function("duckdb_destroy_prepare"))(&prepared);
            Marshal.FreeCoTaskMem(text);
        }
    }

    private static int Copy(Result result, double[][] columns)
    {
        var fetch = (delegate* unmanaged[Cdecl]<Result, nint>)DuckDbEngine.Function("duckdb_fetch_chunk");
        var sizeOf = (delegate* unmanaged[Cdecl]<nint, ulong>)DuckDbEngine.Function("duckdb_data_chunk_get_size");
        var vectorOf = (delegate* unmanaged[Cdecl]<nint, ulong, nint>)DuckDbEngine.Function("duckdb_data_chunk_get_vector");
        var dataOf = (delegate* unmanaged[Cdecl]<nint, double*>)DuckDbEngine.Function("duckdb_vector_get_data");
        var destroy = (delegate* unmanaged[Cdecl]<nint*, void>)DuckDbEngine.Function("duckdb_destroy_data_chunk");
        int rows = 0;
        for (nint chunk = fetch(result); chunk != 0; chunk = fetch(result))
        {
            int size = (int)sizeOf(chunk);
            for (int column = 0; column < columns.Length; column++)
                new ReadOnlySpan<double>(dataOf(vectorOf(chunk, (ulong)column)), size).CopyTo(columns[column].AsSpan(rows));
            rows += size;
            destroy(&chunk);
        }

        return rows;
    }

    private static void Check(int state, [CallerArgumentExpression(nameof(state))] string call = "")
    {
        if (state != 0)
            throw new InvalidOperationException($"DuckDB failed: {call}");
    }
}
