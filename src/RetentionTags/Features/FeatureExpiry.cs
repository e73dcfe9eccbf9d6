using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>When the features of a snapshot's rows will next change though nothing more happens: because an event grows too old for a window, or old enough for one that ended some days ago.</summary>
/// <remarks>
/// <para>
/// Let E(d) be the events that a feature is made of at the cut-off c plus d days (the same time of day, d dates later in the plan's zone): those that had happened before c and were known at c, lie in the feature's window as of that later cut-off, and pass its filters. The next change is the least d ≥ 1 with E(d) ≠ E(0). Up to the day before, the value is
/// what it is, to the last digit that sums have; on that day it may by chance stay the same, as when one of two equal greatest amounts leaves. What happens or becomes known later may change it sooner. Nothing that a feature may not see at c plays a part.
/// </para>
/// <para>
/// This goes for features of windows: <see cref="WindowFeatures"/>, <see cref="RatioFeatures"/>, <see cref="TimePatternFeatures"/>, <see cref="SequenceFeatures"/>, <see cref="FunnelFeatures"/>, <see cref="MixFeatures"/> without a half-life, touches, answers and complaints of <see cref="InteractionFeatures"/>; and for numbers, amounts and gaps of purchases in <see cref="RfmFeatures"/> and
/// <see cref="CycleFeatures"/>, which change where the plan's observation is limited. All others are <see cref="Daily"/>: days since something, tenure, overdue, trends whose periods end at the cut-off, half-lives, response rates of touches whose time runs, levels, and functions of your own.
/// </para>
/// </remarks>
public sealed class FeatureExpiry
{
    private readonly Snapshot _snapshot;
    private readonly Dictionary<string, int> _watched;
    private readonly int[][] _days;

    private FeatureExpiry(Snapshot snapshot, IReadOnlyList<(string Name, int Watched)> dated, IReadOnlyList<string> daily, int[][] days)
    {
        _snapshot = snapshot;
        _watched = dated.ToDictionary(each => each.Name, each => each.Watched, StringComparer.Ordinal);
        _days = days;
        Dated = [.. dated.Select(each => each.Name)];
        Daily = daily;
    }

    /// <summary>The features whose next change is known, in the order of columns.</summary>
    public IReadOnlyList<string> Dated { get; }

    /// <summary>The features that may change with every day, in the order of columns.</summary>
    public IReadOnlyList<string> Daily { get; }

    /// <summary>Finds the next changes of a set of features.</summary>
    /// <param name="features">The features. Its number of threads counts.</param>
    /// <param name="snapshot">The snapshot whose rows they are computed for.</param>
    /// <param name="progress">Told of the entities done so far.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The next changes.</returns>
    /// <exception cref="ArgumentException">Two features have the same name, a setting names a kind or property that the log's events do not have, or a window reaches further back than the plan observes.</exception>
    public static FeatureExpiry Of(FeatureSet features, Snapshot snapshot, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(snapshot);
        features.Define(snapshot.Log);
        var watched = new List<WatchedEvents>();
        var dated = new List<(string, int)>();
        var daily = new List<string>();
        foreach (FeatureFamily family in features.Families)
        {
            foreach ((FeatureDefinition feature, WatchedEvents? events) in family.Define(snapshot.Log).Zip(family.Watch(snapshot.Plan, snapshot.Log)).Where(each => !features.Omit.Contains(each.First.Name)))
            {
                if (events is null)
                    daily.Add(feature.Name);
                else
                    dated.Add((feature.Name, PlaceIn(watched, events)));
            }
        }

        return new(snapshot, dated, daily, new ExpirySweep(snapshot, watched).Run(features.Threads, progress, cancellationToken));
    }

    /// <summary>In how many days the first of a row's <see cref="Dated"/> features changes.</summary>
    /// <param name="row">From 0 to the snapshot's <see cref="Snapshot.RowCount"/> − 1.</param>
    /// <returns>At least 1; <see langword="null"/> when none of them ever does, unless something happens.</returns>
    public int? DaysOf(int row)
    {
        _snapshot.CutOf(row);
        int least = int.MaxValue;
        foreach (int[] days in _days)
            least = days[row] > 0 ? Math.Min(least, days[row]) : least;
        return least < int.MaxValue ? least : null;
    }

    /// <summary>In how many days a feature of a row changes.</summary>
    /// <param name="row">From 0 to the snapshot's <see cref="Snapshot.RowCount"/> − 1.</param>
    /// <param name="feature">One of <see cref="Dated"/>.</param>
    /// <returns>At least 1; <see langword="null"/> when it never does, unless something happens.</returns>
    /// <exception cref="ArgumentException">The feature is not one of them.</exception>
    public int? DaysOf(int row, string feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        _snapshot.CutOf(row);
        return _days[PlaceOf(feature)][row] is > 0 and int days ? days : null;
    }

    /// <summary>The cut-off at which the first of a row's <see cref="Dated"/> features has changed: the row is up to date until the day before.</summary>
    /// <param name="row">From 0 to the snapshot's <see cref="Snapshot.RowCount"/> − 1.</param>
    /// <returns>The row's cut-off plus <see cref="DaysOf(int)"/> days in the plan's zone; <see langword="null"/> for never.</returns>
    public DateTimeOffset? NextChangeOf(int row) => After(row, DaysOf(row));

    /// <summary>The cut-off at which a feature of a row has changed.</summary>
    /// <param name="row">From 0 to the snapshot's <see cref="Snapshot.RowCount"/> − 1.</param>
    /// <param name="feature">One of <see cref="Dated"/>.</param>
    /// <returns>The row's cut-off plus <see cref="DaysOf(int, string)"/> days in the plan's zone; <see langword="null"/> for never.</returns>
    /// <exception cref="ArgumentException">The feature is not one of them.</exception>
    public DateTimeOffset? NextChangeOf(int row, string feature) => After(row, DaysOf(row, feature));

    /// <summary>The days to the next change as a column, to be kept beside features or scores.</summary>
    /// <returns>A column <c>days_to_change</c> with <see cref="DaysOf(int)"/> of each row; missing for never.</returns>
    public NumericColumn ToColumn()
    {
        double[] values = new double[_snapshot.RowCount];
        for (int row = 0; row < values.Length; row++)
            values[row] = DaysOf(row) ?? double.NaN;
        return Column.Numeric("days_to_change", values);
    }

    private static int PlaceIn(List<WatchedEvents> watched, WatchedEvents events)
    {
        int place = watched.IndexOf(events);
        if (place >= 0)
            return place;
        watched.Add(events);
        return watched.Count - 1;
    }

    private DateTimeOffset? After(int row, int? days) => days is int number ? _snapshot.Plan.AddDays(_snapshot.CutOffOf(row), number) : null;

    private int PlaceOf(string feature) => _watched.TryGetValue(feature, out int place) ? place
        : Daily.Contains(feature)
            ? throw new ArgumentException($"'{feature}' may change with every day, so its next change is tomorrow. Dated names the features that keep their value for longer.", nameof(feature))
            : throw new ArgumentException($"There is no feature '{feature}' in the set. Dated and Daily name those that there are.", nameof(feature));
}
