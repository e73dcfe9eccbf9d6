using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Sql.Features.Forms;

namespace RetentionTags.Sql.Features;

/// <summary>Aggregates of events in windows.</summary>
internal sealed class WindowSql(FeatureStatement statement, WindowFeatures features)
{
    public Func<string, string>[] Writers() =>
        [.. features.Windows.SelectMany(window => features.Aggregations.Select(aggregation => (Func<string, string>)(name => Of(name, window, aggregation))))];

    private string Of(string name, Window window, Aggregation aggregation)
    {
        string within = statement.Within(window, features.Filter);
        return aggregation switch
        {
            Aggregation.Count => statement.Direct(name, FeatureStatement.Count(within)),
            Aggregation.Any => statement.Direct(name, $"MAX({FeatureStatement.Flag(within)})"),
            Aggregation.ActiveDays => statement.Direct(name, statement.Forms.CountDistinct(FeatureForms.When(within, statement.Day))),
            Aggregation.DaysSinceLast => $"{statement.ReferenceDay} - {statement.Aggregate($"{name}_day", $"MAX({FeatureForms.When(within, statement.Day)})")}",
            Aggregation.DaysSinceFirst => $"{statement.ReferenceDay} - {statement.Aggregate($"{name}_day", $"MIN({FeatureForms.When(within, statement.Day)})")}",
            Aggregation.Distinct => statement.Direct(name, statement.Forms.CountDistinct(FeatureForms.When(within, Distinguished()))),
            _ => OfValues(name, within, aggregation, statement.Value(features.Property)),
        };
    }

    /// <summary>−0 is 0.</summary>
    private string Distinguished() => features.Property is string property && statement.Schema.KindOf(property) == ColumnKind.Category
        ? statement.Text(property)
        : $"{statement.Value(features.Property).Number} + {statement.Forms.Dialect.Literal(0)}";

    private string OfValues(string name, string within, Aggregation aggregation, EventValue value)
    {
        FeatureForms forms = statement.Forms;
        switch (aggregation)
        {
            case Aggregation.Sum:
                return statement.Sum(name, within, value);
            case Aggregation.Mean:
                string values = statement.Aggregate($"{name}_values", $"COUNT({FeatureForms.When(within, value.Number)})");
                return $"CASE WHEN {values} > 0 THEN {statement.Sum(name, within, value)} / {values} END";
            case Aggregation.Minimum:
                return statement.Direct(name, $"MIN({FeatureForms.When(within, value.Number)})");
            case Aggregation.Maximum:
                return statement.Direct(name, $"MAX({FeatureForms.When(within, value.Number)})");
            case Aggregation.Median:
                return forms.Median(statement.Aggregate($"{name}_sorted", forms.MedianAggregate(within, value.Number) ?? throw FamilySql.Unsaid("WindowFeatures with Aggregation.Median", "has no aggregate", statement)));
            default:
                return forms.Deviation(statement.Aggregate($"{name}_spread", forms.DeviationAggregate(within, value.Number)));
        }
    }
}
