using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Whether an entity does more or less than it did: slopes, changes, fading sums, streaks and peaks over equal periods of days before the cut-off.</summary>
/// <remarks>
/// Period k of B (1 … B) is [c − (B − k + 1) · d, c − (B − k) · d) with the cut-off c and d = <see cref="PeriodDays"/> calendar days of the plan's zone, so the last period ends at the cut-off. A period without events is worth 0, also before an entity's first event:
/// compare with tenure where newcomers matter. Each <see cref="TrendMeasure"/> says its formula, and what it is when nothing happened.
/// </remarks>
public sealed record TrendFeatures : FeatureFamily
{
    /// <summary>What is made of the periods' values.</summary>
    /// <value>All but <see cref="TrendMeasure.ValueSlope"/> by default.</value>
    public ValueList<TrendMeasure> Measures { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one measure.", nameof(Measures)); } =
        [.. Enum.GetValues<TrendMeasure>().Where(measure => measure != TrendMeasure.ValueSlope)];

    /// <summary>Length of a period in days.</summary>
    /// <value>30 by default; from 1 to 3,652.</value>
    public int PeriodDays { get; init => field = value is >= 1 and <= 3652 ? value : throw Setting.OutOfRange(nameof(PeriodDays), value, "from 1 to 3,652"); } = 30;

    /// <summary>The number B of periods.</summary>
    /// <value>6 by default; from 2 to 1,000, and no more days in all than the plan observes or 36,525.</value>
    public int Periods { get; init => field = value is >= 2 and <= 1000 ? value : throw Setting.OutOfRange(nameof(Periods), value, "from 2 to 1,000"); } = 6;

    /// <summary>What a period is worth.</summary>
    /// <value><see cref="EventMeasure.Count"/> by default.</value>
    public EventMeasure Of { get; init; }

    /// <summary>Which events.</summary>
    /// <value>All by default.</value>
    public EventFilter Filter { get; init => field = value ?? throw new ArgumentNullException(nameof(Filter)); } = EventFilter.All;

    /// <summary>The property whose values are added up, or followed by <see cref="TrendMeasure.ValueSlope"/>.</summary>
    /// <value><see langword="null"/> by default: amounts.</value>
    public string? Property { get; init; }

    /// <summary>How many periods are compared with as many before them.</summary>
    /// <value>1 by default; at most half of <see cref="Periods"/>.</value>
    public int ChangePeriods { get; init => field = value >= 1 ? value : throw Setting.OutOfRange(nameof(ChangePeriods), value, "at least 1"); } = 1;

    /// <summary>What is added to both sides of a change, so that few events say little and none can be divided by: with 1, from 0 to 1 event doubles and from 10 to 11 hardly moves.</summary>
    /// <value>1 by default; finite and above 0, in the unit of the values.</value>
    public double ChangeSmoothing { get; init => field = value > 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(ChangeSmoothing), value, "finite and above 0"); } = 1;

    /// <summary>The least denominator, previous value and smoothing together, of a change. Below it the change is missing: with refunds, sums may be negative.</summary>
    /// <value>1 by default; finite and above 0. With a smoothing of 1 every count, and every sum that is not negative, has a change.</value>
    public double ChangeFloor { get; init => field = value > 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(ChangeFloor), value, "finite and above 0"); } = 1;

    /// <summary>After how many days an event, or a period, weighs half.</summary>
    /// <value>30 by default; finite and above 0.</value>
    public double HalfLifeDays { get; init => field = value > 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(HalfLifeDays), value, "finite and above 0"); } = 30;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A measure is none, or more than half of the periods are compared.</exception>
    public override IReadOnlyList<FeatureDefinition> Define(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        FilteredValues.Numbers(log, Property);
        if (!Enum.IsDefined(Of))
            throw new InvalidOperationException($"Of is {Of}; use Count or Sum.");
        if (Measures.FirstOrDefault(measure => !Enum.IsDefined(measure)) is TrendMeasure none && !Enum.IsDefined(none))
            throw new InvalidOperationException($"The measure {none} is none; use one of {string.Join(", ", Enum.GetNames<TrendMeasure>())}.");
        if (2 * ChangePeriods > Periods)
            throw new InvalidOperationException($"ChangePeriods is {ChangePeriods} and Periods is {Periods}. The periods that are compared, and as many before them, are at most all.");
        return [.. Measures.Select(measure => TrendWords.Define(this, measure))];
    }

    /// <inheritdoc/>
    internal override FeatureComputation Bind(EntitySweep sweep, FeatureColumns columns) => new TrendComputation(this, sweep, columns);
}
