using System.Data.Common;
using System.Text;

namespace RetentionTags.Engines.ClickHouse;

/// <summary>The first of the ClickHouse servers that an environment variable names or, with two of them, tables that are spread over both.</summary>
public sealed class ClickHouseEngine(bool isDistributed) : Engine
{
    /// <summary>Holds HTTP addresses with commas between them, such as <c>http://127.0.0.1:8123,http://127.0.0.1:8124</c>. Each server knows both as the shards of the cluster <see cref="Cluster"/>.</summary>
    public const string Variable = "RETENTIONTAGS_CLICKHOUSE";

    /// <summary>The cluster of two shards.</summary>
    public const string Cluster = "two";

    private static readonly string[] Addresses = [.. (Environment.GetEnvironmentVariable(Variable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    public override string Name => isDistributed ? "ClickHouse, two shards" : "ClickHouse";

    public override string? WhyAbsent => Addresses.Length >= (isDistributed ? 2 : 1) ? null : $"{Variable} is not set, or has too few: it holds the HTTP addresses of {(isDistributed ? "two servers" : "a ClickHouse server")}, with commas between them.";

    public override DbConnection Open() => Open(0);

    /// <summary>A connection to one of the servers.</summary>
    public static ClickHouseConnection Open(int server)
    {
        var connection = new ClickHouseConnection(Addresses[server]);
        connection.Open();
        return connection;
    }

    /// <summary>On two shards, the table of the given name is a Distributed one over local ones; rows go to shards by turns.</summary>
    public override void Load(DbConnection connection, string table, params ReadOnlySpan<(string Name, Array Values)> columns)
    {
        var definitions = new List<string>();
        foreach ((string name, Array values) in columns)
            definitions.Add($"{name} {ColumnType(values)}");
        string list = string.Join(", ", definitions);
        connection.Run($"DROP TABLE IF EXISTS {table}");
        if (!isDistributed)
        {
            connection.Run($"CREATE TABLE {table} ({list}) ENGINE = MergeTree ORDER BY tuple()");
            Insert(connection, table, columns);
            return;
        }

        string local = $"{table[..^1]}_local{table[^1]}", unquoted = table[1..^1];
        for (int server = 0; server < 2; server++)
        {
            using ClickHouseConnection shard = Open(server);
            shard.Run($"DROP TABLE IF EXISTS {local}");
            shard.Run($"CREATE TABLE {local} ({list}) ENGINE = MergeTree ORDER BY tuple()");
            Insert(shard, local, columns, server, 2);
        }

        connection.Run($"CREATE TABLE {table} ({list}) ENGINE = Distributed({Cluster}, currentDatabase(), '{unquoted}_local', rand())");
    }

    protected override string ColumnType(Array values) => values switch { long[] => "Int64", double?[] => "Nullable(Float64)", _ => "Nullable(String)" };

    protected override void Insert(DbConnection connection, string table, ReadOnlySpan<(string Name, Array Values)> columns) => Insert(connection, table, columns, 0, 1);

    /// <summary>In the binary format, because text is not read to the last bit.</summary>
    private static void Insert(DbConnection connection, string table, ReadOnlySpan<(string Name, Array Values)> columns, int first, int step)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Encoding.UTF8.GetBytes($"INSERT INTO {table} FORMAT RowBinary\n"));
        for (int row = first; row < columns[0].Values.Length; row += step)
        {
            foreach ((string _, Array values) in columns)
                Write(writer, values, row);
        }

        writer.Flush();
        ((ClickHouseConnection)connection).Post(bytes.ToArray());
    }

    private static void Write(BinaryWriter writer, Array values, int row)
    {
        switch (values)
        {
            case long[] whole:
                writer.Write(whole[row]);
                break;
            case double?[] numbers:
                writer.Write(numbers[row] is null);
                if (numbers[row] is double number)
                    writer.Write(number);
                break;
            case string?[] texts:
                writer.Write(texts[row] is null);
                if (texts[row] is string text)
                {
                    byte[] encoded = Encoding.UTF8.GetBytes(text);
                    writer.Write7BitEncodedInt(encoded.Length);
                    writer.Write(encoded);
                }

                break;
            default:
                throw new NotSupportedException($"Columns of {values.GetType().Name} are not loaded.");
        }
    }
}
