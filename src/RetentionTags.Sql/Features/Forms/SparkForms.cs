namespace RetentionTags.Sql.Features.Forms;

internal sealed class SparkForms() : FeatureForms(SqlDialect.Spark)
{
    public override string Quotient(string whole, string divisor) => $"{whole} DIV {divisor}";

    public override string NumberOrNull(string column, string name) => $"NULLIF({Dialect.ToNumber(column, name)}, CAST('NaN' AS DOUBLE))";

    /// <summary>Sums of 64 bits would begin anew when they are full, unless the session is in ANSI mode.</summary>
    public override string SumOfWholes(string whole) => $"CAST(SUM(CAST({whole} AS DECIMAL(20, 0))) AS DOUBLE)";

    public override string Whole(long number) => Invariant($"{number}L");

    public override string MedianAggregate(string condition, string number) => $"PERCENTILE({When(condition, number)}, 0.5D)";

    protected override string OfTimestamp(string column, bool roundsUp) => $"UNIX_MICROS(CAST({column} AS TIMESTAMP))";

    protected override string OfText(string column, bool roundsUp) => OfTimestamp(column, roundsUp);
}
