using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Counts, sums, means and the like of events in windows before the cut-off: one feature for each window and aggregation.</summary>
/// <remarks>
/// Values are amounts, or a property's. Events whose value is missing count as events and add no value. Counts, active days, sums and means of all windows and cut-offs together cost as
/// much as one pass over the events, least and greatest values a pass for each binary digit of the longest history's length; median, deviation and distinct values go through the events of each window.
/// </remarks>
public sealed record WindowFeatures : FeatureFamily
{
    /// <summary>The windows.</summary>
    /// <value>The last 30, 90 and 365 days by default.</value>
    public ValueList<Window> Windows { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one window.", nameof(Windows)); } = [Window.Days(30), Window.Days(90), Window.Days(365)];

    /// <summary>What is made of the events of each window.</summary>
    /// <value>Number and sum by default.</value>
    public ValueList<Aggregation> Aggregations { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one aggregation.", nameof(Aggregations)); } = [Aggregation.Count, Aggregation.Sum];

    /// <summary>Which events.</summary>
    /// <value>All by default.</value>
    public EventFilter Filter { get; init => field = value ?? throw new ArgumentNullException(nameof(Filter)); } = EventFilter.All;

    /// <summary>The property whose values are aggregated.</summary>
    /// <value><see langword="null"/> by default: amounts.</value>
    public string? Property { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureDefinition> Define(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        Column? property = Property is null ? null : log.PropertyOf(Property, nameof(Property));
        foreach (Aggregation aggregation in Aggregations)
        {
            if (!Enum.IsDefined(aggregation))
                throw new InvalidOperationException($"The aggregation {aggregation} is none; use one of {string.Join(", ", Enum.GetNames<Aggregation>())}.");
            if (property is CategoryColumn && aggregation is >= Aggregation.Sum and not Aggregation.Distinct)
                throw new ArgumentException($"'{Property}' is a category, which has no {aggregation}. Use Distinct, or a property that is a number.", nameof(log));
        }

        return [.. Windows.SelectMany(window => Aggregations.Select(aggregation => WindowWords.Define(this, window, aggregation)))];
    }

    /// <inheritdoc/>
    internal override IEnumerable<WatchedEvents?> Watch(SnapshotPlan plan, EventLog log) =>
        Windows.SelectMany(window => Aggregations.Select(aggregation => aggregation is Aggregation.DaysSinceFirst or Aggregation.DaysSinceLast ? null : new WatchedEvents(window, [Filter])));

    /// <inheritdoc/>
    internal override FeatureComputation Bind(EntitySweep sweep, FeatureColumns columns) => new WindowComputation(this, sweep, columns);
}
