using System.Data;
using System.Globalization;
using System.Text;
using RetentionTags.Sql.Dialects;

namespace RetentionTags.Sql;

/// <summary>How an engine writes what the library says in SQL: names, texts, numbers, functions. Names and texts of users enter statements through <see cref="Quote(string)"/> and <see cref="Literal(string)"/> alone.</summary>
public abstract class SqlDialect
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private protected SqlDialect()
    {
    }

    /// <summary>SQLite 3.38 or later, or an earlier one with its JSON functions.</summary>
    public static SqlDialect Sqlite { get; } = new SqliteDialect();

    /// <summary>PostgreSQL 12 or later.</summary>
    public static SqlDialect PostgreSql { get; } = new PostgreSqlDialect();

    /// <summary>ClickHouse 18.16 or later, on one server or on a Distributed table.</summary>
    public static SqlDialect ClickHouse { get; } = new ClickHouseDialect();

    /// <summary>DuckDB 1.0 or later.</summary>
    public static SqlDialect DuckDb { get; } = new DuckDbDialect();

    /// <summary>Spark SQL 3.1 or later, with its default of backslashes that escape.</summary>
    public static SqlDialect Spark { get; } = new SparkDialect();

    /// <summary>Trino.</summary>
    public static SqlDialect Trino { get; } = new TrinoDialect();

    /// <summary>SQL Server 2017 or later.</summary>
    public static SqlDialect SqlServer { get; } = new SqlServerDialect();

    /// <summary>MySQL 8.0.17 or later, and MariaDB 10.4 or later.</summary>
    public static SqlDialect MySql { get; } = new MySqlDialect();

    /// <summary>All dialects.</summary>
    public static IReadOnlyList<SqlDialect> All { get; } = [Sqlite, PostgreSql, ClickHouse, DuckDb, Spark, Trino, SqlServer, MySql];

    /// <summary>The name of the engine.</summary>
    public abstract string Name { get; }

    /// <summary>A name as the engine reads it: in quotes, its own quotes escaped.</summary>
    /// <param name="identifier">The name of a column, a table or a schema.</param>
    /// <returns>SQL.</returns>
    /// <exception cref="ArgumentException">It is empty, holds the character 0 or half a surrogate pair, or is longer than the engine reads.</exception>
    public string Quote(string identifier)
    {
        CheckIdentifier(identifier);
        if (StrictUtf8.GetByteCount(identifier) > MaxIdentifierBytes)
            throw new ArgumentException($"The name '{identifier}' is longer than the {MaxIdentifierBytes} bytes that {Name} reads of a name.", nameof(identifier));
        return QuoteChecked(identifier);
    }

    /// <summary>The name of a table as the engine reads it: each part in quotes, with full stops between.</summary>
    /// <param name="name">The name.</param>
    /// <returns>SQL.</returns>
    /// <exception cref="ArgumentException">As in <see cref="Quote(string)"/>.</exception>
    public string Quote(SqlName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Join('.', name.Parts.Select(Quote));
    }

    /// <summary>A text as the engine reads it, to the character.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>SQL.</returns>
    /// <exception cref="ArgumentException">The engine has no such text: it holds half a surrogate pair or, in PostgreSQL, the character 0.</exception>
    public string Literal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CanHold(text) ? LiteralOf(text) : throw new ArgumentException($"{Name} has no text such as '{text.Replace("\0", "\\0", StringComparison.Ordinal)}': it holds {(text.Contains('\0', StringComparison.Ordinal) ? "the character 0" : "half a surrogate pair")}.", nameof(text));
    }

    /// <summary>A number as the engine reads it: a double, with the same bits.</summary>
    /// <param name="number">Any number. NaN is NULL where an engine does not have it.</param>
    /// <returns>SQL.</returns>
    /// <exception cref="ArgumentException">The number is infinite, and the engine has no such number.</exception>
    public string Literal(double number)
    {
        if (double.IsInfinity(number) && !HasInfinity)
            throw new ArgumentException(Invariant($"{Name} has no number such as {number}."), nameof(number));
        return LiteralOf(number);
    }

    /// <summary>The name of the engine.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;

    /// <summary>How steps that build on one another are written.</summary>
    internal virtual ChainForm Form => ChainForm.CommonTables;

    /// <summary>Longest name that is read to its end.</summary>
    internal virtual int MaxIdentifierBytes => int.MaxValue;

    /// <summary>Whether doubles can be infinite.</summary>
    internal virtual bool HasInfinity => true;

    /// <summary>What is put behind texts that are compared, so that blanks at their ends count; empty where they do anyway.</summary>
    internal virtual string EndMark => "";

    /// <summary>The type of doubles.</summary>
    internal abstract string DoubleType { get; }

    /// <summary>The type of whole numbers of 64 bits.</summary>
    internal virtual string IntegerType => "BIGINT";

    /// <summary>The type of texts of any length.</summary>
    internal abstract string TextType { get; }

    /// <summary>A NULL among texts.</summary>
    internal virtual string NullText => $"CAST(NULL AS {TextType})";

    /// <summary>Whether the engine has such a text at all. What it has not, no row can hold.</summary>
    internal virtual bool CanHold(string text)
    {
        try
        {
            StrictUtf8.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>A column as a double, NULL or NaN where there is none; texts that are no numbers are an error wherever the engine can say so.</summary>
    internal abstract string ToNumber(string column, string name);

    /// <summary>A column as a text that equals another one only if all characters do, with <see cref="EndMark"/> at its end.</summary>
    internal abstract string ToText(string column);

    /// <summary>Whether what <see cref="ToNumber"/> gave is missing.</summary>
    internal abstract string IsMissing(string number);

    /// <summary>A number to compare with what <see cref="ToNumber"/> gave; it need not be of the same type.</summary>
    internal virtual string Bound(double number) => Literal(number);

    /// <summary>The largest of some numbers, none of them NULL.</summary>
    internal virtual string Greatest(IReadOnlyList<string> numbers) => numbers.Count == 1 ? numbers[0] : $"GREATEST({string.Join(", ", numbers)})";

    /// <summary>The smallest of two numbers, neither of them NULL.</summary>
    internal virtual string Least(string one, string other) => $"LEAST({one}, {other})";

    /// <summary>The k-th largest of numbers, none of them NULL, as one expression; nothing where there is none such.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="place">From 1 to as many as there are.</param>
    internal virtual string? NthLargest(IReadOnlyList<string> numbers, int place) => null;

    /// <summary>At the end of a SELECT, keeps its expressions from being written out wherever the SELECT around it uses them; empty where engines do no such thing, or cannot be kept from it.</summary>
    internal virtual string Fence => "";

    /// <summary>Whether it costs next to nothing to compute <see cref="ToNumber"/> and the like over again.</summary>
    internal virtual bool HasCheapInputs => false;

    /// <summary>e to the power of x.</summary>
    internal virtual string Exp(string x) => $"EXP({x})";

    /// <summary>The natural logarithm.</summary>
    internal virtual string Ln(string x) => $"LN({x})";

    /// <summary>A double as one of the whole numbers next to it; larger ones as no smaller whole numbers.</summary>
    internal virtual string WholeOf(string x) => $"CAST({x} AS {IntegerType})";

    /// <summary>Whether there are window functions.</summary>
    internal virtual bool HasWindows => true;

    /// <summary>A double without so many of its last bits, as a whole number: equal for doubles that agree in the others. For engines without window functions.</summary>
    internal virtual string LeadingBits(string number, int droppedBits) => throw new NotSupportedException($"{Name} has window functions.");

    /// <summary>−0 as 0, where the engine groups them apart.</summary>
    internal virtual string PlainZero(string number) => number;

    /// <summary>How rows are written.</summary>
    internal virtual WriteForm Writes => WriteForm.None;

    /// <summary>Whether creating a table can be taken back with the transaction.</summary>
    internal virtual bool HasTransactionalTables => true;

    /// <summary>Whether there is COPY … FROM STDIN.</summary>
    internal virtual bool HasTextImport => false;

    /// <summary>How many parameters a statement has at most: what SQL Server takes, and more is no faster elsewhere.</summary>
    internal virtual int MaxParameters => 2000;

    /// <summary>The type of a column that is created.</summary>
    /// <param name="type">Of 64-bit integers, doubles or strings.</param>
    /// <param name="isKey">Whether it tells rows apart.</param>
    internal virtual string ColumnType(DbType type, bool isKey) => type switch { DbType.Int64 => IntegerType, DbType.Double => DoubleType, _ => TextType };

    /// <summary>Creates a table unless there is one of that name.</summary>
    internal virtual string CreateIfAbsent(SqlName name, string definition) => $"CREATE TABLE IF NOT EXISTS {Quote(name)} {definition}";

    /// <summary>Drops a temporary table.</summary>
    internal virtual string DropTemporary(string quoted) => $"DROP TABLE {quoted}";

    /// <summary>What stands for a parameter in a statement.</summary>
    internal virtual string Placeholder(int parameter) => Invariant($"@p{parameter}");

    /// <summary>The name of a parameter.</summary>
    internal virtual string ParameterName(int parameter) => Invariant($"@p{parameter}");

    internal static void CheckIdentifier(string identifier)
    {
        ArgumentException.ThrowIfNullOrEmpty(identifier);
        if (identifier.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException($"The name '{identifier.Replace("\0", "\\0", StringComparison.Ordinal)}' holds the character 0, which no engine takes in a name.", nameof(identifier));
        try
        {
            StrictUtf8.GetByteCount(identifier);
        }
        catch (EncoderFallbackException failure)
        {
            throw new ArgumentException("A name holds half a surrogate pair, which no engine takes.", nameof(identifier), failure);
        }
    }

    private protected abstract string LiteralOf(double number);

    private protected abstract string LiteralOf(string text);

    private protected virtual string QuoteChecked(string identifier) => Enclose(identifier, '"');

    /// <summary>A text between two quotes, those within it doubled.</summary>
    private protected static string Enclose(string text, char quote) => $"{quote}{text.Replace($"{quote}", $"{quote}{quote}", StringComparison.Ordinal)}{quote}";

    /// <summary>The shortest digits that make the same double.</summary>
    private protected static string Digits(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The same with an exponent, which in many engines makes a double of what would be a decimal.</summary>
    private protected static string WithExponent(double number)
    {
        string digits = Digits(number);
        return digits.Contains('E', StringComparison.Ordinal) ? digits : $"{digits}E0";
    }

    /// <summary>A text in pieces without the character 0, with something for it between them.</summary>
    private protected static string AroundZeros(string text, Func<string, string> piece, string zero, string plus) =>
        string.Join($" {plus} {zero} {plus} ", text.Split('\0').Select(piece));
}
