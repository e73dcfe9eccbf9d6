using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>When entities do things: shares of weekdays, of the weekend and of parts of the day among the events of windows before the cut-off.</summary>
/// <remarks>
/// <para>
/// A share is the number of events of the weekday or part divided by the number of all events of the window that the filter lets through, from 0 to 1. Clocks and days are those of the plan's zone, daylight saving included:
/// of an hour that clocks show twice, both are of the part that the clock shows. Shares of weekdays add up to 1; those of parts too, when the parts cover the day. Where there are no events all shares are missing.
/// </para>
/// <para>A log whose times are whole days has all its events at midnight: ask it for weekdays only.</para>
/// </remarks>
public sealed record TimePatternFeatures : FeatureFamily
{
    private static readonly DayOfWeek[] Week = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];
    private static readonly string[] ChineseWeek = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

    /// <summary>The windows.</summary>
    /// <value>The last 365 days by default.</value>
    public ValueList<Window> Windows { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one window.", nameof(Windows)); } = [Window.Days(365)];

    /// <summary>Which shares.</summary>
    /// <value>Weekdays, weekend and parts of the day by default.</value>
    public ValueList<TimePattern> Patterns { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There is at least one pattern.", nameof(Patterns)); } = [TimePattern.Weekday, TimePattern.Weekend, TimePattern.DayPart];

    /// <summary>The parts of the day. They do not overlap; together they need not cover the day.</summary>
    /// <value>Night, morning, afternoon and evening by default, of six hours each from midnight.</value>
    public ValueList<DayPart> DayParts { get; init => field = DayPart.Checked(value, nameof(DayParts)); } =
    [
        new("night", new(0, 0), new(6, 0), "凌晨"),
        new("morning", new(6, 0), new(12, 0), "上午"),
        new("afternoon", new(12, 0), new(18, 0), "下午"),
        new("evening", new(18, 0), new(0, 0), "晚上"),
    ];

    /// <summary>The days of the weekend.</summary>
    /// <value>Saturday and Sunday by default.</value>
    public ValueList<DayOfWeek> Weekend { get; init => field = value ?? throw new ArgumentNullException(nameof(Weekend)); } = [DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>Which events.</summary>
    /// <value>All by default.</value>
    public EventFilter Filter { get; init => field = value ?? throw new ArgumentNullException(nameof(Filter)); } = EventFilter.All;

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureDefinition> Define(EventLog log) => [.. Windows.SelectMany(window => Patterns.SelectMany(pattern => Define(window, pattern)))];

    /// <inheritdoc/>
    internal override IEnumerable<WatchedEvents?> Watch(SnapshotPlan plan, EventLog log) =>
        Windows.SelectMany(window => Patterns.SelectMany(pattern => Define(window, pattern)).Select(_ => new WatchedEvents(window, [Filter])));

    /// <inheritdoc/>
    internal override FeatureComputation Bind(EntitySweep sweep, FeatureColumns columns) => new Computation(this, sweep, columns);

    private IEnumerable<FeatureDefinition> Define(Window window, TimePattern pattern)
    {
        return pattern switch
        {
            TimePattern.Weekday => Week.Select((day, i) => Share(day.ToString().ToLowerInvariant(), $"weekday = {day}", $"on {day}s", ChineseWeek[i])),
            TimePattern.Weekend => [Share("weekend", $"weekday in {{{string.Join(", ", Weekend.Distinct().Order())}}}", "at weekends", "周末")],
            TimePattern.DayPart when DayParts.Count == 0 => throw new InvalidOperationException("Shares of parts of the day are asked for, but DayParts is empty."),
            TimePattern.DayPart => DayParts.Select(part => Share(part.Name, Invariant($"clock in [{part.From:HH\\:mm\\:ss}, {part.To:HH\\:mm\\:ss})"), $"in the {part.Name}", part.ChineseName ?? part.Name)),
            _ => throw new InvalidOperationException($"The pattern {pattern} is none; use one of {string.Join(", ", Enum.GetNames<TimePattern>())}."),
        };

        FeatureDefinition Share(string name, string lineage, string english, string chinese) => new(
            $"{(Filter.Name.Length > 0 ? Filter.Name + "_" : "")}{name}_share_{window.Name}",
            ColumnKind.Numeric,
            $"share({lineage} among events{(Filter.Lineage.Length > 0 ? $" where {Filter.Lineage}" : "")}) in {window.Name}",
            $"share of {Filter.English} {english}, in {window.English}",
            $"{window.Chinese}{Filter.Chinese}{chinese}占比");
    }

    private sealed class Computation(TimePatternFeatures features, EntitySweep sweep, FeatureColumns columns) : RowComputation
    {
        private readonly FilteredEvents _events = sweep.Filtered(features.Filter);
        private readonly int[] _windows = [.. features.Windows.Select(sweep.Window)];
        private readonly bool[] _isWeekend = [.. Week.Select(features.Weekend.Contains)];
        private readonly bool _needsClock = features.Patterns.Contains(TimePattern.DayPart);
        private readonly int[] _ofWeekday = new int[Week.Length];
        private readonly int[] _ofPart = new int[features.DayParts.Count];
        private byte[] _weekdays = [];
        private short[] _parts = [];
        private int _version;

        protected override void Compute(int cut, int row)
        {
            if (_version != sweep.Events.Version)
                Prepare();
            int column = 0;
            foreach (int window in _windows)
            {
                (int from, int to) = (_events.Before(sweep.From(cut, window)), _events.Before(sweep.To(cut, window)));
                Tally(from, to);
                foreach (TimePattern pattern in features.Patterns.AsSpan())
                    column = Write(pattern, column, row, to - from);
            }
        }

        private void Tally(int from, int to)
        {
            _ofWeekday.AsSpan().Clear();
            _ofPart.AsSpan().Clear();
            for (int k = from; k < to; k++)
            {
                _ofWeekday[_weekdays[k]]++;
                if (_parts[k] >= 0)
                    _ofPart[_parts[k]]++;
            }
        }

        private int Write(TimePattern pattern, int column, int row, int events)
        {
            if (pattern == TimePattern.Weekend)
            {
                int weekend = 0;
                for (int day = 0; day < Week.Length; day++)
                    weekend += _isWeekend[day] ? _ofWeekday[day] : 0;
                columns.Numbers(column++)[row] = ShareOf(weekend, events);
                return column;
            }

            foreach (int count in pattern == TimePattern.Weekday ? _ofWeekday : _ofPart)
                columns.Numbers(column++)[row] = ShareOf(count, events);
            return column;
        }

        private static double ShareOf(int part, int all) => all > 0 ? (double)part / all : double.NaN;

        private void Prepare()
        {
            _version = sweep.Events.Version;
            int count = _events.Count;
            if (_weekdays.Length < count)
                (_weekdays, _parts) = (new byte[2 * count], new short[2 * count]);
            for (int k = 0; k < count; k++)
            {
                _weekdays[k] = (byte)(sweep.Days[_events[k]] % Week.Length); // day 0 is a Monday
                _parts[k] = _needsClock ? PartOf(sweep.Events.Times[_events[k]]) : (short)-1;
            }
        }

        private short PartOf(DateTime utc)
        {
            TimeOnly clock = TimeOnly.FromDateTime(sweep.Plan.TimeZone == TimeZoneInfo.Utc ? utc : TimeZoneInfo.ConvertTimeFromUtc(utc, sweep.Plan.TimeZone));
            for (short part = 0; part < features.DayParts.Count; part++)
            {
                if (features.DayParts[part].Contains(clock))
                    return part;
            }

            return -1;
        }
    }
}
