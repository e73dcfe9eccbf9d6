namespace RetentionTags.Sql.Features.Forms;

internal sealed class ClickHouseForms() : FeatureForms(SqlDialect.ClickHouse)
{
    /// <summary>Versions before 21 have none.</summary>
    public override bool HasWindowFunctions => false;

    /// <summary>With the moment written once: an engine that puts expressions where their names are would write cases within cases.</summary>
    public override string Offset(string moment, IReadOnlyList<(long From, long Offset)> pieces) => pieces.Count == 1
        ? Whole(pieces[0].Offset)
        : $"[{string.Join(", ", pieces.Select(piece => Whole(piece.Offset)))}][1 + arrayCount(change -> {moment} >= change, [{string.Join(", ", pieces.Skip(1).Select(piece => Whole(piece.From)))}])]";

    public override string Lesser(string a, string b) => $"least({a}, {b})";

    public override string ToWhole(string number) => $"toInt64({number})";

    public override string ToDouble(string whole) => $"toFloat64({whole})";

    public override string Round(string number) => $"round({number})";

    public override string Abs(string number) => $"abs({number})";

    public override string Quotient(string whole, string divisor) => $"intDiv({whole}, {divisor})";

    public override string NumberOrNull(string column, string name) => $"if(isNaN(toFloat64({column})), NULL, toFloat64({column}))";

    /// <summary>Sums of 64 bits would begin anew when they are full.</summary>
    public override string SumOfWholes(string whole) => $"toFloat64(sum(toDecimal128({whole}, 0)))";

    /// <summary>Constants above 0 are unsigned otherwise, and do not go together with those below.</summary>
    public override string Whole(long number) => Invariant($"toInt64({number})");

    /// <summary>Of NULLs alone it is NULL.</summary>
    public override string CountDistinct(string value) => $"ifNull(COUNT(DISTINCT {value}), 0)";

    public override string PowerOfTwo(string x) => $"pow(2, {x})";

    public override string MedianAggregate(string condition, string number) => $"arraySort(groupArray({When(condition, number)}))";

    public override string Median(string aggregated) =>
        $"if(empty({aggregated}), NULL, ({aggregated}[intDiv(length({aggregated}) + 1, 2)] + {aggregated}[intDiv(length({aggregated}) + 2, 2)]) / 2)";

    /// <summary>Of a single value it is NaN.</summary>
    public override string DeviationAggregate(string condition, string number) => $"stddevSamp({When(condition, number)})";

    public override string Deviation(string aggregated) => $"if(isNaN({aggregated}), NULL, {aggregated})";

    protected override string OfTimestamp(string column, bool roundsUp) => $"toInt64(toUnixTimestamp(toDateTime({column}, 'UTC'))) * 1000000";

    /// <summary>Seconds by the engine, what follows the decimal point apart.</summary>
    protected override string OfText(string column, bool roundsUp)
    {
        string tenths = $"toInt64(round(toFloat64OrZero(concat('0', replaceAll(substring(assumeNotNull({column}), 20), 'Z', ''))) * 10000000))";
        return $"toInt64(toUnixTimestamp(parseDateTimeBestEffort(concat(substring(assumeNotNull({column}), 1, 19), 'Z')))) * 1000000 + intDiv({tenths}{(roundsUp ? " + 9" : "")}, 10)";
    }
}
