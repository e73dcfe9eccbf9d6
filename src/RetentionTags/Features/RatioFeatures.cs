using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>How often one kind of event goes with another: click, conversion, response, return or coupon rates, one for each window.</summary>
/// <remarks>
/// <code>ratio = (numerator + α · m) / (denominator + α)</code>
/// Numerator and denominator are numbers, or sums of values, of the events that two filters let through in the window; α is <see cref="Smoothing"/>, m is <see cref="Mean"/>. With α the ratio of an entity that was seen little is near m: it is the mean of a beta distribution
/// with α events of prior evidence. Nothing pairs an event of the numerator with one of the denominator, so a ratio may exceed 1. It is missing when the denominator is below <see cref="MinDenominator"/>, or when denominator + α is not above 0.
/// </remarks>
public sealed record RatioFeatures : FeatureFamily
{
    /// <summary>What the ratio is called, such as <c>click_rate</c>; columns add the window.</summary>
    /// <value>Required.</value>
    public required string Name { get; init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("A ratio has a name.", nameof(Name)) : value; }

    /// <summary>The events above the line.</summary>
    /// <value>Required.</value>
    public required EventFilter Numerator { get; init => field = value ?? throw new ArgumentNullException(nameof(Numerator)); }

    /// <summary>The events below the line.</summary>
    /// <value>Required.</value>
    public required EventFilter Denominator { get; init => field = value ?? throw new ArgumentNullException(nameof(Denominator)); }

    /// <summary>The windows.</summary>
    /// <value>The last 90 and 365 days by default.</value>
    public ValueList<Window> Windows { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one window.", nameof(Windows)); } = [Window.Days(90), Window.Days(365)];

    /// <summary>What events are worth on both sides.</summary>
    /// <value><see cref="EventMeasure.Count"/> by default.</value>
    public EventMeasure Of { get; init; }

    /// <summary>The property whose values are added up.</summary>
    /// <value><see langword="null"/> by default: amounts.</value>
    public string? Property { get; init; }

    /// <summary>α: how much of the mean's evidence is added, in the unit of the denominator.</summary>
    /// <value>0 by default: none. Finite and at least 0.</value>
    public double Smoothing { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(Smoothing), value, "finite and at least 0"); }

    /// <summary>m: what the ratio is of somebody of whom nothing is known. State it from training data; it is not learnt here, so that no row depends on another.</summary>
    /// <value><see langword="null"/> by default; required with <see cref="Smoothing"/>. Finite.</value>
    public double? Mean { get; init => field = value is null || double.IsFinite(value.Value) ? value : throw Setting.OutOfRange(nameof(Mean), value, "finite, or null without smoothing"); }

    /// <summary>The least denominator: below it the ratio is missing.</summary>
    /// <value>0 by default; finite and at least 0.</value>
    public double MinDenominator { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(MinDenominator), value, "finite and at least 0"); }

    /// <summary>The ratio in plain English, without the window.</summary>
    /// <value><see langword="null"/> by default: <see cref="Name"/>.</value>
    public string? English { get; init; }

    /// <summary>The ratio in Chinese, without the window.</summary>
    /// <value><see langword="null"/> by default: <see cref="Name"/>.</value>
    public string? Chinese { get; init; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is smoothing and no mean to smooth to.</exception>
    public override IReadOnlyList<FeatureDefinition> Define(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        FilteredValues.Numbers(log, Property);
        if (!Enum.IsDefined(Of))
            throw new InvalidOperationException($"Of is {Of}; use Count or Sum.");
        if (Smoothing > 0 && Mean is null)
            throw new InvalidOperationException(Invariant($"'{Name}': Smoothing is {Smoothing}, but there is no Mean to smooth to. State the ratio of all training rows together."));
        return [.. Windows.Select(window => new FeatureDefinition($"{Name}_{window.Name}", ColumnKind.Numeric, $"{Lineage} in {window.Name}", $"{English ?? Name} in {window.English}", $"{window.Chinese}{Chinese ?? Name}"))];
    }

    /// <inheritdoc/>
    internal override IEnumerable<WatchedEvents?> Watch(SnapshotPlan plan, EventLog log) =>
        Windows.Select(window => new WatchedEvents(window, [Numerator, Denominator]));

    /// <inheritdoc/>
    internal override FeatureComputation Bind(EntitySweep sweep, FeatureColumns columns) => new RatioComputation(this, sweep, columns);

    private string Lineage
    {
        get
        {
            string above = Side(Numerator), below = Side(Denominator), floor = MinDenominator > 0 ? Invariant($", at least {MinDenominator} below") : "";
            return Smoothing > 0 ? Invariant($"({above} + {Smoothing} * {Mean}) / ({below} + {Smoothing}){floor}") : $"{above} / {below}{floor}";
        }
    }

    private string Side(EventFilter filter) =>
        $"{(Of == EventMeasure.Count ? "count(events" : $"sum({Property ?? "amount"}")}{(filter.Lineage.Length > 0 ? $" where {filter.Lineage}" : "")})";
}
