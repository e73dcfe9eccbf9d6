using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;
using RetentionTags.Arrow;
using RetentionTags.Data;
using RetentionTags.Engines.DuckDb;
using RetentionTags.Numerics;

namespace RetentionTags.Benchmarks;

/// <summary>Tables from elsewhere: Arrow streams of DuckDB, and data readers.</summary>
internal static unsafe class ReadingComparisons
{
    private const int Rows = 10_000_000;
    private const int Columns = 10;
    private const string Query = "select * from t";

    public static IEnumerable<Func<Comparison>> All =>
    [
        .. DuckDbEngine.WhyAbsent is null
            ? (Func<Comparison>[])
            [
                Adbc,
                Api,
                Batches,
                () => Reader("DuckDB.NET, 1,000,000 rows × 10 doubles", 1_000_000, DuckReader()),
            ]
            : [],
        () => Reader("arrays, 1,000,000 rows × 10 doubles", 1_000_000, ArraysReader(1_000_000, texts: 0)),
        () => Reader("arrays, 1,000,000 rows × 8 doubles and 2 texts", 1_000_000, ArraysReader(1_000_000, texts: 2)),
        () => Reader("SQLite, 300,000 rows × 10 doubles", 300_000, SqliteReader(300_000)),
    ];

    /// <summary>On one thread, in which DuckDB's work is done too. The same rows in two databases, since ADBC opens its own.</summary>
    private static Comparison Adbc()
    {
        DuckDBConnection native = Native();
        DuckDbAdbc adbc = AdbcDatabase();
        return new(
            "10,000,000 rows × 10 doubles as a table, from DuckDB's ADBC driver by an Arrow stream",
            "duckdb_fetch_chunk into new arrays, while the query runs",
            () => Fetch(native),
            () => Read(stream => adbc.Query(Query, (void*)stream)),
            Rows)
        {
            IsOneThread = true,
        };
    }

    private static Comparison Api()
    {
        DuckDBConnection native = Native();
        return new(
            "10,000,000 rows × 10 doubles as a table, from DuckDB's C API (duckdb_data_chunk_to_arrow) by an Arrow stream",
            "duckdb_fetch_chunk into new arrays, while the query runs",
            () => Fetch(native),
            () => Read(stream => DuckDbArrowQuery.Open(native, Query, (void*)stream)),
            Rows)
        {
            IsOneThread = true,
        };
    }

    /// <summary>Each batch is a table over DuckDB's memory, looked at and let go.</summary>
    private static Comparison Batches()
    {
        DuckDBConnection native = Native();
        DuckDbAdbc adbc = AdbcDatabase();
        return new(
            "10,000,000 rows × 10 doubles batch by batch, from DuckDB's ADBC driver by an Arrow stream",
            "duckdb_fetch_chunk into new arrays, while the query runs",
            () => Fetch(native),
            ReadBatches,
            Rows)
        {
            IsOneThread = true,
        };

        void ReadBatches()
        {
            ArrowArrayStream stream;
            adbc.Query(Query, &stream);
            long rows = 0;
            foreach (Table batch in ArrowReader.ReadBatches(&stream))
                rows += batch.Numeric("x0").Values.Length;
            if (rows != Rows)
                throw new InvalidOperationException($"There were {rows} rows.");
        }
    }

    private static void Fetch(DuckDBConnection connection)
    {
        double[][] columns = [.. Enumerable.Range(0, Columns).Select(_ => GC.AllocateUninitializedArray<double>(Rows))];
        DuckDbVectors.Fetch(connection, Query, columns);
    }

    private static void Read(Action<nint> open)
    {
        ArrowArrayStream stream;
        open((nint)(&stream));
        ArrowReader.Read(&stream, new() { ExpectedRows = Rows });
    }

    private static DuckDBConnection Native()
    {
        DuckDBConnection native = DuckDbEngine.Open();
        native.Run("set threads = 1");
        native.Run(Create);
        return native;
    }

    private static DuckDbAdbc AdbcDatabase()
    {
        var adbc = new DuckDbAdbc();
        adbc.Run("set threads = 1");
        adbc.Run(Create);
        return adbc;
    }

    private static string Create => $"create table t as select {Doubles()} from range({Rows}) r(i)";

    private static string Doubles() => string.Join(", ", Enumerable.Range(0, Columns).Select(column => string.Create(CultureInfo.InvariantCulture, $"(i * {7919 + column} % 1000003) / 7.0::double x{column}")));

    /// <summary>What one writes who has no library: a list for each column.</summary>
    private static Comparison Reader(string what, int rows, Func<DbDataReader> open)
    {
        return new($"Table.Read from {what}", "a loop over GetValue into lists", Loop, () => Table.Read(open()), rows) { IsOneThread = true };

        void Loop()
        {
            DbDataReader reader = open();
            List<object?>[] lists = [.. Enumerable.Range(0, reader.FieldCount).Select(_ => new List<object?>())];
            while (reader.Read())
            {
                for (int column = 0; column < lists.Length; column++)
                    lists[column].Add(reader.GetValue(column));
            }
        }
    }

    private static Func<DbDataReader> ArraysReader(int rows, int texts)
    {
        var random = new SplitMix64(7);
        var columns = new Array[Columns];
        for (int column = 0; column < Columns; column++)
        {
            double[] numbers = new double[rows];
            for (int row = 0; row < rows; row++)
                numbers[row] = random.Next(1_000_000) / 8.0;
            columns[column] = column < texts ? numbers.Select(number => $"level {number % 20:F0}").ToArray() : numbers;
        }

        return () => new ArrayReader(columns);
    }

    private static Func<DbDataReader> DuckReader()
    {
        DuckDBConnection connection = DuckDbEngine.Open();
        connection.Run($"create table t as select {Doubles()} from range(1000000) r(i)");
        return () => Open(connection);
    }

    private static Func<DbDataReader> SqliteReader(int rows)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"""
            create table t ({string.Join(", ", Enumerable.Range(0, Columns).Select(column => $"x{column} real"))});
            with recursive r(i) as (select 0 union all select i + 1 from r where i + 1 < {rows})
            insert into t select {string.Join(", ", Enumerable.Range(0, Columns).Select(column => $"(i * {7919 + column} % 1000003) / 7.0"))} from r;
            """;
        command.ExecuteNonQuery();
        return () => Open(connection);
    }

    private static DbDataReader Open(DbConnection connection)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = Query;
        return command.ExecuteReader();
    }
}
