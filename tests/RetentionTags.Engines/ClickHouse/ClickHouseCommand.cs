using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace RetentionTags.Engines.ClickHouse;

/// <summary>A statement without parameters.</summary>
public sealed class ClickHouseCommand(ClickHouseConnection connection) : DbCommand
{
    private readonly CancellationTokenSource _cancelled = new();

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get => connection; set => throw new NotSupportedException(); }

    protected override DbParameterCollection DbParameterCollection => throw new NotSupportedException("This provider has no parameters.");

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel() => _cancelled.Cancel();

    public override void Prepare()
    {
    }

    public override int ExecuteNonQuery()
    {
        using TextReader reader = Send(CommandText, CancellationToken.None);
        reader.ReadToEnd();
        return -1;
    }

    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        using TextReader reader = await Task.Run(() => Send(CommandText, cancellationToken), CancellationToken.None).ConfigureAwait(false);
        reader.ReadToEnd();
        return -1;
    }

    public override object? ExecuteScalar()
    {
        using DbDataReader reader = ExecuteReader();
        return reader.Read() ? reader.GetValue(0) : null;
    }

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => new ClickHouseDataReader(Send($"{CommandText}\nFORMAT TabSeparatedWithNamesAndTypes", CancellationToken.None));

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        new ClickHouseDataReader(await Task.Run(() => Send($"{CommandText}\nFORMAT TabSeparatedWithNamesAndTypes", cancellationToken), CancellationToken.None).ConfigureAwait(false));

    protected override DbParameter CreateDbParameter() => throw new NotSupportedException("This provider has no parameters.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _cancelled.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Sends a statement. An error that comes after the first rows is within the answer, so all of it is read before any is used.</summary>
    private StringReader Send(string sql, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancelled.Token);
        string id = Guid.NewGuid().ToString();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/?query_id={id}") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(sql)) };
            using HttpResponseMessage response = connection.Client.Send(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            using var content = new StreamReader(response.Content.ReadAsStream(either.Token), Encoding.UTF8);
            using CancellationTokenRegistration closing = either.Token.Register(response.Dispose);
            string text = content.ReadToEnd();
            return response.IsSuccessStatusCode && !text.Contains("DB::Exception", StringComparison.Ordinal) ? new(text) : throw new ClickHouseException(text.Trim());
        }
        catch (Exception failure) when (either.IsCancellationRequested && failure is not ClickHouseException)
        {
            Kill(id);
            throw new OperationCanceledException("The statement was cancelled.", failure, cancellationToken.IsCancellationRequested ? cancellationToken : _cancelled.Token);
        }
        catch (HttpRequestException failure)
        {
            throw new ClickHouseException($"The server at {connection.DataSource} does not answer: {failure.Message}", failure);
        }
    }

    /// <summary>A server goes on with a statement whose client has gone.</summary>
    private void Kill(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent($"KILL QUERY WHERE query_id = '{id}' SYNC") };
        using HttpResponseMessage response = connection.Client.Send(request);
    }
}
