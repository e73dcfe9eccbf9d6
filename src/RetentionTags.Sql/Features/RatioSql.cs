using RetentionTags.Features;

namespace RetentionTags.Sql.Features;

/// <summary>Ratios of two numbers or sums of events in windows.</summary>
internal sealed class RatioSql(FeatureStatement statement, RatioFeatures features)
{
    public Func<string, string>[] Writers() => [.. features.Windows.Select(window => (Func<string, string>)(name => Of(name, window)))];

    private string Of(string name, Window window)
    {
        SqlDialect dialect = statement.Forms.Dialect;
        string above = Side($"{name}_above", window, features.Numerator), below = Side($"{name}_below", window, features.Denominator);
        string smoothed = features.Smoothing > 0 ? $"({below} + {dialect.Literal(features.Smoothing)})" : below;
        string numerator = features.Smoothing > 0 ? $"({above} + {dialect.Literal(features.Smoothing * features.Mean!.Value)})" : above;
        string least = features.MinDenominator > 0 ? $"{below} >= {dialect.Literal(features.MinDenominator)} AND " : $"{below} >= 0 AND ";
        return $"CASE WHEN {least}{smoothed} > 0 THEN {numerator} / {smoothed} END";
    }

    private string Side(string name, Window window, EventFilter filter) => statement.Measured(name, window, filter, features.Of, features.Property);
}
