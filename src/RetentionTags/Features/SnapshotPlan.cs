using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>
/// One cut through time, shared by features and labels so that neither can see what it must not:
/// features look at the observation window before <see cref="AsOf"/>, the label at the performance window after it.
/// </summary>
/// <remarks>
/// <code>
/// |&lt;----- observation -----&gt;|&lt;- gap -&gt;|&lt;--- performance ---&gt;|
/// AsOf − ObservationDays      AsOf      AsOf + GapDays          + PerformanceDays
/// </code>
/// All windows are half-open: an event exactly at a window's start is in it, one exactly at its end is not. So no feature can see an event
/// at or after <see cref="AsOf"/>. Days are calendar days of <see cref="TimeZone"/>: going back 30 days leads to the same time of day 30
/// dates earlier, whatever daylight saving did in between. A time of day that the clocks skip there is the moment of the jump; of one that they show twice, the first.
/// </remarks>
public sealed record SnapshotPlan
{
    private const int MaxDays = 36_525;

    /// <summary>The cut. What happens at this moment or later is unknown to every feature.</summary>
    /// <value>Required. Usually the start of a day, see <see cref="At"/>.</value>
    public required DateTimeOffset AsOf { get; init => field = EventLog.IsPlausible(value.UtcDateTime) ? value : throw new ArgumentOutOfRangeException(nameof(AsOf), value, "AsOf lies between the years 1000 and 9000."); }

    /// <summary>Length of the observation window in days.</summary>
    /// <value><see langword="null"/> by default: everything before <see cref="AsOf"/>. From 1 to 36,525, a hundred years.</value>
    public int? ObservationDays { get; init => field = value is null or (> 0 and <= MaxDays) ? value : throw Setting.OutOfRange(nameof(ObservationDays), value, "from 1 to 36,525, or null for everything before AsOf"); }

    /// <summary>Days between the cut and the start of the performance window: the time that an action takes to prepare.</summary>
    /// <value>0 by default; up to 36,525. A label that starts at the cut while the action starts a week later is too optimistic.</value>
    public int GapDays { get; init => field = value is >= 0 and <= MaxDays ? value : throw Setting.OutOfRange(nameof(GapDays), value, "from 0 to 36,525"); }

    /// <summary>Length of the performance window in days: the horizon of the prediction.</summary>
    /// <value><see langword="null"/> by default: a snapshot to score, without labels. From 1 to 36,525.</value>
    public int? PerformanceDays { get; init => field = value is null or (> 0 and <= MaxDays) ? value : throw Setting.OutOfRange(nameof(PerformanceDays), value, "from 1 to 36,525, or null for a snapshot without labels"); }

    /// <summary>The zone whose calendar days count.</summary>
    /// <value>UTC by default.</value>
    public TimeZoneInfo TimeZone { get; init => field = value ?? throw new ArgumentNullException(nameof(TimeZone)); } = TimeZoneInfo.Utc;

    /// <summary>The kind of event that is a purchase, in a log that tells kinds apart.</summary>
    /// <value><see langword="null"/> by default: events of every kind.</value>
    public string? PurchaseKind { get; init; }

    /// <summary>Start of the observation window, inclusive, or <see langword="null"/> when it has none.</summary>
    public DateTimeOffset? ObservationStart => ObservationDays is int days ? AddDays(AsOf, -days) : null;

    /// <summary>Start of the performance window, inclusive.</summary>
    public DateTimeOffset PerformanceStart => AddDays(AsOf, GapDays);

    /// <summary>End of the performance window, exclusive, or <see langword="null"/> when there is none.</summary>
    public DateTimeOffset? PerformanceEnd => PerformanceDays is int days ? AddDays(AsOf, GapDays + days) : null;

    /// <summary>
    /// The last calendar day that features can see, if only in part. Recency and tenure are counted to this day, so a purchase on it has
    /// recency 0. For a cut at midnight it is the day before.
    /// </summary>
    public DateOnly ReferenceDay => DayOf(AsOf.UtcDateTime.AddTicks(-1));

    /// <summary>A plan whose cut is the start of a calendar day.</summary>
    /// <param name="day">The first day that features do not see.</param>
    /// <param name="timeZone">The zone of the day; UTC when nothing is given.</param>
    /// <returns>A plan without observation limit, gap and label; add them using <c>with</c>.</returns>
    public static SnapshotPlan At(DateOnly day, TimeZoneInfo? timeZone = null)
    {
        TimeZoneInfo zone = timeZone ?? TimeZoneInfo.Utc;
        return new() { AsOf = ToMoment(day.ToDateTime(TimeOnly.MinValue), zone), TimeZone = zone };
    }

    /// <summary>The same plan for another day and without a label: for scoring customers with a model that was fitted on this plan's snapshot.</summary>
    /// <param name="day">The first day that features do not see; usually today.</param>
    /// <returns>A plan with the same observation window, zone and kind of purchase.</returns>
    public SnapshotPlan ToScoreAt(DateOnly day) => this with { AsOf = At(day, TimeZone).AsOf, GapDays = 0, PerformanceDays = null };

    /// <summary>Takes the snapshot: which entities had bought by then, and where their events lie.</summary>
    /// <param name="log">The events.</param>
    /// <returns>One row for each entity with at least one purchase in the observation window, in the order of their keys.</returns>
    /// <exception cref="ArgumentException">The log has no events of <see cref="PurchaseKind"/>, or does not tell kinds apart.</exception>
    /// <exception cref="TrainingDataException">
    /// The label is not mature: the log is not complete up to the end of the performance window. Or no entity had bought yet.
    /// </exception>
    public Snapshot Take(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        RequireMatureLabel(log);
        return new(this, log);
    }

    /// <summary>How far a log is complete: as its caller says or, without a word, to the end of the day of its last event.</summary>
    internal DateTimeOffset CompleteUntil(EventLog log) =>
        log.CompleteUntil ?? ToMoment(DayOf(log.LastTime).AddDays(1).ToDateTime(TimeOnly.MinValue), TimeZone);

    /// <summary>The calendar day, in <see cref="TimeZone"/>, of a moment in UTC.</summary>
    internal DateOnly DayOf(DateTime utc) =>
        DateOnly.FromDateTime(TimeZone == TimeZoneInfo.Utc ? utc : TimeZoneInfo.ConvertTimeFromUtc(utc, TimeZone));

    private static DateTimeOffset ToMoment(DateTime clock, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(new DateTimeOffset(ClockTime.ToUtc(clock, zone)), zone);

    private DateTimeOffset AddDays(DateTimeOffset moment, int days) =>
        days == 0 ? moment : ToMoment(ClockTime.FromUtc(moment.UtcDateTime, TimeZone).AddDays(days), TimeZone);

    private void RequireMatureLabel(EventLog log)
    {
        if (PerformanceEnd is not DateTimeOffset end)
            return;
        DateTimeOffset complete = CompleteUntil(log);
        if (end > complete)
        {
            throw new TrainingDataException(Invariant($"The label is not mature: the performance window ends at {end:yyyy-MM-dd HH:mm zzz}, but the log is complete only until {complete:yyyy-MM-dd HH:mm zzz}{(log.CompleteUntil is null ? " (the end of the day of its last event)" : "")}. Who has not bought yet may still do so. Take an earlier AsOf or fewer PerformanceDays; set PerformanceDays to null for a snapshot to score; or, if the log is known to be complete for longer, say so with EventLog.WithCompleteUntil."));
        }
    }
}
