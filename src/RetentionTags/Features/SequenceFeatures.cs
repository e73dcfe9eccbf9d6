using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Whether one thing followed another in time: an order after a visit, a visit after a message. For each window whether, how often, and how soon.</summary>
/// <remarks>
/// A pair is an event of <see cref="First"/> and the next event of <see cref="Then"/> after it in the log's order (by time; of one moment, refunds last, then by amount, kind, order and properties: see
/// <see cref="EventLog"/>), less than <see cref="WithinDays"/> times 24 hours later. Both are in the window. Each first event makes at most one pair; several of them may share the event that followed.
/// An event that is of both kinds is followed by a later one, never by itself.
/// </remarks>
public sealed record SequenceFeatures : FeatureFamily
{
    /// <summary>What comes first.</summary>
    /// <value>Required.</value>
    public required EventFilter First { get; init => field = value ?? throw new ArgumentNullException(nameof(First)); }

    /// <summary>What follows.</summary>
    /// <value>Required.</value>
    public required EventFilter Then { get; init => field = value ?? throw new ArgumentNullException(nameof(Then)); }

    /// <summary>Less than how many days of 24 hours later.</summary>
    /// <value>7 by default; from 1 to 36,525.</value>
    public int WithinDays { get; init => field = value is >= 1 and <= SnapshotPlan.MaxDays ? value : throw Setting.OutOfRange(nameof(WithinDays), value, "from 1 to 36,525"); } = 7;

    /// <summary>The windows.</summary>
    /// <value>The last 365 days by default.</value>
    public ValueList<Window> Windows { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one window.", nameof(Windows)); } = [Window.Days(365)];

    /// <summary>What is said of the pairs of each window.</summary>
    /// <value>Whether, how many, and the mean time between by default.</value>
    public ValueList<SequenceMeasure> Measures { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one measure.", nameof(Measures)); } = [SequenceMeasure.Followed, SequenceMeasure.Count, SequenceMeasure.MeanDays];

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureDefinition> Define(EventLog log) => [.. Windows.SelectMany(window => Measures.Select(measure => Define(window, measure)))];

    /// <inheritdoc/>
    internal override IEnumerable<WatchedEvents?> Watch(SnapshotPlan plan, EventLog log) =>
        Windows.SelectMany(window => Measures.Select(_ => new WatchedEvents(window, [First, Then])));

    /// <inheritdoc/>
    internal override FeatureComputation Bind(EntitySweep sweep, FeatureColumns columns) => new Computation(this, sweep, columns);

    private FeatureDefinition Define(Window window, SequenceMeasure measure)
    {
        (string name, string english, string chinese) = measure switch
        {
            SequenceMeasure.Followed => ("followed", $"whether {First.English} were followed by {Then.English}", $"{First.Chinese}后是否有{Then.Chinese}"),
            SequenceMeasure.Count => ("followed_count", $"number of {First.English} that were followed by {Then.English}", $"{First.Chinese}后有{Then.Chinese}的次数"),
            SequenceMeasure.MeanDays => ("followed_mean_days", $"mean days from {First.English} to {Then.English} that followed", $"{First.Chinese}至{Then.Chinese}平均间隔天数"),
            SequenceMeasure.LeastDays => ("followed_least_days", $"least days from {First.English} to {Then.English} that followed", $"{First.Chinese}至{Then.Chinese}最短间隔天数"),
            _ => throw new InvalidOperationException($"The measure {measure} is none; use one of {string.Join(", ", Enum.GetNames<SequenceMeasure>())}."),
        };
        return new(
            Invariant($"{First.ColumnName}_{Then.ColumnName}_within_{WithinDays}d_{name}_{window.Name}"),
            ColumnKind.Numeric,
            Invariant($"{name}({First.LineageOrAll} then {Then.LineageOrAll} within {WithinDays}d) in {window.Name}"),
            Invariant($"{english} within {WithinDays} days, in {window.English}"),
            Invariant($"{window.Chinese}{WithinDays}天内{chinese}"));
    }

    private sealed class Computation(SequenceFeatures features, EntitySweep sweep, FeatureColumns columns) : RowComputation
    {
        private readonly FollowedEvents _pairs = new(sweep, features.First, features.Then, features.WithinDays);
        private readonly int[] _windows = [.. features.Windows.Select(sweep.Window)];

        protected override void Compute(int cut, int row)
        {
            int column = 0;
            foreach (int window in _windows)
            {
                (int pairs, long ticks, long least) = PairsOf(sweep.From(cut, window), sweep.To(cut, window));
                foreach (SequenceMeasure measure in features.Measures.AsSpan())
                {
                    columns.Numbers(column++)[row] = measure switch
                    {
                        SequenceMeasure.Followed => pairs > 0 ? 1 : 0,
                        SequenceMeasure.Count => pairs,
                        SequenceMeasure.MeanDays => pairs > 0 ? (double)ticks / pairs / TimeSpan.TicksPerDay : double.NaN,
                        _ => pairs > 0 ? (double)least / TimeSpan.TicksPerDay : double.NaN,
                    };
                }
            }
        }

        private (int Pairs, long Ticks, long Least) PairsOf(int from, int to)
        {
            ReadOnlySpan<DateTime> times = sweep.Events.Times;
            (int pairs, long ticks, long least) = (0, 0, long.MaxValue);
            for (int k = _pairs.First.Before(from), end = _pairs.First.Before(to); k < end; k++)
            {
                int next = _pairs.Next(k);
                if (next < 0 || next >= to)
                    continue;
                long between = (times[next] - times[_pairs.First[k]]).Ticks;
                (pairs, ticks, least) = (pairs + 1, ticks + between, Math.Min(least, between));
            }

            return (pairs, ticks, least);
        }
    }
}
