using RetentionTags.Features;
using RetentionTags.Sql.Features.Forms;

namespace RetentionTags.Sql.Features;

/// <summary>Trends, made of what periods of equal length came to.</summary>
internal sealed class TrendSql
{
    private readonly FeatureStatement _statement;
    private readonly TrendFeatures _features;
    private readonly Window[] _periods;

    public TrendSql(FeatureStatement statement, TrendFeatures features)
    {
        (_statement, _features) = (statement, features);
        _periods = [.. Enumerable.Range(0, features.Periods).Select(k => Window.Between((features.Periods - k) * features.PeriodDays, (features.Periods - k - 1) * features.PeriodDays))];
    }

    public Func<string, string>[] Writers() => [.. _features.Measures.Select(measure => (Func<string, string>)(name => Of(name, measure)))];

    private string Of(string name, TrendMeasure measure) => measure switch
    {
        TrendMeasure.Slope => Slope(),
        TrendMeasure.Change => Change(),
        TrendMeasure.ExponentialMean => ExponentialMean(),
        TrendMeasure.DecayedSum => DecayedSum(name),
        TrendMeasure.CurrentStreak => $"CASE {string.Join(' ', Enumerable.Range(0, _periods.Length).Select(back => $"WHEN {Count(_periods.Length - 1 - back)} = 0 THEN {Whole(back)}"))} ELSE {Whole(_periods.Length)} END",
        TrendMeasure.LongestStreak => _statement.Forms.Dialect.Greatest([.. Enumerable.Range(0, _periods.Length).Select(StreakUpTo)]),
        TrendMeasure.PeriodsSincePeak => PeriodsSincePeak(),
        _ => throw FamilySql.Unsaid($"TrendFeatures with TrendMeasure.{measure}", "needs the mean of the moments before their distances from it, which one grouping does not give", _statement),
    };

    /// <summary>What a period came to.</summary>
    private string Value(int period) => _statement.Measured($"{Prefix}_period_{period + 1}", _periods[period], _features.Filter, _features.Of, _features.Property);

    private string Count(int period) => _statement.Aggregate($"{Prefix}_count_{period + 1}", FeatureStatement.Count(_statement.Within(_periods[period], _features.Filter)));

    private string Prefix => _features.Filter.Name.Length == 0 ? "events" : _features.Filter.Name;

    private string Slope()
    {
        double periods = _periods.Length, mean = (periods - 1) / 2;
        return $"({string.Join(" + ", Enumerable.Range(0, _periods.Length).Select(k => $"{Number(k - mean)} * {Value(k)}"))}) * {Number(12)} / {Number(periods * ((periods * periods) - 1))}";
    }

    private string Change()
    {
        string recent = Total(_periods.Length - _features.ChangePeriods), previous = Total(_periods.Length - (2 * _features.ChangePeriods));
        string below = $"({previous} + {Number(_features.ChangeSmoothing)})";
        return $"CASE WHEN {below} >= {Number(_features.ChangeFloor)} THEN ({recent} + {Number(_features.ChangeSmoothing)}) / {below} END";
    }

    private string Total(int first) => string.Join(" + ", Enumerable.Range(first, _features.ChangePeriods).Reverse().Select(Value));

    private string ExponentialMean()
    {
        double[] weights = [.. Enumerable.Range(0, _periods.Length).Select(k => Math.Pow(2, -(_periods.Length - 1 - k) * (double)_features.PeriodDays / _features.HalfLifeDays))];
        return $"({string.Join(" + ", weights.Select((weight, k) => $"{Number(weight)} * {Value(k)}"))}) / {Number(weights.Sum())}";
    }

    private string DecayedSum(string name)
    {
        string days = $"{_statement.Forms.ToDouble($"({_statement.At} - {_statement.CutAt})")} / {Number(ZoneOffsets.Day)}";
        string weight = _statement.Forms.PowerOfTwo($"{days} / {Number(_features.HalfLifeDays)}");
        string taken = _features.Of == EventMeasure.Count ? weight : $"{_statement.Value(_features.Property).Number} * {weight}";
        return $"COALESCE({_statement.Aggregate($"{name}_sum", $"SUM({FeatureForms.When(_statement.Within(Window.Observation, _features.Filter), taken)})")}, {Number(0)})";
    }

    /// <summary>How many periods with events there are in a row that ends with a period.</summary>
    private string StreakUpTo(int period) =>
        $"CASE {string.Join(' ', Enumerable.Range(0, period + 1).Select(back => $"WHEN {Count(period - back)} = 0 THEN {Whole(back)}"))} ELSE {Whole(period + 1)} END";

    private string PeriodsSincePeak()
    {
        string most = _statement.Forms.Dialect.Greatest([.. Enumerable.Range(0, _periods.Length).Select(Value)]);
        string none = string.Join(" AND ", Enumerable.Range(0, _periods.Length).Select(k => $"{Count(k)} = 0"));
        return $"CASE WHEN {none} THEN NULL {string.Join(' ', Enumerable.Range(0, _periods.Length).Select(back => $"WHEN {Value(_periods.Length - 1 - back)} >= {most} THEN {Whole(back)}"))} END";
    }

    private string Number(double number) => number < 0 ? $"({_statement.Forms.Dialect.Literal(number)})" : _statement.Forms.Dialect.Literal(number);

    private static string Whole(int number) => Invariant($"{number}");
}
