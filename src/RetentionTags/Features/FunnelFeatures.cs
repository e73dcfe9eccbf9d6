using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>How far along a funnel an entity came in windows before the cut-off: view, cart, order.</summary>
/// <remarks>
/// The feature <c>name_step_window</c> is the greatest s such that the window has events e₁, …, e_s, one after the other in the log's order (by time; of one moment, refunds last, then by amount, kind,
/// order and properties: see <see cref="EventLog"/>), of which e_i passes the i-th filter of <see cref="Steps"/>; other events may lie between them. 0 when nothing passes the first filter. An event that passes several filters
/// serves one step. With <see cref="WithinDays"/>, e_s is less than so many days of 24 hours after e₁.
/// </remarks>
public sealed record FunnelFeatures : FeatureFamily
{
    /// <summary>What columns call the funnel.</summary>
    /// <value>Required.</value>
    public required string Name { get; init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("A funnel has a name.", nameof(Name)) : value; }

    /// <summary>The steps in order.</summary>
    /// <value>Required, at least two.</value>
    public required ValueList<EventFilter> Steps { get; init => field = value is { Count: >= 2 } ? value : throw new ArgumentException("A funnel has at least two steps.", nameof(Steps)); }

    /// <summary>Less than how many days of 24 hours the whole way takes.</summary>
    /// <value><see langword="null"/> by default: any time within the window. Otherwise from 1 to 36,525.</value>
    public int? WithinDays { get; init => field = value is null or (>= 1 and <= SnapshotPlan.MaxDays) ? value : throw Setting.OutOfRange(nameof(WithinDays), value, "from 1 to 36,525, or null for any time"); }

    /// <summary>The windows.</summary>
    /// <value>The last 30 days by default.</value>
    public ValueList<Window> Windows { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one window.", nameof(Windows)); } = [Window.Days(30)];

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureDefinition> Define(EventLog log)
    {
        string within = WithinDays is int days ? Invariant($" within {days}d") : "";
        return
        [
            .. Windows.Select(window => new FeatureDefinition(
                $"{Name}_step_{window.Name}",
                ColumnKind.Numeric,
                $"funnel_step({string.Join(" then ", Steps.Select(step => step.LineageOrAll))}{within}) in {window.Name}",
                $"how many steps of {Name} ({string.Join(", ", Steps.Select(step => step.ColumnName))}) were reached{(WithinDays is null ? "" : Invariant($" within {WithinDays} days"))}, in {window.English}",
                $"{window.Chinese}{Name}漏斗到达步数（{string.Join("→", Steps.Select(step => step.Chinese))}）")),
        ];
    }

    /// <inheritdoc/>
    internal override IEnumerable<WatchedEvents?> Watch(SnapshotPlan plan, EventLog log) =>
        Windows.Select(window => new WatchedEvents(window, Steps));

    /// <inheritdoc/>
    internal override FeatureComputation Bind(EntitySweep sweep, FeatureColumns columns) => new Computation(this, sweep, columns);

    private sealed class Computation(FunnelFeatures features, EntitySweep sweep, FeatureColumns columns) : RowComputation
    {
        private readonly FilteredEvents[] _steps = [.. features.Steps.Select(sweep.Filtered)];
        private readonly int[] _windows = [.. features.Windows.Select(sweep.Window)];
        private readonly TimeSpan _within = features.WithinDays is int days ? TimeSpan.FromDays(days) : TimeSpan.MaxValue;
        private readonly DateTime[] _starts = new DateTime[features.Steps.Count];

        protected override void Compute(int cut, int row)
        {
            for (int window = 0; window < _windows.Length; window++)
                columns.Numbers(window)[row] = StepReached(sweep.From(cut, _windows[window]), sweep.To(cut, _windows[window]));
        }

        /// <summary>Keeps, for each step that was reached, the latest start from which it was: no other start reaches a later step where that one does not.</summary>
        private int StepReached(int from, int to)
        {
            ReadOnlySpan<DateTime> times = sweep.Events.Times;
            int reached = 0;
            for (int i = from; i < to && reached < _steps.Length; i++)
            {
                for (int step = reached; step >= 0; step--)
                {
                    if (_steps[step].Before(i + 1) == _steps[step].Before(i))
                        continue;
                    DateTime start = step == 0 ? times[i] : _starts[step - 1];
                    if (times[i] - start >= _within)
                        continue;
                    _starts[step] = start;
                    reached = Math.Max(reached, step + 1);
                }
            }

            return reached;
        }
    }
}
