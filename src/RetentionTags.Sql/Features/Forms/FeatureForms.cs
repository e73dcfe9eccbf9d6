namespace RetentionTags.Sql.Features.Forms;

/// <summary>How an engine writes what features need beyond <see cref="SqlDialect"/>: moments as whole numbers, whole division, exact sums, medians.</summary>
internal class FeatureForms(SqlDialect dialect)
{
    public SqlDialect Dialect => dialect;

    /// <summary>The forms of a dialect.</summary>
    public static FeatureForms Of(SqlDialect dialect)
    {
        if (dialect == SqlDialect.Sqlite)
            return new SqliteForms();
        if (dialect == SqlDialect.PostgreSql)
            return new PostgreSqlForms();
        if (dialect == SqlDialect.ClickHouse)
            return new ClickHouseForms();
        if (dialect == SqlDialect.DuckDb)
            return new DuckDbForms();
        if (dialect == SqlDialect.Spark)
            return new SparkForms();
        if (dialect == SqlDialect.Trino)
            return new TrinoForms();
        return dialect == SqlDialect.SqlServer ? new SqlServerForms() : new MySqlForms();
    }

    /// <summary>Whether aggregates can be had OVER a partition.</summary>
    public virtual bool HasWindowFunctions => true;

    /// <summary>Whether one SELECT may have windows of different order.</summary>
    public virtual bool MixesWindows => true;

    /// <summary>A moment as whole microseconds since 1970: UTC or, without a zone, what its clock shows.</summary>
    /// <param name="column">The column.</param>
    /// <param name="format">How it keeps moments.</param>
    /// <param name="roundsUp">Whether parts of a microsecond count as a whole one, as they must for the moment at which something is known.</param>
    public string ToMicroseconds(string column, SqlTimeFormat format, bool roundsUp) => format switch
    {
        SqlTimeFormat.UnixSeconds => $"{ToWhole(column)} * 1000000",
        SqlTimeFormat.UnixMilliseconds => $"{ToWhole(column)} * 1000",
        SqlTimeFormat.UnixMicroseconds => ToWhole(column),
        SqlTimeFormat.Text => OfText(column, roundsUp),
        _ => OfTimestamp(column, roundsUp),
    };

    /// <summary>Whether a text names a zone that <see cref="ToMicroseconds"/> would not see; <see langword="null"/> where it sees all.</summary>
    public virtual string? NamesZone(string column) => $"{column} LIKE '%+%' OR {column} LIKE '___________%-%'";

    /// <summary>The offset of the piece that a moment lies in.</summary>
    /// <param name="moment">The moment; it may be written several times.</param>
    /// <param name="pieces">At least one, in order of time; the first begins with time itself.</param>
    public virtual string Offset(string moment, IReadOnlyList<(long From, long Offset)> pieces) => pieces.Count == 1
        ? Whole(pieces[0].Offset)
        : $"CASE {string.Join(' ', pieces.Skip(1).Reverse().Select(piece => $"WHEN {moment} >= {Whole(piece.From)} THEN {Whole(piece.Offset)}"))} ELSE {Whole(pieces[0].Offset)} END";

    /// <summary>The lesser of two whole numbers.</summary>
    public virtual string Lesser(string a, string b) => $"LEAST({a}, {b})";

    /// <summary>A number without decimals as a whole one.</summary>
    public virtual string ToWhole(string number) => $"CAST({number} AS {dialect.IntegerType})";

    /// <summary>A whole number as a double.</summary>
    public virtual string ToDouble(string whole) => $"CAST({whole} AS {dialect.DoubleType})";

    /// <summary>A number rounded to a whole one, of the same type.</summary>
    public virtual string Round(string number) => $"ROUND({number})";

    /// <summary>A number without its sign.</summary>
    public virtual string Abs(string number) => $"ABS({number})";

    /// <summary>How often a whole number above 0 goes into one that is not below 0.</summary>
    public virtual string Quotient(string whole, string divisor) => $"{whole} / {divisor}";

    /// <summary>A number, or NULL where there is none or it is NaN.</summary>
    public virtual string NumberOrNull(string column, string name) => dialect.ToNumber(column, name);

    /// <summary>The exact sum of whole numbers, as a double; no sum overflows in silence.</summary>
    public virtual string SumOfWholes(string whole) => ToDouble($"SUM({whole})");

    /// <summary>A whole number in a list of constants.</summary>
    public virtual string Whole(long number) => Invariant($"{number}");

    /// <summary>The number of different values that are not NULL.</summary>
    public virtual string CountDistinct(string value) => $"COUNT(DISTINCT {value})";

    /// <summary>2 to a power.</summary>
    public virtual string PowerOfTwo(string x) => $"POWER({dialect.Literal(2)}, {x})";

    /// <summary>An aggregate of the numbers of rows that meet a condition, from which <see cref="Median"/> is made; <see langword="null"/> where the engine has none.</summary>
    public virtual string? MedianAggregate(string condition, string number) => null;

    /// <summary>The median, of what <see cref="MedianAggregate"/> gave.</summary>
    public virtual string Median(string aggregated) => aggregated;

    /// <summary>An aggregate from which <see cref="Deviation"/> is made.</summary>
    public virtual string DeviationAggregate(string condition, string number) => $"STDDEV_SAMP({When(condition, number)})";

    /// <summary>The standard deviation with n − 1, of what <see cref="DeviationAggregate"/> gave.</summary>
    public virtual string Deviation(string aggregated) => aggregated;

    /// <summary>What is taken of rows that meet a condition; of others NULL.</summary>
    public static string When(string condition, string taken) => $"CASE WHEN {condition} THEN {taken} END";

    /// <summary>A timestamp of the engine's own.</summary>
    protected virtual string OfTimestamp(string column, bool roundsUp) => throw new NotSupportedException();

    /// <summary>A text in ISO 8601.</summary>
    protected virtual string OfText(string column, bool roundsUp) => throw new NotSupportedException();
}
