using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>How events in windows before the cut-off are divided among categories: of a property such as channel, payment or product, or of the kinds of events.</summary>
/// <remarks>
/// <para>
/// Let W_c be the sum, over the events of category c, of w · 2^(−age / h), where w is 1 or the amount (<see cref="WeightBy"/>), age the time from the event to the cut-off and h the
/// <see cref="HalfLifeDays"/>; without a half-life, the sum of w. Shares are p_c = W_c / Σ W. With a half-life they are affinities: what an entity leans to by now.
/// </para>
/// <para>
/// Events whose category is missing are no part of the mix. A category whose weight is not above 0 (nor above 10⁻¹² Σ |w|, which is rounding), because all of it was refunded, is none of it either. Of categories with equal
/// weights the one with the later last event comes first; events of one moment are in the log's order (see <see cref="EventLog"/>). Where nothing is left, counts are 0 and everything else is missing. Amounts with up to
/// six decimals are added as they are on paper, so that weights that are equal there are equal.
/// </para>
/// </remarks>
public sealed record MixFeatures : FeatureFamily
{
    /// <summary>The windows.</summary>
    /// <value>The last 365 days by default.</value>
    public ValueList<Window> Windows { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one window.", nameof(Windows)); } = [Window.Days(365)];

    /// <summary>The property whose categories are mixed.</summary>
    /// <value><see langword="null"/> by default: the kind of event.</value>
    public string? Property { get; init; }

    /// <summary>Which events.</summary>
    /// <value>All by default.</value>
    public EventFilter Filter { get; init => field = value ?? throw new ArgumentNullException(nameof(Filter)); } = EventFilter.All;

    /// <summary>Categories whose shares become features, from 0 to 1 each. One that no event has is allowed: its share is 0, or missing where there is no mix at all.</summary>
    /// <value>Empty by default.</value>
    public ValueList<string> Shares { get; init => field = value ?? throw new ArgumentNullException(nameof(Shares)); } = [];

    /// <summary>What is said of the mix as a whole.</summary>
    /// <value>Number of categories, entropy and greatest share by default.</value>
    public ValueList<MixMeasure> Measures { get; init => field = value ?? throw new ArgumentNullException(nameof(Measures)); } = [MixMeasure.CategoryCount, MixMeasure.Entropy, MixMeasure.TopShare];

    /// <summary>How many of the categories with the greatest weights become features, as categories: the first of them is the mode. A place that no category is left for is missing.</summary>
    /// <value>1 by default; from 0 to 100.</value>
    public int Top { get; init => field = value is >= 0 and <= 100 ? value : throw Setting.OutOfRange(nameof(Top), value, "from 0 to 100"); } = 1;

    /// <summary>What an event counts.</summary>
    /// <value><see cref="MixWeight.Count"/> by default.</value>
    public MixWeight WeightBy { get; init; }

    /// <summary>After how many days an event counts half, in days of 24 hours.</summary>
    /// <value><see langword="null"/> by default: events count the same whatever their age. Otherwise above 0.</value>
    public double? HalfLifeDays { get; init => field = value is null or (> 0 and < double.PositiveInfinity) ? value : throw Setting.OutOfRange(nameof(HalfLifeDays), value, "a number of days above 0, or null for no decay"); }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureDefinition> Define(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (Shares.Count + Measures.Count + Top == 0)
            throw new InvalidOperationException("A mix gives no feature: name Shares or Measures, or set Top to at least 1.");
        if (!Enum.IsDefined(WeightBy))
            throw new InvalidOperationException($"WeightBy is {WeightBy}; use {string.Join(" or ", Enum.GetNames<MixWeight>())}.");
        var words = new MixWords(this, EventCategories.Of(log, Property).Levels);
        return [.. Windows.SelectMany(words.Define)];
    }

    /// <inheritdoc/>
    internal override IEnumerable<WatchedEvents?> Watch(SnapshotPlan plan, EventLog log) =>
        Windows.SelectMany(window => (this with { Windows = [window] }).Define(log).Select(_ => HalfLifeDays is null ? new WatchedEvents(window, [Filter]) : null));

    /// <inheritdoc/>
    internal override FeatureComputation Bind(EntitySweep sweep, FeatureColumns columns) => new MixComputation(this, sweep, columns);
}
