using System.Data.Common;
using RetentionTags.Arrow.Tests.Support;
using RetentionTags.Data;
using RetentionTags.Engines.DuckDb;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Arrow.Tests;

/// <summary>DuckDB as the other side, through its own ADBC driver, whose results and inputs are Arrow C streams.</summary>
public unsafe class DuckDbTests
{
    [DuckDbFact]
    public void A_query_is_read_as_DuckDB_itself_shows_it()
    {
        const string Query = """
            select i, i::tinyint t, i::smallint s, i::bigint * 1000000007 l, i::hugeint h, i::utinyint ut, i::ubigint ub, i / 3::float f, i / 7::double d, (i / 100)::decimal(9, 2) d9, (i / 100)::decimal(18, 3) d18,
                   (i / 100)::decimal(38, 5) d38, i % 2 = 0 b, if(i % 5 = 0, null, 'text ' || i % 11) u, if(i % 5 = 0, null, repeat('long text', i % 7)) v, (['red', 'green', 'blue'])[i % 3 + 1]::color e,
                   if(i % 4 = 1, null, i) n, null void
            from range(100) r(i)
            """;
        using var duck = new DuckDbAdbc();
        duck.Run("create type color as enum ('blue', 'green', 'red', 'unused')");
        ArrowArrayStream stream, texts;
        duck.Query(Query, &stream);
        Table table = ArrowReader.Read(&stream);
        duck.Query($"select {string.Join(", ", table.Columns.Select(column => $"{column.Name}::varchar as {column.Name}"))} from ({Query})", &texts);
        Table shown = ArrowReader.Read(&texts);
        Assert.Equal(100, table.RowCount);
        foreach (Column column in table.Columns)
        {
            CategoryColumn expected = shown.Category(column.Name);
            for (int row = 0; row < 100; row++)
            {
                if (column is CategoryColumn categories)
                    Assert.Equal(expected[row], categories[row]);
                else
                    Assert.Equal(expected[row] is null ? double.NaN : Number(column.Name, expected[row]!), ((NumericColumn)column).Values[row]);
            }
        }

        // A 32-bit float is widened exactly, which its shortest text does not show.
        static double Number(string column, string text) => column == "f" ? float.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [DuckDbFact]
    public void Moments_and_whole_numbers_of_DuckDB_are_read_when_they_are_named()
    {
        using var duck = new DuckDbAdbc();
        ArrowArrayStream stream;
        duck.Query("select date '2024-02-29' d, timestamp '1969-12-31 18:00:00.000001' t, timestamptz '2024-02-29 12:00:00+01' z, timestamp_ns '2024-02-29 06:00:00' n, 9007199254740993 k", &stream);
        Table table = ArrowReader.Read(&stream, new() { Columns = [ColumnSpec.Category("d"), ColumnSpec.Category("t"), ColumnSpec.Category("z"), ColumnSpec.Numeric("n"), ColumnSpec.Category("k")] });
        Assert.Equal(["2024-02-29", "1969-12-31T18:00:00.0000010", "2024-02-29T11:00:00.0000000Z", "9007199254740993"], new[] { "d", "t", "z", "k" }.Select(name => table.Category(name)[0]));
        Assert.Equal(new DateOnly(2024, 2, 29).DayNumber - new DateOnly(1970, 1, 1).DayNumber + 0.25, table.Numeric("n").Values[0]);
    }

    [DuckDbFact]
    public void Scores_go_back_into_a_table_of_DuckDB_batch_by_batch()
    {
        Scorecard card = Scored.Card();
        using var duck = new DuckDbAdbc();
        duck.Run("""
            create table customers as
            select i as id, if(i % 17 = 0, null, (i * 7919 % 100000) / 1000.0)::double tenure, if(i % 13 = 0, null, ['monthly', 'yearly', 'two years'][i % 3 + 1]) contract
            from range(30000) r(i)
            """);
        ArrowArrayStream customers, scored, all, back;
        duck.Query("select * from customers order by id", &customers);
        ArrowWriter.Write(ArrowReader.ReadBatches(&customers).Select(batch => batch.Select("id").With(Column.Numeric("risk", card.Score(batch)))), &scored);
        duck.Ingest("scores", &scored);

        duck.Query("select * from customers order by id", &all);
        Table table = ArrowReader.Read(&all);
        duck.Query("select risk from scores order by id", &back);
        Same.Bits(card.Score(table), ArrowReader.Read(&back).Numeric("risk").Values);
        Assert.Equal(30000, table.RowCount);
    }

    [DuckDbFact]
    public void A_table_with_missing_values_and_categories_arrives_in_DuckDB()
    {
        Table table = Table.Create(
            Column.Numeric("n", new[] { 1.5, double.NaN, double.PositiveInfinity, -0.0 }),
            Column.Category("c", ["a", null, "", "ß'\""]),
            Column.Category("missing", [null, null, null, null]));
        using var duck = new DuckDbAdbc();
        ArrowArrayStream stream, back;
        ArrowWriter.Write([table, table], &stream);
        duck.Ingest("t", &stream);
        duck.Query("select n, n is null, c, c is null, missing is null from t", &back);
        Table found = ArrowReader.Read(&back);
        Same.Bits([1.5, double.NaN, double.PositiveInfinity, -0.0, 1.5, double.NaN, double.PositiveInfinity, -0.0], found.Numeric("n").Values);
        Assert.Equal(["false", "true", "false", "false", "false", "true", "false", "false"], ThreeWays.TextsOf(found.Columns[1]));
        Assert.Equal(["a", null, "", "ß'\"", "a", null, "", "ß'\""], ThreeWays.TextsOf(found.Columns[2]));
        Assert.Equal(["false", "true", "false", "false", "false", "true", "false", "false"], ThreeWays.TextsOf(found.Columns[3]));
        Assert.All(ThreeWays.TextsOf(found.Columns[4]), text => Assert.Equal("true", text));
    }

    [DuckDbFact]
    public void An_error_in_the_middle_of_a_query_is_told_with_DuckDBs_words()
    {
        using var duck = new DuckDbAdbc();
        using var memory = new HandBuilt();
        ArrowArrayStream* stream = memory.Allocate<ArrowArrayStream>();
        duck.Query("select if(i = 900000, error('row ' || i || ' is bad'), i::varchar)::double x from range(1000000) r(i)", stream);
        string message = Assert.Throws<ArrowStreamException>(() => ArrowReader.Read(stream)).Message;
        Assert.Contains("row 900000 is bad", message, StringComparison.Ordinal);
        Assert.True(stream->Release == null);
    }

    [DuckDbFact]
    public void A_view_over_our_stream_is_a_table_in_DuckDB()
    {
        using var duck = DuckDbEngine.Open();
        ArrowArrayStream stream;
        ArrowWriter.Write([Table.Create(Column.Numeric("x", new[] { 1, double.NaN, 3 }), Column.Category("c", ["a", "b", null])), Table.Create(Column.Numeric("x", new[] { 4.0 }), Column.Category("c", ["z"]))], &stream);
        duck.ScanArrow("ours", &stream);
        using var command = duck.CreateCommand();
        command.CommandText = "select string_agg(coalesce(x::varchar, 'null') || coalesce(c, '-'), ' ' order by x nulls last) from ours";
        Assert.Equal("1.0a 3.0- 4.0z nullb", command.ExecuteScalar());
        if (stream.Release != null)
            stream.Release(&stream);
    }

    /// <summary>By a view: DuckDB 1.5.6's ADBC driver does not look at what <c>get_next</c> returns while it ingests.</summary>
    [DuckDbFact]
    public void An_error_of_ours_reaches_DuckDB_and_leaves_nothing_half_written()
    {
        using var duck = DuckDbEngine.Open();
        ArrowArrayStream stream;
        ArrowWriter.Write(Failing(), &stream);
        duck.ScanArrow("ours", &stream);
        string message = Assert.ThrowsAny<DbException>(() => duck.Run("create table t as select * from ours")).Message;
        Assert.Contains("the second batch does not come", message, StringComparison.Ordinal);
        if (stream.Release != null)
            stream.Release(&stream);
        using var command = duck.CreateCommand();
        command.CommandText = "select count(*) from information_schema.tables where table_name = 't'";
        Assert.Equal(0L, command.ExecuteScalar());

        static IEnumerable<Table> Failing()
        {
            yield return Table.Create(Column.Numeric("x", new[] { 1.0 }));
            throw new InvalidDataException("the second batch does not come");
        }
    }

    [DuckDbFact]
    public void Transactions_of_DuckDB_are_the_log_that_the_reader_makes_of_them()
    {
        const string Query = "select (['ann', 'bob', 'Zoë'])[i * 7 % 3 + 1] customer, timestamp '2024-01-01 00:00:00.5' + interval (i * 37 % 500) hour moment, (i % 50 - 3) / 4.0 amount, if(i % 2 = 0, 'visit', 'order') kind, i % 9 size from range(300) r(i)";
        EventLogColumns columns = new() { Entity = "customer", Time = "moment", Amount = "amount", Kind = "kind", Properties = [ColumnSpec.Numeric("size")] };
        using var connection = DuckDbEngine.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Query;
        using var reader = command.ExecuteReader();
        EventLog expected = EventLog.Read(reader, columns);
        using var duck = new DuckDbAdbc();
        ArrowArrayStream stream;
        duck.Query(Query, &stream);
        Logs.AssertSame(expected, ArrowReader.ReadEvents(&stream, columns));
    }
}
