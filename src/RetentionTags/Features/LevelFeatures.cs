using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>A slowly changing attribute of entities as of the cut-off: membership level, contract, price plan. Its value, days since it began, changes in windows.</summary>
/// <remarks>
/// <para>
/// At the cut-off c only those rows of the <see cref="AttributeHistory"/> are seen that begin before c and were known at c; of rows with the same beginning, the one that was known last. The value is that of
/// the last row seen, and is valid when c is not after the row's end: the state just before c, as everywhere in a snapshot. So a row that begins at c does not count yet, and one that ends at c still does.
/// </para>
/// <para>
/// A change is a row seen whose value differs from the last one before it that was not missing; the first value is none. Gaps and missing values between equal values are no change. The value began with the row that changed
/// to it, or with the first row, which may lie before the plan's observation. Entities without rows have a missing value and 0 changes.
/// </para>
/// </remarks>
public sealed record LevelFeatures : FeatureFamily
{
    /// <summary>The attribute, which <see cref="EventLog.WithAttributes"/> has added to the log.</summary>
    /// <value>Required.</value>
    public required string Attribute { get; init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("An attribute has a name.", nameof(Attribute)) : value; }

    /// <summary>What is said of it.</summary>
    /// <value>Value, days since it began and changes by default.</value>
    public ValueList<LevelMeasure> Measures { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one measure.", nameof(Measures)); } = [LevelMeasure.Value, LevelMeasure.DaysSinceChange, LevelMeasure.Changes];

    /// <summary>The windows in which changes are counted.</summary>
    /// <value>The last 365 days by default.</value>
    public ValueList<Window> Windows { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one window.", nameof(Windows)); } = [Window.Days(365)];

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureDefinition> Define(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        Column values = log.AttributeOf(Attribute, nameof(Attribute)).Values;
        return [.. Measures.SelectMany(measure => Define(measure, values))];
    }

    /// <inheritdoc/>
    internal override FeatureComputation Bind(EntitySweep sweep, FeatureColumns columns) => new LevelComputation(this, sweep, columns);

    private IEnumerable<FeatureDefinition> Define(LevelMeasure measure, Column values) => measure switch
    {
        LevelMeasure.Value =>
        [
            new(Attribute, values.Kind, $"attribute({Attribute}) at cut-off", $"{Attribute} as of the cut-off", $"截止时{Attribute}")
            {
                Levels = values is CategoryColumn categories ? [.. categories.Levels.Order(StringComparer.Ordinal)] : [],
            },
        ],
        LevelMeasure.DaysSinceChange => [new($"{Attribute}_days_since_change", ColumnKind.Numeric, $"reference_day - day(start of attribute({Attribute}))", $"days since {Attribute} became what it is", $"{Attribute}最近变更距今天数")],
        LevelMeasure.Changes => Windows.Select(window => new FeatureDefinition($"{Attribute}_changes_{window.Name}", ColumnKind.Numeric, $"count(changes of attribute({Attribute})) in {window.Name}", $"number of changes of {Attribute} in {window.English}", $"{window.Chinese}{Attribute}变更次数")),
        _ => throw new InvalidOperationException($"The measure {measure} is none; use one of {string.Join(", ", Enum.GetNames<LevelMeasure>())}."),
    };
}
