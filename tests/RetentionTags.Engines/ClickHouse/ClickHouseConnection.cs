using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace RetentionTags.Engines.ClickHouse;

/// <summary>
/// A connection to ClickHouse over HTTP, old versions included: statements without parameters, results as text. (The published driver asks for a binary format that version 18.16 does not have.)
/// </summary>
public sealed class ClickHouseConnection(string address) : DbConnection
{
    private readonly HttpClient _client = new() { BaseAddress = new(address), Timeout = Timeout.InfiniteTimeSpan };
    private ConnectionState _state = ConnectionState.Closed;

    [AllowNull]
    public override string ConnectionString { get => address; set => throw new NotSupportedException(); }

    public override string Database => "default";

    public override string DataSource => address;

    public override string ServerVersion
    {
        get
        {
            using DbCommand command = CreateCommand();
            command.CommandText = "SELECT version()";
            return (string)command.ExecuteScalar()!;
        }
    }

    public override ConnectionState State => _state;

    internal HttpClient Client => _client;

    public override void Open()
    {
        _state = ConnectionState.Open;
        _ = ServerVersion;
    }

    public override void Close() => _state = ConnectionState.Closed;

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    /// <summary>Sends a statement with binary data behind it.</summary>
    public void Post(byte[] statement)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(statement) };
        using HttpResponseMessage response = _client.Send(request);
        if (!response.IsSuccessStatusCode)
        {
            using var reader = new StreamReader(response.Content.ReadAsStream());
            throw new ClickHouseException(reader.ReadToEnd());
        }
    }

    protected override DbCommand CreateDbCommand() => new ClickHouseCommand(this);

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException("ClickHouse has no transactions.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _client.Dispose();
        base.Dispose(disposing);
    }
}
