using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>How entities respond to being contacted: touches, responses to them, complaints, and days since the last touch, in windows before the cut-off.</summary>
/// <remarks>
/// <para>
/// A touch is answered when an event of <see cref="Responses"/> follows it in the log's order, less than <see cref="WithinDays"/> times 24 hours later and before the cut-off; for a window that ended some time ago, the response may lie after
/// its end. One response may answer several touches.
/// </para>
/// <para>
/// The response rate looks only at touches whose response time is over by the cut-off: those at t with t + WithinDays ≤ cut-off. The others are not unanswered, only undecided; and to count
/// those of them that were answered already would make the rate too high, so they enter neither above nor below the line. <see cref="InteractionMeasure.Answered"/> counts all answers so far.
/// </para>
/// </remarks>
public sealed record InteractionFeatures : FeatureFamily
{
    /// <summary>Which events are touches: messages sent, calls made.</summary>
    /// <value>Required.</value>
    public required EventFilter Touches { get; init => field = value ?? throw new ArgumentNullException(nameof(Touches)); }

    /// <summary>Which events are responses.</summary>
    /// <value>Required.</value>
    public required EventFilter Responses { get; init => field = value ?? throw new ArgumentNullException(nameof(Responses)); }

    /// <summary>Which events are complaints.</summary>
    /// <value><see langword="null"/> by default: complaints are not counted.</value>
    public EventFilter? Complaints { get; init; }

    /// <summary>Less than how many days of 24 hours after a touch a response answers it.</summary>
    /// <value>7 by default; from 1 to 36,525.</value>
    public int WithinDays { get; init => field = value is >= 1 and <= SnapshotPlan.MaxDays ? value : throw Setting.OutOfRange(nameof(WithinDays), value, "from 1 to 36,525"); } = 7;

    /// <summary>The windows.</summary>
    /// <value>The last 90 days by default.</value>
    public ValueList<Window> Windows { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one window.", nameof(Windows)); } = [Window.Days(90)];

    /// <summary>What is said of each window.</summary>
    /// <value>Touches, answers, response rate, days since the last touch and whether there was never one by default.</value>
    public ValueList<InteractionMeasure> Measures { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one measure.", nameof(Measures)); } =
        [InteractionMeasure.Touches, InteractionMeasure.Answered, InteractionMeasure.ResponseRate, InteractionMeasure.DaysSinceTouch, InteractionMeasure.NeverTouched];

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureDefinition> Define(EventLog log)
    {
        if (Complaints is null == Measures.Contains(InteractionMeasure.Complaints))
            throw new InvalidOperationException(Complaints is null ? "Complaints are to be counted, but no filter says which events are some: set InteractionFeatures.Complaints." : "A filter of complaints is set, but Measures does not ask for them: add InteractionMeasure.Complaints.");
        return [.. Windows.SelectMany(window => Measures.Select(measure => Define(window, measure)))];
    }

    /// <inheritdoc/>
    internal override IEnumerable<WatchedEvents?> Watch(SnapshotPlan plan, EventLog log) => Windows.SelectMany(window => Measures.Select(measure => measure switch
    {
        InteractionMeasure.DaysSinceTouch or InteractionMeasure.ResponseRate => null,
        InteractionMeasure.Complaints => new WatchedEvents(window, [Complaints!]),
        _ => new WatchedEvents(window, [Touches]),
    }));

    /// <inheritdoc/>
    internal override FeatureComputation Bind(EntitySweep sweep, FeatureColumns columns) => new Computation(this, sweep, columns);

    private FeatureDefinition Define(Window window, InteractionMeasure measure)
    {
        string touches = Touches.LineageOrAll, response = Invariant($"{touches} answered by {Responses.LineageOrAll} within {WithinDays}d");
        return measure switch
        {
            InteractionMeasure.Touches => Of("touches", $"count({touches})", $"number of {Touches.English}", $"{Touches.Chinese}触达次数"),
            InteractionMeasure.Answered => Of("answered", $"count({response})", Invariant($"number of {Touches.English} that {Responses.English} followed within {WithinDays} days"), Invariant($"{Touches.Chinese}{WithinDays}天内有{Responses.Chinese}响应的次数")),
            InteractionMeasure.ResponseRate => Of("response_rate", $"share({response} of those whose time is over)", Invariant($"share of {Touches.English} that {Responses.English} followed within {WithinDays} days"), Invariant($"{Touches.Chinese}{WithinDays}天内{Responses.Chinese}响应率")),
            InteractionMeasure.DaysSinceTouch => Of("days_since_touch", $"reference_day - day(last {touches})", $"days since the last of the {Touches.English}", $"最近一次{Touches.Chinese}触达距今天数"),
            InteractionMeasure.NeverTouched => Of("never", $"count({touches}) = 0", $"whether there were no {Touches.English}", $"是否无{Touches.Chinese}触达"),
            InteractionMeasure.Complaints => new($"{Complaints!.ColumnName}_complaints_{window.Name}", ColumnKind.Numeric, $"count({Complaints.LineageOrAll}) in {window.Name}", $"number of complaints ({Complaints.English}) in {window.English}", $"{window.Chinese}投诉次数（{Complaints.Chinese}）"),
            _ => throw new InvalidOperationException($"The measure {measure} is none; use one of {string.Join(", ", Enum.GetNames<InteractionMeasure>())}."),
        };

        FeatureDefinition Of(string name, string lineage, string english, string chinese) => new(
            measure is InteractionMeasure.Answered or InteractionMeasure.ResponseRate ? Invariant($"{Touches.ColumnName}_{Responses.ColumnName}_within_{WithinDays}d_{name}_{window.Name}") : $"{Touches.ColumnName}_{name}_{window.Name}",
            ColumnKind.Numeric,
            $"{lineage} in {window.Name}",
            $"{english}, in {window.English}",
            $"{window.Chinese}{chinese}");
    }

    private sealed class Computation(InteractionFeatures features, EntitySweep sweep, FeatureColumns columns) : RowComputation
    {
        private readonly FollowedEvents _touches = new(sweep, features.Touches, features.Responses, features.WithinDays);
        private readonly FilteredEvents? _complaints = features.Complaints is null ? null : sweep.Filtered(features.Complaints);
        private readonly int[] _windows = [.. features.Windows.Select(sweep.Window)];

        protected override void Compute(int cut, int row)
        {
            int column = 0;
            foreach (int window in _windows)
            {
                (int start, int end) = (sweep.From(cut, window), sweep.To(cut, window));
                (int from, int to) = (_touches.First.Before(start), _touches.First.Before(end));
                (int answered, int over, int answeredOver) = Answers(from, to, cut);
                foreach (InteractionMeasure measure in features.Measures.AsSpan())
                {
                    columns.Numbers(column++)[row] = measure switch
                    {
                        InteractionMeasure.Touches => to - from,
                        InteractionMeasure.Answered => answered,
                        InteractionMeasure.ResponseRate => over > 0 ? (double)answeredOver / over : double.NaN,
                        InteractionMeasure.DaysSinceTouch => to > from ? sweep.ReferenceDay(cut) - sweep.Days[_touches.First[to - 1]] : double.NaN,
                        InteractionMeasure.NeverTouched => to > from ? 0 : 1,
                        _ => _complaints!.Before(end) - _complaints.Before(start),
                    };
                }
            }
        }

        private (int Answered, int Over, int AnsweredOver) Answers(int from, int to, int cut)
        {
            ReadOnlySpan<DateTime> times = sweep.Events.Times;
            DateTime cutOff = sweep.CutOff(cut);
            int visible = sweep.To(cut);
            (int answered, int over, int answeredOver) = (0, 0, 0);
            for (int k = from; k < to; k++)
            {
                bool isAnswered = _touches.Next(k) is >= 0 and int next && next < visible;
                bool isOver = cutOff - times[_touches.First[k]] >= _touches.Within;
                answered += isAnswered ? 1 : 0;
                over += isOver ? 1 : 0;
                answeredOver += isAnswered && isOver ? 1 : 0;
            }

            return (answered, over, answeredOver);
        }
    }
}
