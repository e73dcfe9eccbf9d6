using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;

namespace RetentionTags.Engines.DuckDb;

/// <summary>
/// A query of DuckDB as a stream of the Arrow C stream interface, made of its C API: chunks are fetched while the query runs and turned into Arrow by <c>duckdb_data_chunk_to_arrow</c>.
/// </summary>
public sealed unsafe class DuckDbArrowQuery
{
    private static readonly delegate* unmanaged[Cdecl]<Result, nint> FetchChunk = (delegate* unmanaged[Cdecl]<Result, nint>)DuckDbEngine.Function("duckdb_fetch_chunk");
    private static readonly delegate* unmanaged[Cdecl]<nint, nint, void*, nint> ToArrow = (delegate* unmanaged[Cdecl]<nint, nint, void*, nint>)DuckDbEngine.Function("duckdb_data_chunk_to_arrow");
    private static readonly delegate* unmanaged[Cdecl]<nint*, void> DestroyChunk = (delegate* unmanaged[Cdecl]<nint*, void>)DuckDbEngine.Function("duckdb_destroy_data_chunk");

    private readonly Result* _result;
    private readonly nint _prepared;
    private nint _options;
    private nint _lastError;

    private DuckDbArrowQuery(nint prepared)
    {
        _prepared = prepared;
        _result = (Result*)NativeMemory.AllocZeroed((nuint)sizeof(Result));
    }

    /// <summary>Starts a query.</summary>
    /// <param name="connection">The database; one stream of it at a time.</param>
    /// <param name="sql">The query.</param>
    /// <param name="stream">Where the stream is written.</param>
    public static void Open(DuckDBConnection connection, string sql, void* stream)
    {
        nint prepared = 0;
        nint text = Marshal.StringToCoTaskMemUTF8(sql);
        int state = ((delegate* unmanaged[Cdecl]<nint, byte*, nint*, int>)DuckDbEngine.Function("duckdb_prepare"))(connection.NativeConnection.DangerousGetHandle(), (byte*)text, &prepared);
        Marshal.FreeCoTaskMem(text);
        var query = new DuckDbArrowQuery(prepared);
        if (state != 0 || ((delegate* unmanaged[Cdecl]<nint, Result*, int>)DuckDbEngine.Function("duckdb_execute_prepared_streaming"))(prepared, query._result) != 0)
        {
            query.Free();
            throw new InvalidOperationException("The query cannot be run.");
        }

        query._options = ((delegate* unmanaged[Cdecl]<Result*, nint>)DuckDbEngine.Function("duckdb_result_get_arrow_options"))(query._result);
        *(Stream*)stream = new()
        {
            GetSchema = &GetSchema,
            GetNext = &GetNext,
            GetLastError = &GetLastError,
            Release = &Release,
            PrivateData = (void*)GCHandle.ToIntPtr(GCHandle.Alloc(query)),
        };
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetSchema(Stream* stream, void* schema) => Of(stream).WriteSchema(schema);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetNext(Stream* stream, void* array) => Of(stream).WriteNext(array);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* GetLastError(Stream* stream) => (byte*)Of(stream)._lastError;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(Stream* stream)
    {
        Of(stream).Free();
        GCHandle.FromIntPtr((nint)stream->PrivateData).Free();
        stream->Release = null;
    }

    private static DuckDbArrowQuery Of(Stream* stream) => (DuckDbArrowQuery)GCHandle.FromIntPtr((nint)stream->PrivateData).Target!;

    private int WriteSchema(void* schema)
    {
        int count = (int)((delegate* unmanaged[Cdecl]<Result*, ulong>)DuckDbEngine.Function("duckdb_column_count"))(_result);
        nint[] types = new nint[count], names = new nint[count];
        for (int i = 0; i < count; i++)
        {
            types[i] = ((delegate* unmanaged[Cdecl]<Result*, ulong, nint>)DuckDbEngine.Function("duckdb_column_logical_type"))(_result, (ulong)i);
            names[i] = ((delegate* unmanaged[Cdecl]<Result*, ulong, nint>)DuckDbEngine.Function("duckdb_column_name"))(_result, (ulong)i);
        }

        int error;
        fixed (nint* firstType = types, firstName = names)
        {
            error = Failed(((delegate* unmanaged[Cdecl]<nint, nint*, nint*, ulong, void*, nint>)DuckDbEngine.Function("duckdb_to_arrow_schema"))(_options, firstType, firstName, (ulong)count, schema));
            for (int i = 0; i < count; i++)
                ((delegate* unmanaged[Cdecl]<nint*, void>)DuckDbEngine.Function("duckdb_destroy_logical_type"))(firstType + i);
        }

        return error;
    }

    private int WriteNext(void* array)
    {
        nint chunk = FetchChunk(*_result);
        if (chunk == 0)
        {
            new Span<byte>(array, 80).Clear();
            return FailedQuery();
        }

        int error = Failed(ToArrow(_options, chunk, array));
        DestroyChunk(&chunk);
        return error;
    }

    private int Failed(nint error)
    {
        if (error == 0 || ((delegate* unmanaged[Cdecl]<nint, byte>)DuckDbEngine.Function("duckdb_error_data_has_error"))(error) == 0)
            return 0;
        Say(((delegate* unmanaged[Cdecl]<nint, nint>)DuckDbEngine.Function("duckdb_error_data_message"))(error));
        ((delegate* unmanaged[Cdecl]<nint*, void>)DuckDbEngine.Function("duckdb_destroy_error_data"))(&error);
        return 5;
    }

    private int FailedQuery()
    {
        nint message = ((delegate* unmanaged[Cdecl]<Result*, nint>)DuckDbEngine.Function("duckdb_result_error"))(_result);
        if (message == 0 || Marshal.ReadByte(message) == 0)
            return 0;
        Say(message);
        return 5;
    }

    private void Say(nint message)
    {
        Marshal.FreeCoTaskMem(_lastError);
        _lastError = Marshal.StringToCoTaskMemUTF8(Marshal.PtrToStringUTF8(message));
    }

    private void Free()
    {
        (nint options, nint prepared) = (_options, _prepared);
        ((delegate* unmanaged[Cdecl]<nint*, void>)DuckDbEngine.Function("duckdb_destroy_arrow_options"))(&options);
        ((delegate* unmanaged[Cdecl]<Result*, void>)DuckDbEngine.Function("duckdb_destroy_result"))(_result);
        ((delegate* unmanaged[Cdecl]<nint*, void>)DuckDbEngine.Function("duckdb_destroy_prepare"))(&prepared);
        NativeMemory.Free(_result);
        Marshal.FreeCoTaskMem(_lastError);
    }

    /// <summary><c>struct ArrowArrayStream</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Stream
    {
        public delegate* unmanaged[Cdecl]<Stream*, void*, int> GetSchema;
        public delegate* unmanaged[Cdecl]<Stream*, void*, int> GetNext;
        public delegate* unmanaged[Cdecl]<Stream*, byte*> GetLastError;
        public delegate* unmanaged[Cdecl]<Stream*, void> Release;
        public void* PrivateData;
    }
}
