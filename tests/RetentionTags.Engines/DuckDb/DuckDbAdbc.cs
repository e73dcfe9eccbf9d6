using System.Runtime.InteropServices;

namespace RetentionTags.Engines.DuckDb;

/// <summary>
/// A DuckDB in memory through its own ADBC driver (<c>duckdb_adbc_init</c> of the native library, ADBC 1.0.0), which speaks the Arrow C stream interface in both directions. Streams are the
/// addresses of <c>struct ArrowArrayStream</c>.
/// </summary>
public sealed unsafe class DuckDbAdbc : IDisposable
{
    private const int Version100 = 1_000_000;

    private readonly Driver* _driver = Allocate<Driver>();
    private readonly Handle* _database = Allocate<Handle>();
    private readonly Handle* _connection = Allocate<Handle>();

    public DuckDbAdbc()
    {
        var start = (delegate* unmanaged[Cdecl]<int, void*, Error*, byte>)DuckDbEngine.Function("duckdb_adbc_init");
        Error error = default;
        Check(start(Version100, _driver, &error), &error);
        Check(_driver->DatabaseNew(_database, &error), &error);
        Check(_driver->DatabaseInit(_database, &error), &error);
        Check(_driver->ConnectionNew(_connection, &error), &error);
        Check(_driver->ConnectionInit(_connection, _database, &error), &error);
    }

    /// <summary>Runs a query; its result is written to <paramref name="stream"/>.</summary>
    public void Query(string sql, void* stream)
    {
        Handle* statement = Statement();
        try
        {
            SetQuery(statement, sql);
            Execute(statement, stream);
        }
        finally
        {
            Free(statement);
        }
    }

    /// <summary>Runs statements that return nothing.</summary>
    public void Run(string sql)
    {
        Handle* statement = Statement();
        try
        {
            SetQuery(statement, sql);
            Execute(statement, null);
        }
        finally
        {
            Free(statement);
        }
    }

    /// <summary>Makes a table of a stream, which is taken over.</summary>
    public void Ingest(string table, void* stream)
    {
        Error error = default;
        Handle* statement = Statement();
        try
        {
            SetOption(statement, "adbc.ingest.target_table", table);
            Check(_driver->StatementBindStream(statement, stream, &error), &error);
            Execute(statement, null);
        }
        finally
        {
            Free(statement);
        }
    }

    public void Dispose()
    {
        Error error = default;
        Check(_driver->ConnectionRelease(_connection, &error), &error);
        Check(_driver->DatabaseRelease(_database, &error), &error);
        NativeMemory.Free(_connection);
        NativeMemory.Free(_database);
        NativeMemory.Free(_driver);
    }

    private static T* Allocate<T>()
        where T : unmanaged => (T*)NativeMemory.AllocZeroed((nuint)sizeof(T));

    private static void Check(byte status, Error* error)
    {
        if (status == 0)
            return;
        string message = Marshal.PtrToStringUTF8((nint)error->Message) ?? $"ADBC status {status}";
        if (error->Release != null)
            error->Release(error);
        throw new InvalidOperationException(message);
    }

    private Handle* Statement()
    {
        Error error = default;
        Handle* statement = Allocate<Handle>();
        Check(_driver->StatementNew(_connection, statement, &error), &error);
        return statement;
    }

    private void SetQuery(Handle* statement, string sql)
    {
        Error error = default;
        nint text = Marshal.StringToCoTaskMemUTF8(sql);
        byte status = _driver->StatementSetSqlQuery(statement, (byte*)text, &error);
        Marshal.FreeCoTaskMem(text);
        Check(status, &error);
    }

    private void SetOption(Handle* statement, string key, string value)
    {
        Error error = default;
        (nint name, nint text) = (Marshal.StringToCoTaskMemUTF8(key), Marshal.StringToCoTaskMemUTF8(value));
        byte status = _driver->StatementSetOption(statement, (byte*)name, (byte*)text, &error);
        Marshal.FreeCoTaskMem(name);
        Marshal.FreeCoTaskMem(text);
        Check(status, &error);
    }

    private void Execute(Handle* statement, void* stream)
    {
        Error error = default;
        long rows;
        Check(_driver->StatementExecuteQuery(statement, stream, &rows, &error), &error);
    }

    private void Free(Handle* statement)
    {
        Error error = default;
        _driver->StatementRelease(statement, &error);
        NativeMemory.Free(statement);
    }

    /// <summary><c>AdbcDatabase</c>, <c>AdbcConnection</c> and <c>AdbcStatement</c> are alike.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Handle
    {
        public void* PrivateData;
        public void* PrivateDriver;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Error
    {
        public byte* Message;
        public int VendorCode;
        public fixed byte SqlState[5];
        public delegate* unmanaged[Cdecl]<Error*, void> Release;
        public void* PrivateData;
        public void* PrivateDriver;
    }

    /// <summary>The functions of ADBC 1.0.0, in its order.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Driver
    {
        public void* PrivateData;
        public void* PrivateManager;
        public void* Release;
        public delegate* unmanaged[Cdecl]<Handle*, Error*, byte> DatabaseInit;
        public delegate* unmanaged[Cdecl]<Handle*, Error*, byte> DatabaseNew;
        public void* DatabaseSetOption;
        public delegate* unmanaged[Cdecl]<Handle*, Error*, byte> DatabaseRelease;
        public void* ConnectionCommit;
        public void* ConnectionGetInfo;
        public void* ConnectionGetObjects;
        public void* ConnectionGetTableSchema;
        public void* ConnectionGetTableTypes;
        public delegate* unmanaged[Cdecl]<Handle*, Handle*, Error*, byte> ConnectionInit;
        public delegate* unmanaged[Cdecl]<Handle*, Error*, byte> ConnectionNew;
        public void* ConnectionSetOption;
        public void* ConnectionReadPartition;
        public delegate* unmanaged[Cdecl]<Handle*, Error*, byte> ConnectionRelease;
        public void* ConnectionRollback;
        public void* StatementBind;
        public delegate* unmanaged[Cdecl]<Handle*, void*, Error*, byte> StatementBindStream;
        public delegate* unmanaged[Cdecl]<Handle*, void*, long*, Error*, byte> StatementExecuteQuery;
        public void* StatementExecutePartitions;
        public void* StatementGetParameterSchema;
        public delegate* unmanaged[Cdecl]<Handle*, Handle*, Error*, byte> StatementNew;
        public void* StatementPrepare;
        public delegate* unmanaged[Cdecl]<Handle*, Error*, byte> StatementRelease;
        public delegate* unmanaged[Cdecl]<Handle*, byte*, byte*, Error*, byte> StatementSetOption;
        public delegate* unmanaged[Cdecl]<Handle*, byte*, Error*, byte> StatementSetSqlQuery;
        public void* StatementSetSubstraitPlan;

        // Later versions have more; a driver that writes them must find room.
        public fixed long Further[64];
    }
}
