using System.Data.Common;
using Apache.Arrow.C;
using DuckDB.NET.Data;
using RetentionTags.Arrow.Tests.Support;
using RetentionTags.Data;
using RetentionTags.Engines.DuckDb;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Arrow.Tests;

/// <summary>The code of docs/arrow.md, run against DuckDB.</summary>
public sealed unsafe class ArrowSnippets : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("retentiontags").FullName;
    private readonly Scorecard _card = Scored.Card();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [DuckDbFact]
    public void Parquet_comes_in_as_a_stream()
    {
        using DuckDBConnection connection = Customers();
        string path = Path.Combine(_folder, "customers.parquet");
        #region arrow-read
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"select tenure, contract from read_parquet('{path}')";
        ArrowArrayStream stream;
        CArrowArrayStreamExporter.ExportArrayStream(command.ExecuteArrowStream(), (CArrowArrayStream*)&stream);
        Table customers = ArrowReader.Read(&stream);
        #endregion
        Assert.Equal(5000, customers.RowCount);
        Same.Bits(_card.Score(Rows(connection)), _card.Score(customers));
    }

    [DuckDbFact]
    public void Rows_are_scored_batch_by_batch_and_scores_go_out_as_a_stream()
    {
        using DuckDBConnection connection = Customers();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = "select * from customers order by id";
        ArrowArrayStream stream;
        CArrowArrayStreamExporter.ExportArrayStream(command.ExecuteArrowStream(), (CArrowArrayStream*)&stream);
        Scorecard card = _card;
        #region arrow-batches
        IEnumerable<Table> scores = ArrowReader.ReadBatches(&stream)
            .Select(batch => batch.Select("id").With(Column.Numeric("risk", card.Score(batch))));
        ArrowArrayStream scored;
        ArrowWriter.Write(scores, &scored);                                 // a receiver's own calls drive the loop
        #endregion
        Table risks = ArrowReader.Read(&scored);
        Same.Bits(card.Score(Rows(connection)), risks.Numeric("risk").Values);
    }

    [DuckDbFact]
    public void Options_name_columns_and_what_they_become()
    {
        using DuckDBConnection connection = DuckDbEngine.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = "select 9007199254740993 customer, date '2024-02-29' since, 2.5 fee";
        ArrowArrayStream stream;
        CArrowArrayStreamExporter.ExportArrayStream(command.ExecuteArrowStream(), (CArrowArrayStream*)&stream);
        #region arrow-options
        Table table = ArrowReader.Read(&stream, new ArrowReadOptions
        {
            Columns = [ColumnSpec.Category("customer"), ColumnSpec.Numeric("since"), ColumnSpec.Numeric("fee")],
        });
        #endregion
        Assert.Equal("9007199254740993", table.Category("customer")[0]);
        Assert.Equal(19782, table.Numeric("since").Values[0]);
        Assert.Equal(2.5, table.Numeric("fee").Values[0]);
    }

    [DuckDbFact]
    public void Csv_comes_in_by_a_data_reader_or_a_stream()
    {
        using DuckDBConnection connection = Customers();
        string path = Path.Combine(_folder, "customers.csv");
        #region arrow-csv
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"select tenure, contract from read_csv('{path}')";
        using DbDataReader reader = command.ExecuteReader();
        Table customers = Table.Read(reader);
        #endregion
        Same.Bits(_card.Score(Rows(connection)), _card.Score(customers));
    }

    [DuckDbFact]
    public void Transactions_come_in_as_a_log()
    {
        using DuckDBConnection connection = DuckDbEngine.Open();
        connection.Run($"copy (select i % 7 customer_id, timestamp '2024-01-01' + interval (i) hour moment, i / 4.0 amount from range(100) r(i)) to '{Path.Combine(_folder, "orders.parquet")}'");
        string path = Path.Combine(_folder, "orders.parquet");
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"select * from read_parquet('{path}')";
        ArrowArrayStream stream;
        CArrowArrayStreamExporter.ExportArrayStream(command.ExecuteArrowStream(), (CArrowArrayStream*)&stream);
        #region arrow-events
        EventLog log = ArrowReader.ReadEvents(&stream, new EventLogColumns { Entity = "customer_id", Time = "moment", Amount = "amount" });
        #endregion
        Assert.Equal((100, 7), (log.EventCount, log.Entities.Count));
    }

    private static Table Rows(DuckDBConnection connection)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = "select tenure, contract from customers order by id";
        using DbDataReader reader = command.ExecuteReader();
        return Table.Read(reader);
    }

    private DuckDBConnection Customers()
    {
        DuckDBConnection connection = DuckDbEngine.Open();
        connection.Run("set threads = 1");
        connection.Run("""
            create table customers as
            select i as id, if(i % 17 = 0, null, (i * 7919 % 100000) / 1000.0)::double tenure, if(i % 13 = 0, null, ['monthly', 'yearly', 'two years'][i % 3 + 1]) contract
            from range(5000) r(i)
            """);
        connection.Run($"copy (select * from customers order by id) to '{Path.Combine(_folder, "customers.parquet")}'");
        connection.Run($"copy (select * from customers order by id) to '{Path.Combine(_folder, "customers.csv")}'");
        return connection;
    }
}
