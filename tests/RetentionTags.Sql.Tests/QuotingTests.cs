using System.Data.Common;
using System.Globalization;
using RetentionTags.Engines;
using RetentionTags.Scoring;
using RetentionTags.Sql.Tests.Support;

namespace RetentionTags.Sql.Tests;

/// <summary>Names, texts and numbers come out of engines as they went in, and nothing else happens.</summary>
public class QuotingTests
{
    private static readonly string[] Hostile =
    [
        "'; DROP TABLE victim; --", "\"; DROP TABLE victim; --", "`; DROP TABLE victim; --", "]; DROP TABLE victim; --", "\\'; DROP TABLE victim; --", "\\", "\\\\", "\\\"", "''", "\"\"", "``", "]]", "a;b", "--", "/*", "*/", "#", "a\nb", "a\r\nb", "tab\tx", " ", " lead", "trail ",
        "é", "e\u0301", "日本語", "😀", "\u2028", "\u001a", "\u0007", "%", "_", "$$", "$1", "@p", ":p", "?", "{x:String}", "${x}", "\\x41", "\\101", "\\u0041", "\\n", "' || 'x", "' + 'x", "N'x'", "E'x'", "U&'\\0041'", "0x41", "X'41'", "NULL", "nul\0x", "\0",
    ];

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void Texts_come_back_to_the_character(string name)
    {
        Engine engine = AllEngines.Named(name);
        using DbConnection connection = engine.Open();
        foreach (string text in Hostile.Append(""))
        {
            if (!engine.Dialect().CanHold(text))
                Assert.Throws<ArgumentException>(() => engine.Dialect().Literal(text));
            else if (engine.Name != AllEngines.DuckDb || !text.Contains('\0', StringComparison.Ordinal))
                Assert.Equal(text, connection.Ask($"SELECT {engine.Dialect().Literal(text)}"));
            else
                Assert.Equal(text.Length, Convert.ToInt32(connection.Ask($"SELECT length({engine.Dialect().Literal(text)})"), CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void Numbers_come_back_to_the_bit(string name)
    {
        Engine engine = AllEngines.Named(name);
        using DbConnection connection = engine.Open();
        var random = new Random(7);
        double[] numbers =
        [
            0, 1, -1, 0.1, 0.3, 1e22, 1e23, 123456789012345678, double.MaxValue, double.MinValue, double.Epsilon, 2.2250738585072014e-308, 2.225073858507201e-308, 5e-324 * 99,
            .. Enumerable.Range(0, 300).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64())).Where(double.IsFinite),
            .. Enumerable.Range(0, 300).Select(_ => Math.Round(random.NextDouble() * 1000, random.Next(15))),
            .. Enumerable.Range(0, 300).Select(_ => random.Next(1 << 30) / (double)(1 << 24)),
        ];
        SqlDialect dialect = engine.Dialect();
        foreach (double[] some in numbers.Chunk(50))
        {
            object?[] found = Assert.Single(connection.Rows($"SELECT {string.Join(", ", some.Select((number, i) => $"{dialect.Literal(number)} AS x{i}, CASE WHEN {dialect.Literal(number)} < {dialect.Bound(number)} OR {dialect.Literal(number)} > {dialect.Bound(number)} THEN 1 ELSE 0 END AS y{i}"))}"));
            for (int i = 0; i < some.Length; i++)
            {
                Assert.Equal(some[i], Assert.IsType<double>(found[2 * i]));
                Assert.Equal(0, Convert.ToInt32(found[(2 * i) + 1], CultureInfo.InvariantCulture));
            }
        }
    }

    [Theory]
    [OnEngine(AllEngines.Sqlite)]
    [OnEngine(AllEngines.PostgreSql)]
    [OnEngine(AllEngines.ClickHouse)]
    [OnEngine(AllEngines.DuckDb)]
    [OnEngine(AllEngines.MySql)]
    public void Hostile_names_are_names(string name)
    {
        Engine engine = AllEngines.Named(name);
        SqlDialect dialect = engine.Dialect();
        using DbConnection connection = engine.Open();
        engine.Load(connection, dialect.Quote("victim"), (dialect.Quote("id"), new long[] { 1 }));
        foreach (string text in Hostile.Where(text => !text.Contains('\0', StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(text)))
        {
            // MySQL itself does not take names that begin or end with a blank, or hold control characters or any beyond the basic plane.
            if (engine.Name == AllEngines.MySql && (text.Trim(' ') != text || text.Any(c => c is '\u001a' or '\u0007') || text.Any(char.IsSurrogate)))
                continue;
            using DbCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT source.{dialect.Quote(text)} AS {dialect.Quote(text + "'s")} FROM (SELECT {dialect.Literal(text)} AS {dialect.Quote(text)}) AS source";
            using DbDataReader reader = command.ExecuteReader();
            Assert.True(reader.Read());
            Assert.Equal(text + "'s", reader.GetName(0));
            Assert.Equal(text, reader.GetValue(0));
        }

        Assert.Equal(1, Convert.ToInt32(connection.Ask($"SELECT COUNT(*) FROM {dialect.Quote("victim")}"), CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Names_that_no_engine_takes_are_refused()
    {
        Assert.Contains("character 0", Assert.Throws<ArgumentException>(() => SqlDialect.Sqlite.Quote("a\0b")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SqlName.Of("a", ""));
        Assert.Throws<ArgumentException>(() => SqlDialect.Trino.Quote("\ud800"));
        Assert.Contains("63 bytes", Assert.Throws<ArgumentException>(() => SqlDialect.PostgreSql.Quote(new string('é', 32))).Message, StringComparison.Ordinal);
        Assert.Equal("\"a.b\".\"c\"", SqlDialect.PostgreSql.Quote(SqlName.Of("a.b", "c")));
        Assert.Throws<ArgumentException>(() => SqlDialect.MySql.Literal(double.PositiveInfinity));
    }

    [Fact]
    public void Columns_that_would_be_mistaken_for_one_another_are_refused()
    {
        Scorecard card = SampleCard.Card;
        Assert.Contains("Prefix", Assert.Throws<ArgumentException>(() => card.ToSql(SqlDialect.Sqlite, new() { From = "t", Keep = ["Probability"] })).Message, StringComparison.Ordinal);
        Assert.Contains("MaxReasons", Assert.Throws<ArgumentException>(() => card.ToSql(SqlDialect.Sqlite, new() { From = "t", Reasons = 9 })).Message, StringComparison.Ordinal);
        Assert.Contains("no column", Assert.Throws<ArgumentException>(() => card.ToSql(SqlDialect.Sqlite, new() { From = "t", Columns = ScoreColumns.None })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_texts_are_missing_as_they_are_when_a_table_is_read()
    {
        using DbConnection connection = AllEngines.Named(AllEngines.Sqlite).Open();
        connection.Run("CREATE TABLE t (tenure_months REAL, contract TEXT)");
        connection.Run("INSERT INTO t VALUES (7, ''), (7, 'n/a'), (7, NULL), (7, 'never seen')");
        var query = new ScoreQuery { From = "t", Columns = ScoreColumns.Labels };
        Assert.Equal(["missing", "unseen", "missing", "unseen"], Labels(query));
        Assert.Equal(["unseen", "missing", "missing", "unseen"], Labels(query with { MissingTexts = ["n/a", "One year"] }));
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM t";
        using DbDataReader reader = command.ExecuteReader();
        Data.Table read = Data.Table.Read(reader);
        var labels = new string[4];
        SampleCard.Card.Columns.Single(column => column.Name == "contract").Binning.ToLabels(read["contract"], labels);
        Assert.Equal(labels, Labels(query));

        List<object?> Labels(ScoreQuery of) => [.. connection.Rows(SampleCard.Card.ToSql(SqlDialect.Sqlite, of)).Select(row => row[1])];
    }

    [Theory]
    [OnEngine(AllEngines.Sqlite, "COLLATE NOCASE")]
    [OnEngine(AllEngines.MySql, "CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci")]
    [OnEngine(AllEngines.DuckDb, "COLLATE NOCASE")]
    public void Categories_are_compared_to_the_character_whatever_the_collation(string name, string collation)
    {
        Engine engine = AllEngines.Named(name);
        SqlDialect dialect = engine.Dialect();
        using DbConnection connection = engine.Open();
        connection.Run("DROP TABLE IF EXISTS collated");
        connection.Run($"CREATE TABLE collated (tenure_months {dialect.DoubleType}, contract VARCHAR(50) {collation})");
        string[] contracts = ["One year", "ONE YEAR", "One year ", "One yéar"];
        foreach (string contract in contracts)
            connection.Run($"INSERT INTO collated VALUES (7, {dialect.Literal(contract)})");
        string sql = SampleCard.Card.ToSql(dialect, new() { From = "collated", Keep = ["contract"], Columns = ScoreColumns.Labels });
        Assert.Equal(contracts.Select(contract => contract == "One year" ? "One year" : "unseen").Order(), connection.Rows(sql).Select(row => (string)row[2]! is "unseen" ? "unseen" : "One year").Order());
        Assert.Equal(3, connection.Rows(sql).Count(row => (string)row[2]! == "unseen"));
    }
}
