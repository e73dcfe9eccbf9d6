namespace RetentionTags.Features;

/// <summary>A stretch of time before a cut-off, half-open: an event exactly at its start is in it, one exactly at its end is not.</summary>
/// <remarks>
/// With the cut-off c, <see cref="Days"/>(30) is [c − 30 days, c) and <see cref="Between"/>(60, 30) is [c − 60 days, c − 30 days). Days are calendar days of the plan's zone, so a window
/// over a change of the clocks has an hour more or less.
/// </remarks>
public sealed record Window
{
    private const int MaxLength = 36_525;

    private Window(WindowUnit unit, int from, int to)
    {
        (Unit, From, To) = (unit, from, to);
    }

    /// <summary>All that the plan's observation window shows.</summary>
    public static Window Observation { get; } = new(WindowUnit.Observation, 0, 0);

    /// <summary>From the first of the cut-off's calendar month to the cut-off.</summary>
    public static Window MonthToDate { get; } = new(WindowUnit.CalendarMonth, 0, -1);

    /// <summary>What the bounds are counted in.</summary>
    public WindowUnit Unit { get; }

    /// <summary>How far back the window begins, in units.</summary>
    public int From { get; }

    /// <summary>How far back the window ends, in units; 0 is the cut-off, or the start of its own calendar unit.</summary>
    public int To { get; }

    /// <summary>Such as <c>30d</c>, <c>60d_30d</c>, <c>3m</c>, <c>2cm</c>, <c>1cw</c>, <c>mtd</c> or <c>observed</c>: how columns call the window.</summary>
    public string Name => Unit switch
    {
        WindowUnit.Day => Text("d"),
        WindowUnit.Month => Text("m"),
        WindowUnit.CalendarMonth => To < 0 ? "mtd" : Text("cm"),
        WindowUnit.CalendarWeek => Text("cw"),
        _ => "observed",
    };

    /// <summary>What the window is in English, such as <c>the last 30 days</c>.</summary>
    internal string English => Unit switch
    {
        WindowUnit.Day when To == 0 => Invariant($"the last {From} days"),
        WindowUnit.Day => Invariant($"the days from {From} to {To} days ago"),
        WindowUnit.Month when To == 0 => Invariant($"the last {From} months"),
        WindowUnit.Month => Invariant($"the time from {From} to {To} months ago"),
        WindowUnit.CalendarMonth when To < 0 => "this calendar month so far",
        WindowUnit.CalendarMonth when To == 0 => Invariant($"the last {From} calendar months"),
        WindowUnit.CalendarMonth => Invariant($"the calendar months from {From} to {To + 1} ago"),
        WindowUnit.CalendarWeek when To == 0 => Invariant($"the last {From} calendar weeks"),
        WindowUnit.CalendarWeek => Invariant($"the calendar weeks from {From} to {To + 1} ago"),
        _ => "the whole time observed",
    };

    /// <summary>What the window is in Chinese, such as <c>近30天</c>.</summary>
    internal string Chinese => Unit switch
    {
        WindowUnit.Day when To == 0 => Invariant($"近{From}天"),
        WindowUnit.Day => Invariant($"{From}天前至{To}天前"),
        WindowUnit.Month when To == 0 => Invariant($"近{From}个月"),
        WindowUnit.Month => Invariant($"{From}个月前至{To}个月前"),
        WindowUnit.CalendarMonth when To < 0 => "本自然月至今",
        WindowUnit.CalendarMonth when To == 0 => Invariant($"前{From}个自然月"),
        WindowUnit.CalendarMonth => Invariant($"前第{From}至第{To + 1}个自然月"),
        WindowUnit.CalendarWeek when To == 0 => Invariant($"前{From}个自然周"),
        WindowUnit.CalendarWeek => Invariant($"前第{From}至第{To + 1}个自然周"),
        _ => "整个观察期",
    };

    /// <summary>The last so many days before the cut-off.</summary>
    /// <param name="days">From 1 to 36,525.</param>
    /// <returns>The window.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static Window Days(int days) => Between(days, 0);

    /// <summary>A stretch of days that ended some days ago.</summary>
    /// <param name="fromDays">Where it begins, in days before the cut-off; up to 36,525.</param>
    /// <param name="toDays">Where it ends, in days before the cut-off; at least 0 and less than <paramref name="fromDays"/>.</param>
    /// <returns>The window.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Window Between(int fromDays, int toDays) => Of(WindowUnit.Day, fromDays, toDays, nameof(fromDays));

    /// <summary>The last so many months before the cut-off, which need not be the first of one.</summary>
    /// <param name="months">From 1 to 1,200.</param>
    /// <param name="endedMonthsAgo">Where it ends, in months before the cut-off.</param>
    /// <returns>The window.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Window Months(int months, int endedMonthsAgo = 0) => Of(WindowUnit.Month, months + endedMonthsAgo, endedMonthsAgo, nameof(months));

    /// <summary>The last so many whole calendar months; the one of the cut-off is not among them.</summary>
    /// <param name="months">From 1 to 1,200.</param>
    /// <param name="endedMonthsAgo">How many whole months to leave out between the window and the cut-off's month.</param>
    /// <returns>The window.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Window CalendarMonths(int months, int endedMonthsAgo = 0) => Of(WindowUnit.CalendarMonth, months + endedMonthsAgo, endedMonthsAgo, nameof(months));

    /// <summary>The last so many whole calendar weeks from Monday to Sunday; the one of the cut-off is not among them.</summary>
    /// <param name="weeks">From 1 to 5,200.</param>
    /// <param name="endedWeeksAgo">How many whole weeks to leave out between the window and the cut-off's week.</param>
    /// <returns>The window.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Window CalendarWeeks(int weeks, int endedWeeksAgo = 0) => Of(WindowUnit.CalendarWeek, weeks + endedWeeksAgo, endedWeeksAgo, nameof(weeks));

    /// <summary>The window's <see cref="Name"/>.</summary>
    /// <returns>Such as <c>30d</c>.</returns>
    public override string ToString() => Name;

    /// <summary>Where the window begins and ends at a cut-off of a plan.</summary>
    /// <param name="plan">The plan, whose zone and observation window count.</param>
    /// <param name="cutOff">One of its cut-offs, or any other moment.</param>
    /// <returns>The start, inclusive, and the end, exclusive, in UTC. The start is <see langword="null"/> for <see cref="Observation"/> in a plan that looks back without limit.</returns>
    /// <exception cref="ArgumentException">The window begins before the plan's observation.</exception>
    public (DateTime? Start, DateTime End) BoundsAt(SnapshotPlan plan, DateTimeOffset cutOff)
    {
        ArgumentNullException.ThrowIfNull(plan);
        DateTime? observed = plan.ObservationStart(cutOff)?.UtcDateTime;
        if (Unit == WindowUnit.Observation)
            return (observed, cutOff.UtcDateTime);
        (DateTime start, DateTimeOffset end) = (Back(plan, cutOff, From).UtcDateTime, To < 0 ? cutOff : Back(plan, cutOff, To));
        return observed is null || start >= observed
            ? (start, end.UtcDateTime)
            : throw new ArgumentException(Invariant($"The window {Name} begins before the observation of {plan.ObservationDays} days at the cut-off {cutOff:yyyy-MM-dd}: it would be cut off without a word. Observe longer, or take a shorter window."), nameof(plan));
    }

    private static Window Of(WindowUnit unit, int from, int to, string parameter)
    {
        int most = unit switch { WindowUnit.Day => MaxLength, WindowUnit.CalendarWeek => 5200, _ => 1200 };
        if (to < 0 || from <= to || from > most)
            throw new ArgumentOutOfRangeException(parameter, Invariant($"{from} to {to}"), Invariant($"A window begins up to {most:N0} units before the cut-off and ends later than it begins, at the cut-off at the latest."));
        return new(unit, from, to);
    }

    private DateTimeOffset Back(SnapshotPlan plan, DateTimeOffset cutOff, int units)
    {
        if (Unit is WindowUnit.Day)
            return plan.AddDays(cutOff, -units);
        if (Unit is WindowUnit.Month)
            return units == 0 ? cutOff : plan.AtClock(plan.ClockOf(cutOff).AddMonths(-units));
        DateTime day = plan.ClockOf(cutOff).Date;
        return plan.AtClock(Unit is WindowUnit.CalendarMonth
            ? day.AddDays(1 - day.Day).AddMonths(-units)
            : day.AddDays(-((int)day.DayOfWeek + 6) % 7).AddDays(-7 * units));
    }

    private string Text(string unit) => To == 0 ? Invariant($"{From}{unit}") : Invariant($"{From}{unit}_{To}{unit}");
}
