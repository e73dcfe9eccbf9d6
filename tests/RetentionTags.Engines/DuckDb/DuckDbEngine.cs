using System.Reflection;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace RetentionTags.Engines.DuckDb;

/// <summary>
/// DuckDB in this process: DuckDB.NET over the native library that the environment variable <see cref="Variable"/> names, for instance <c>libduckdb.so</c> of the npm package
/// <c>@duckdb/node-bindings-linux-x64</c>.
/// </summary>
public static class DuckDbEngine
{
    /// <summary>Where the native library is.</summary>
    public const string Variable = "RETENTIONTAGS_DUCKDB";

    private static readonly Lazy<IntPtr> Library = new(Load);

    /// <summary>Why DuckDB cannot be used here; <see langword="null"/> when it can.</summary>
    public static string? WhyAbsent { get; } = Explain();

    /// <summary>Opens a database; by default an empty one in memory, which goes away with the connection.</summary>
    public static DuckDBConnection Open(string dataSource = ":memory:")
    {
        _ = Library.Value;
        var connection = new DuckDBConnection($"DataSource={dataSource}");
        connection.Open();
        return connection;
    }

    /// <summary>Runs statements that return nothing.</summary>
    public static void Run(this DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Makes a view of a stream of the Arrow C stream interface, which stays the caller's and is read once, when the view is.</summary>
    public static unsafe void ScanArrow(this DuckDBConnection connection, string view, void* stream)
    {
        var scan = (delegate* unmanaged[Cdecl]<nint, byte*, void*, int>)Function("duckdb_arrow_scan");
        nint name = Marshal.StringToCoTaskMemUTF8(view);
        int state = scan(connection.NativeConnection.DangerousGetHandle(), (byte*)name, stream);
        Marshal.FreeCoTaskMem(name);
        if (state != 0)
            throw new InvalidOperationException("duckdb_arrow_scan failed, and does not say why.");
    }

    /// <summary>The address of a function of the C API.</summary>
    internal static IntPtr Function(string name) => NativeLibrary.GetExport(Library.Value, name);

    private static string? Explain()
    {
        string? path = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(path))
            return $"{Variable} is not set: it names DuckDB's native library, such as libduckdb.so of the npm package @duckdb/node-bindings-linux-x64.";
        return File.Exists(path) ? null : $"{Variable} names '{path}', which does not exist.";
    }

    /// <summary>Loads the library once, and has DuckDB.NET find it.</summary>
    private static IntPtr Load()
    {
        if (WhyAbsent is not null)
            throw new InvalidOperationException(WhyAbsent);
        IntPtr library = NativeLibrary.Load(Environment.GetEnvironmentVariable(Variable)!);
        NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);
        return library;

        IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == "duckdb" ? library : IntPtr.Zero;
    }
}
