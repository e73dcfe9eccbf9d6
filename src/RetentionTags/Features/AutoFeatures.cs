namespace RetentionTags.Features;

/// <summary>Derives features from what a log has: windows × aggregations, over all events, over each kind and over each level of small categories, mixes of categories, trends, and ratios of kinds, under a budget and without duplicates.</summary>
/// <remarks>
/// <para>Candidates come in this order, the most basic first; within each line by the order of settings, kinds and levels from the most frequent among events seen by the last cut-off, properties as in the log:</para>
/// <list type="number">
/// <item><description>the features of <see cref="Further"/> families, which were asked for;</description></item>
/// <item><description>aggregations × windows of all events;</description></item>
/// <item><description>the same of each kind of event;</description></item>
/// <item><description>aggregations of values × windows of each property with numbers;</description></item>
/// <item><description>mixes × windows of kinds and of each property with categories: measures, the most frequent category, shares of levels;</description></item>
/// <item><description>depth 2: trends of all events and of each kind; ratios of each kind to each other × windows;</description></item>
/// <item><description>depth 2: aggregations × windows of each level of each property with categories; of properties with numbers by kind; mixes of properties by kind.</description></item>
/// </list>
/// <para>
/// Each is kept unless its lineage was there before, its name is taken, it is constant in the snapshot, it equals a feature that was kept, or the budget is used up. Equal are two columns that are missing in the same rows and
/// whose numbers are nowhere further apart than <see cref="Tolerance"/> times the greater of their magnitudes. <see cref="DerivedFeatures.LeftOut"/> names every candidate that is not kept and says why. Labels are not looked at. Candidates are computed a few at a time and no further than the budget reaches.
/// </para>
/// </remarks>
public sealed record AutoFeatures
{
    private const int FamiliesAtATime = 32;

    /// <summary>The windows.</summary>
    /// <value>The last 30, 90 and 365 days by default.</value>
    public ValueList<Window> Windows { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one window.", nameof(Windows)); } = [Window.Days(30), Window.Days(90), Window.Days(365)];

    /// <summary>What is made of events and, from <see cref="Aggregation.Sum"/> on, of amounts and of properties with numbers.</summary>
    /// <value>Number, sum, mean, active days and days since the last by default.</value>
    public ValueList<Aggregation> Aggregations { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one aggregation.", nameof(Aggregations)); } =
        [Aggregation.Count, Aggregation.Sum, Aggregation.DaysSinceLast, Aggregation.ActiveDays, Aggregation.Mean];

    /// <summary>What is said of mixes.</summary>
    /// <value>Number of categories, entropy and greatest share by default.</value>
    public ValueList<MixMeasure> Mixes { get; init => field = value ?? throw new ArgumentNullException(nameof(Mixes)); } = [MixMeasure.CategoryCount, MixMeasure.Entropy, MixMeasure.TopShare];

    /// <summary>What is said of the trend of all events, and of each kind, over the periods of <see cref="TrendFeatures"/> by default.</summary>
    /// <value>Slope and change by default. Empty where the plan observes fewer than 180 days.</value>
    public ValueList<TrendMeasure> Trends { get; init => field = value ?? throw new ArgumentNullException(nameof(Trends)); } = [TrendMeasure.Slope, TrendMeasure.Change];

    /// <summary>Whether the number of events of each kind is divided by that of each other kind: clicks by messages, orders by visits.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Ratios { get; init; } = true;

    /// <summary>How many levels a property with categories may have for each of them to make a filter and a share. Of one with more, mixes are all that is derived.</summary>
    /// <value>8 by default; at least 0.</value>
    public int MaxLevels { get; init => field = value >= 0 ? value : throw Setting.OutOfRange(nameof(MaxLevels), value, "at least 0"); } = 8;

    /// <summary>Families all of whose features are candidates before the derived ones: cycles, levels, sequences, ratios and trends of your own.</summary>
    /// <value>Empty by default.</value>
    public ValueList<FeatureFamily> Further { get; init => field = value ?? throw new ArgumentNullException(nameof(Further)); } = [];

    /// <summary>How many features are kept at most.</summary>
    /// <value>100 by default; at least 1.</value>
    public int MaxFeatures { get; init => field = value >= 1 ? value : throw Setting.OutOfRange(nameof(MaxFeatures), value, "at least 1"); } = 100;

    /// <summary>How far apart the numbers of two features may be, relatively, for them to be equal.</summary>
    /// <value>10⁻⁹ by default; from 0, the same numbers, to below 1.</value>
    public double Tolerance { get; init => field = value is >= 0 and < 1 ? value : throw Setting.OutOfRange(nameof(Tolerance), value, "from 0 to below 1"); } = 1e-9;

    /// <summary>How many threads compute. The result is the same whatever their number.</summary>
    /// <value>1 by default; 0 for as many as there are processors.</value>
    public int Threads { get; init => field = value >= 0 ? value : throw Setting.OutOfRange(nameof(Threads), value, "at least 0; 0 means as many as there are processors"); } = 1;

    /// <summary>Derives the features.</summary>
    /// <param name="snapshot">The rows in which candidates are compared: those that a model is to be trained on, or a part of them.</param>
    /// <param name="progress">Told of the blocks of entities done so far.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The features, and a report of all candidates.</returns>
    /// <exception cref="ArgumentException">A window reaches further back than the plan observes, a further family does not suit the log, or two features of further families have the same name.</exception>
    /// <exception cref="TrainingDataException">No candidate differs between rows.</exception>
    public DerivedFeatures Fit(Snapshot snapshot, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (Further.Count > 0)
            new FeatureSet { Families = Further }.Define(snapshot.Log); // for its errors
        var candidates = new FeatureCandidates(this, snapshot);
        var choice = new FeatureChoice(this, snapshot, candidates.Unexplored());
        foreach (FeatureFamily[] some in candidates.All().Chunk(FamiliesAtATime))
            choice.Judge(some, progress, cancellationToken);
        return choice.ToModel();
    }
}
