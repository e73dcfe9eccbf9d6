using System.Data;
using System.Data.Common;
using System.Globalization;
using CsvHelper;
using Microsoft.Data.Sqlite;
using RetentionTags.Data;

namespace RetentionTags.Tests.Data;

public class ReadingTests
{
    private static readonly EventLogColumns LogColumns = new() { Entity = "customer", Time = "time", Amount = "amount" };

    [Fact]
    public void Reads_a_table_from_a_database_by_its_types()
    {
        using SqliteConnection connection = Open("create table t (x real, n integer, c text); insert into t values (1.5, 2, 'a'), (null, 3, null), (2, null, 'b')");
        using DbDataReader reader = Query(connection, "select * from t");
        Table table = Table.Read(reader);
        Assert.Equal([1.5, double.NaN, 2], table.Numeric("x").Values.ToArray());
        Assert.Equal([2, 3, double.NaN], table.Numeric("n").Values.ToArray());
        Assert.Equal(["a", null, "b"], Enumerable.Range(0, 3).Select(row => table.Category("c")[row]));
    }

    [Fact]
    public void Reads_every_numeric_type_and_truth_values()
    {
        var source = new DataTable();
        object[] row = [(byte)1, (short)2, 3, 4L, 5f, 6.0, 7m, 8u, true];
        for (int i = 0; i < row.Length; i++)
            source.Columns.Add($"x{i}", row[i].GetType());
        source.Rows.Add(row);
        using DbDataReader reader = source.CreateDataReader();
        Table table = Table.Read(reader);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Enumerable.Range(0, 8).Select(i => table.Numeric($"x{i}").Values[0]));
        Assert.Equal("true", table.Category("x8")[0]);
    }

    [Fact]
    public void Reads_csv_by_specification()
    {
        Table table = Table.Read(Csv("plan,fee,note\nbasic,1.5,x\n, 2 ,y\nNA,,z\n"), new()
        {
            Columns = [ColumnSpec.Numeric("fee"), ColumnSpec.Category("plan")],
            MissingTexts = ["", "NA"],
        });
        Assert.Equal(["fee", "plan"], table.Columns.Select(column => column.Name));
        Assert.Equal([1.5, 2, double.NaN], table.Numeric("fee").Values.ToArray());
        Assert.Equal(["basic", null, null], Enumerable.Range(0, 3).Select(row => table.Category("plan")[row]));
    }

    [Fact]
    public void Reads_numbers_in_a_named_culture() => Assert.Equal(
        1234.5,
        Table.Read(Csv("fee\n\"1234,5\"\n"), new() { Columns = [ColumnSpec.Numeric("fee")], Culture = CultureInfo.GetCultureInfo("fr-FR") }).Numeric("fee").Values[0]);

    [Fact]
    public void A_bad_cell_is_an_error_that_names_row_column_value_and_type()
    {
        var failure = Assert.Throws<CellFormatException>(() => Table.Read(Csv("fee\n1.5\nabc\n"), new() { Columns = [ColumnSpec.Numeric("fee")] }));
        Assert.Equal("Data row 2, column 'fee': found the text 'abc', expected a number in the invariant culture (settings: Culture, MissingTexts).", failure.Message);
        Assert.Equal(("fee", 2), (failure.ColumnName, failure.DataRow));
    }

    [Fact]
    public void A_column_that_is_absent_is_an_error_that_lists_those_there_are() => Assert.Contains(
        "no column 'fees'. It has: 'plan', 'fee'",
        Assert.Throws<ArgumentException>(() => Table.Read(Csv("plan,fee\n"), new() { Columns = [ColumnSpec.Numeric("fees")] })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_type_without_a_place_is_an_error_that_says_what_to_do()
    {
        var source = new DataTable();
        source.Columns.Add("day", typeof(DateTime));
        source.Rows.Add(new DateTime(2024, 1, 1));
        using DbDataReader reader = source.CreateDataReader();
        Assert.Contains("TableReadOptions.Columns", Assert.Throws<CellFormatException>(() => Table.Read(reader)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null, 3, 1")]
    [InlineData("3, null, 1")]
    [InlineData("3, 1, null")]
    public void The_kind_of_a_column_does_not_depend_on_which_row_comes_first(string values)
    {
        string[] cells = values.Split(", ");
        using SqliteConnection connection = Open($"create table t (fee decimal(10,2)); insert into t values ({string.Join("), (", cells)})");
        using DbDataReader reader = Query(connection, "select fee from t");
        Assert.Equal(cells.Select(cell => cell == "null" ? double.NaN : Number(cell)), Table.Read(reader).Numeric("fee").Values.ToArray());
    }

    [Fact]
    public void A_column_that_mixes_kinds_is_an_error_that_says_what_to_do()
    {
        using SqliteConnection connection = Open("create table t (x); insert into t values (1), ('a')");
        using DbDataReader reader = Query(connection, "select x from t");
        var failure = Assert.Throws<CellFormatException>(() => Table.Read(reader));
        Assert.Contains("Data row 2, column 'x': found the text 'a', expected a number like the values before it", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_result_and_a_column_without_values_are_numeric()
    {
        using SqliteConnection connection = Open("create table t (x integer)");
        using (DbDataReader reader = Query(connection, "select max(x) as m, sum(x) as s from t"))
            Assert.Equal([double.NaN], Table.Read(reader).Numeric("m").Values.ToArray());
        using DbDataReader none = Query(connection, "select x + 1 as y from t");
        Assert.Equal(0, Table.Read(none).RowCount);
    }

    [Fact]
    public void Texts_that_are_no_numbers_to_people_are_none_here()
    {
        foreach (string text in (string[])["NaN", "Infinity", "1e999"])
            Assert.Throws<CellFormatException>(() => Table.Read(Csv($"fee\n{text}\n"), new() { Columns = [ColumnSpec.Numeric("fee")] }));
        Assert.True(double.IsNaN(Table.Read(Csv("fee\nNaN\n"), new() { Columns = [ColumnSpec.Numeric("fee")], MissingTexts = [" NaN "] }).Numeric("fee").Values[0]));
    }

    [Fact]
    public void Values_of_other_types_become_categories_by_their_one_text()
    {
        var id = Guid.NewGuid();
        var source = new DataTable();
        foreach ((string name, object value) in ((string, object)[])[("guid", id), ("moment", new DateTime(2024, 1, 1, 0, 0, 0, 5)), ("span", TimeSpan.FromMinutes(90)), ("letter", 'x')])
            source.Columns.Add(name, value.GetType());
        source.Rows.Add(id, new DateTime(2024, 1, 1, 0, 0, 0, 5), TimeSpan.FromMinutes(90), 'x');
        using DbDataReader reader = source.CreateDataReader();
        Table table = Table.Read(reader, new() { Columns = [.. ((string[])["guid", "moment", "span", "letter"]).Select(ColumnSpec.Category)] });
        Assert.Equal([id.ToString(), "2024-01-01T00:00:00.0050000", "01:30:00", "x"], table.Columns.Select(column => ((CategoryColumn)column)[0]));
    }

    [Fact]
    public void Bytes_are_no_category_and_no_key()
    {
        using SqliteConnection connection = Open("create table t (customer blob, time text, amount real); insert into t values (x'01', '2024-01-01', 1)");
        using (DbDataReader reader = Query(connection, "select customer from t"))
            Assert.Contains("a Byte[]", Assert.Throws<CellFormatException>(() => Table.Read(reader, new() { Columns = [ColumnSpec.Category("customer")] })).Message, StringComparison.Ordinal);
        using DbDataReader log = Query(connection, "select * from t");
        Assert.Contains("a Byte[]", Assert.Throws<CellFormatException>(() => EventLog.Read(log, LogColumns)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9, 10, null", true)]
    [InlineData("null, 9, 10", true)]
    [InlineData("9, 'x', 10", false)]
    [InlineData("9.0, 10", true)]
    public void Keys_are_numbers_when_all_of_them_are(string keys, bool areNumbers)
    {
        using SqliteConnection connection = Open($"create table t (customer, time text, amount real); insert into t values ({string.Join(", '2024-01-01', 1), (", keys.Split(", "))}, '2024-01-01', 1)");
        using DbDataReader reader = Query(connection, "select * from t");
        EventLog log = EventLog.Read(reader, LogColumns with { LeaveOutRowsWithoutEntity = true });
        Assert.Equal(areNumbers, log.Entities.AreNumbers);
        Assert.Equal(areNumbers ? "9" : "10", log.Entities[0]);
    }

    [Fact]
    public void A_fraction_is_no_key()
    {
        using SqliteConnection connection = Open("create table t (customer, time text, amount real); insert into t values (2, '2024-01-01', 1), (2.5, '2024-01-01', 1)");
        using DbDataReader reader = Query(connection, "select * from t");
        Assert.Contains("Data row 2, column 'customer': found 2.5 (Double)", Assert.Throws<CellFormatException>(() => EventLog.Read(reader, LogColumns)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_name_that_occurs_twice_is_an_error()
    {
        using SqliteConnection connection = Open("create table t (x integer)");
        using DbDataReader reader = Query(connection, "select x, x from t");
        Assert.Contains("2 columns 'x'", Assert.Throws<ArgumentException>(() => Table.Read(reader, new() { Columns = [ColumnSpec.Numeric("x")] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Formats_are_tried_in_their_order_whatever_came_before()
    {
        EventLogColumns columns = LogColumns with { TimeFormats = ["dd/MM/yyyy", "MM/dd/yyyy"] };
        EventLog log = EventLog.Read(Csv("customer,time,amount\na,05/06/2024,1\na,12/25/2024,1\nb,05/06/2024,1\n"), columns);
        Assert.Equal([Utc(2024, 6, 5), Utc(2024, 12, 25), Utc(2024, 6, 5)], log.Times.ToArray());
    }

    [Fact]
    public void Formats_that_are_always_utc_are_not_moved_by_the_zone()
    {
        EventLogColumns columns = LogColumns with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), TimeFormats = ["R", "u"] };
        EventLog log = EventLog.Read(Csv("customer,time,amount\na,\"Mon, 01 Jan 2024 12:00:00 GMT\",1\na,2024-01-02 12:00:00Z,1\n"), columns);
        Assert.Equal([Utc(2024, 1, 1).AddHours(12), Utc(2024, 1, 2).AddHours(12)], log.Times.ToArray());
    }

    [Fact]
    public void A_date_begins_when_its_day_does()
    {
        EventLogColumns columns = LogColumns with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/Santiago") };
        Assert.Equal([Utc(2024, 9, 8).AddHours(4)], EventLog.Read(Csv("customer,time,amount\na,2024-09-08,1\n"), columns).Times.ToArray());
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00+02:00")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void Placeholders_for_dates_are_errors_that_name_the_row(string time)
    {
        string message = Assert.Throws<CellFormatException>(() => EventLog.Read(Csv($"customer,time,amount\na,{time},1\n"), LogColumns)).Message;
        Assert.Contains("Data row 1, column 'time'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_that_are_local_to_the_machine_are_errors_that_say_so()
    {
        var source = new DataTable();
        source.Columns.Add("customer", typeof(string));
        source.Columns.Add(new DataColumn("time", typeof(DateTime)) { DateTimeMode = DataSetDateTime.Local });
        source.Columns.Add("amount", typeof(double));
        source.Rows.Add("a", new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Local), 1.0);
        using DbDataReader reader = source.CreateDataReader();
        Assert.Contains("local to this machine, expected a moment in UTC", Assert.Throws<CellFormatException>(() => EventLog.Read(reader, LogColumns)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_beyond_all_numbers_is_an_error() => Assert.Contains(
        "product with 'n' is finite",
        Assert.Throws<CellFormatException>(() => EventLog.Read(Csv("customer,time,amount,n\na,2024-01-01,1e200,1e200\n"), LogColumns with { Quantity = "n" })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Reading_obeys_cancellation_and_reports_progress()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Table.Read(Csv("fee\na\n"), null, null, source.Token));
        var reports = new List<FitProgress>();
        Table.Read(Csv("fee\n1\n2\n"), null, new Recorder(reports));
        Assert.Equal(new FitProgress("reading", 2, 2), reports[^1]);
    }

    [Fact]
    public void Reads_a_log_from_a_database()
    {
        using SqliteConnection connection = Open("create table t (customer integer, time text, amount real, kind text); insert into t values (7, '2024-03-01 10:00:00', 12.5, 'order'), (3, '2024-02-01', -2, 'refund'), (7, '2024-02-15T08:30:00.5+02:00', 1, null)");
        using DbDataReader reader = Query(connection, "select * from t");
        EventLog log = EventLog.Read(reader, LogColumns with { Kind = "kind" });
        Assert.True(log.Entities.AreNumbers);
        Assert.Equal([3, 7], [log.Entities.NumberOf(0), log.Entities.NumberOf(1)]);
        Assert.Equal([Utc(2024, 2, 1), Utc(2024, 2, 15).AddHours(6.5).AddSeconds(0.5), Utc(2024, 3, 1).AddHours(10)], log.Times.ToArray());
        Assert.All(log.Times.ToArray(), time => Assert.Equal(DateTimeKind.Utc, time.Kind));
        Assert.Equal([-2, 1, 12.5], log.Amounts.ToArray());
        Assert.Equal(["refund", null, "order"], log.KindCodes.ToArray().Select(code => code < 0 ? null : log.Kinds[code]));
    }

    [Fact]
    public void Reads_a_log_from_csv_with_quantities_and_rows_without_a_customer()
    {
        const string Text = "customer,time,price,n\nb,20240301,2.5,4\n,20240301,9,9\na,20240302,1,-1\n";
        EventLogColumns columns = LogColumns with { Amount = "price", Quantity = "n", LeaveOutRowsWithoutEntity = true };
        EventLog log = EventLog.Read(Csv(Text), columns);
        Assert.Equal(["a", "b"], [log.Entities[0], log.Entities[1]]);
        Assert.Equal([-1, 10], log.Amounts.ToArray());
        Assert.Equal(1, log.Report!.LeftOut.Single().Rows);
        var failure = Assert.Throws<CellFormatException>(() => EventLog.Read(Csv(Text), columns with { LeaveOutRowsWithoutEntity = false }));
        Assert.Contains("Data row 2, column 'customer'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("LeaveOutRowsWithoutEntity", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,tomorrow,1", "column 'time': found the text 'tomorrow', expected a date or time in one of the formats 'yyyy-MM-dd'")]
    [InlineData("a,2024-01-01,much", "column 'amount': found the text 'much', expected a number")]
    [InlineData("a,2024-01-01,", "column 'amount': found the text '', expected a number")]
    [InlineData("a,2024-01-01,NaN", "column 'amount': found the text 'NaN', expected a number")]
    public void A_bad_cell_of_a_log_is_an_error_that_says_what_was_expected(string line, string expected)
    {
        var failure = Assert.Throws<CellFormatException>(() => EventLog.Read(Csv($"customer,time,amount\na,2024-01-01,1\n{line}\n"), LogColumns));
        Assert.Contains($"Data row 2, {expected}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_log_is_an_error() =>
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => EventLog.Read(Csv("customer,time,amount\n"), LogColumns)).Message, StringComparison.Ordinal);

    [Fact]
    public void Times_without_a_zone_are_in_the_zone_named()
    {
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        EventLogColumns columns = LogColumns with { TimeZone = berlin };
        EventLog log = EventLog.Read(Csv("customer,time,amount\na,2024-01-01 00:30:00,1\na,2024-07-01 00:30:00,1\na,2024-07-01T00:30:00Z,1\n"), columns);
        Assert.Equal([Utc(2023, 12, 31).AddHours(23.5), Utc(2024, 6, 30).AddHours(22.5), Utc(2024, 7, 1).AddHours(0.5)], log.Times.ToArray());
        var failure = Assert.Throws<CellFormatException>(() => EventLog.Read(Csv("customer,time,amount\na,2024-03-31 02:30:00,1\n"), columns));
        Assert.Contains("put forward", failure.Message, StringComparison.Ordinal);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static DateTime Utc(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Utc);

    private static CsvDataReader Csv(string text) => new(CsvReader.FromText(text, CsvReaderOptions.Default));

    [Fact]
    public void Numbers_of_every_type_are_read_and_missing_ones_stay_missing()
    {
        object[] numbers = [(sbyte)-3, (byte)3, (short)-3, (ushort)3, -3, 3u, -3L, 3UL, 0.5f, 0.1, 1.25m, System.Numerics.BigInteger.Pow(2, 70)];
        var source = new DataTable();
        foreach (object number in numbers)
            source.Columns.Add(number.GetType().Name, number.GetType());
        source.Rows.Add(numbers);
        source.Rows.Add([.. numbers.Select(_ => DBNull.Value)]);
        source.Rows.Add(numbers);
        Table table = Table.Read(source.CreateDataReader());
        double[] expected = [-3, 3, -3, 3, -3, 3, -3, 3, 0.5, 0.1, 1.25, 1180591620717411303424.0];
        for (int column = 0; column < expected.Length; column++)
            Assert.Equal([expected[column], double.NaN, expected[column]], ((NumericColumn)table.Columns[column]).Values);
        Table texts = Table.Read(source.CreateDataReader(), new() { Columns = [ColumnSpec.Category("BigInteger")] });
        Assert.Equal("1180591620717411303424", texts.Category("BigInteger")[0]);
    }

    private static SqliteConnection Open(string script)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
        return connection;
    }

    private static SqliteDataReader Query(SqliteConnection connection, string sql)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteReader();
    }

    private sealed class Recorder(List<FitProgress> reports) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => reports.Add(value);
    }
}
