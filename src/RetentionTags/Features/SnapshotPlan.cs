using System.Diagnostics.CodeAnalysis;
using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>
/// One or many cuts through time, shared by features and labels so that neither can see what it must not:
/// features look at the observation window before a cut-off, the label at the performance window after it.
/// </summary>
/// <remarks>
/// <code>
/// |&lt;----- observation -----&gt;|&lt;- gap -&gt;|&lt;--- performance ---&gt;|&lt;- maturity -&gt;|
/// c − ObservationDays       c        c + GapDays            + PerformanceDays   + MaturityDays
/// </code>
/// <para>
/// All windows are half-open: an event exactly at a window's start is in it, one exactly at its end is not. A feature at the cut-off c sees an event when it happened before c
/// <em>and</em> was known at c. Days are calendar days of <see cref="TimeZone"/>: going back 30 days leads to the same time of day 30
/// dates earlier, whatever daylight saving did in between. A time of day that the clocks skip there is the moment of the jump; of one that they show twice, the first.
/// </para>
/// <para>
/// The label at c sees events of the performance window that were known when the maturity after it was over, so that a label made a year later is the same.
/// </para>
/// </remarks>
public sealed record SnapshotPlan
{
    internal const int MaxDays = 36_525;

    /// <summary>The cuts, in order of time and without repetition. What happens at a cut-off or later is unknown to every feature of its rows.</summary>
    /// <value>Required, at least one. Usually starts of days: see <see cref="At"/> and <see cref="Monthly"/>.</value>
    public required ValueList<DateTimeOffset> CutOffs { get; init => field = Checked(value); }

    /// <summary>Length of the observation window in days.</summary>
    /// <value><see langword="null"/> by default: everything before the cut-off. From 1 to 36,525, a hundred years.</value>
    public int? ObservationDays { get; init => field = value is null or (> 0 and <= MaxDays) ? value : throw Setting.OutOfRange(nameof(ObservationDays), value, "from 1 to 36,525, or null for everything before the cut-off"); }

    /// <summary>Days between the cut-off and the start of the performance window: the time that an action takes to prepare.</summary>
    /// <value>0 by default; up to 36,525. A label that starts at the cut-off while the action starts a week later is too optimistic.</value>
    public int GapDays { get; init => field = value is >= 0 and <= MaxDays ? value : throw Setting.OutOfRange(nameof(GapDays), value, "from 0 to 36,525"); }

    /// <summary>Length of the performance window in days: the horizon of the prediction.</summary>
    /// <value><see langword="null"/> by default: a snapshot to score, without labels. From 1 to 36,525.</value>
    public int? PerformanceDays { get; init => field = value is null or (> 0 and <= MaxDays) ? value : throw Setting.OutOfRange(nameof(PerformanceDays), value, "from 1 to 36,525, or null for a snapshot without labels"); }

    /// <summary>Days after the performance window in which its last events may still arrive: refunds, late bookings.</summary>
    /// <value>0 by default; up to 36,525.</value>
    public int MaturityDays { get; init => field = value is >= 0 and <= MaxDays ? value : throw Setting.OutOfRange(nameof(MaturityDays), value, "from 0 to 36,525"); }

    /// <summary>What becomes of cut-offs whose label is not mature.</summary>
    /// <value><see cref="ImmatureLabels.Error"/> by default.</value>
    public ImmatureLabels ImmatureLabels { get; init; }

    /// <summary>The zone whose calendar days count.</summary>
    /// <value>UTC by default.</value>
    public TimeZoneInfo TimeZone { get; init => field = value ?? throw new ArgumentNullException(nameof(TimeZone)); } = TimeZoneInfo.Utc;

    /// <summary>The kind of event that is a purchase, in a log that tells kinds apart.</summary>
    /// <value><see langword="null"/> by default: events of every kind.</value>
    public string? PurchaseKind { get; init; }

    /// <summary>The kind of event that is the refund of a purchase, where refunds have a kind of their own. Their amounts are below 0.</summary>
    /// <value><see langword="null"/> by default: refunds are of <see cref="PurchaseKind"/>. Needs <see cref="PurchaseKind"/>.</value>
    public string? RefundKind { get; init; }

    /// <summary>Which entities have a row.</summary>
    /// <value><see cref="Population.Buyers"/> by default.</value>
    public Population Population { get; init; }

    /// <summary>A plan whose cut-off is the start of a calendar day.</summary>
    /// <param name="day">The first day that features do not see.</param>
    /// <param name="timeZone">The zone of the day; UTC when nothing is given.</param>
    /// <returns>A plan without observation limit, gap and label; add them using <c>with</c>.</returns>
    public static SnapshotPlan At(DateOnly day, TimeZoneInfo? timeZone = null) => AtEach([day], timeZone);

    /// <summary>A plan whose cut-offs are starts of calendar days.</summary>
    /// <param name="days">The first days that features do not see, in order of time.</param>
    /// <param name="timeZone">The zone of the days; UTC when nothing is given.</param>
    /// <returns>A plan without observation limit, gap and label; add them using <c>with</c>.</returns>
    /// <exception cref="ArgumentException">There is no day, or the days are not in order.</exception>
    public static SnapshotPlan AtEach(IReadOnlyList<DateOnly> days, TimeZoneInfo? timeZone = null)
    {
        ArgumentNullException.ThrowIfNull(days);
        TimeZoneInfo zone = timeZone ?? TimeZoneInfo.Utc;
        return new() { CutOffs = [.. days.Select(day => ToMoment(day.ToDateTime(TimeOnly.MinValue), zone))], TimeZone = zone };
    }

    /// <summary>A plan with a cut-off a month.</summary>
    /// <param name="first">The first day that features of the first cut-off do not see. Later cut-offs are the same day of later months, or their last day.</param>
    /// <param name="count">The number of cut-offs, at least 1.</param>
    /// <param name="timeZone">The zone of the days; UTC when nothing is given.</param>
    /// <returns>A plan without observation limit, gap and label; add them using <c>with</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public static SnapshotPlan Monthly(DateOnly first, int count, TimeZoneInfo? timeZone = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return AtEach([.. Enumerable.Range(0, count).Select(first.AddMonths)], timeZone);
    }

    /// <summary>A plan with a cut-off every so many days.</summary>
    /// <param name="first">The first day that features of the first cut-off do not see.</param>
    /// <param name="stepDays">Days from one cut-off to the next, at least 1. Performance windows do not overlap when it is no less than <see cref="PerformanceDays"/>.</param>
    /// <param name="count">The number of cut-offs, at least 1.</param>
    /// <param name="timeZone">The zone of the days; UTC when nothing is given.</param>
    /// <returns>A plan without observation limit, gap and label; add them using <c>with</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static SnapshotPlan Every(DateOnly first, int stepDays, int count, TimeZoneInfo? timeZone = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepDays, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return AtEach([.. Enumerable.Range(0, count).Select(i => first.AddDays(i * stepDays))], timeZone);
    }

    /// <summary>Start of a cut-off's observation window, inclusive.</summary>
    /// <param name="cutOff">One of <see cref="CutOffs"/>, or any other moment.</param>
    /// <returns>The moment, or <see langword="null"/> when the window has no start.</returns>
    public DateTimeOffset? ObservationStart(DateTimeOffset cutOff) => ObservationDays is int days ? AddDays(cutOff, -days) : null;

    /// <summary>Start of a cut-off's performance window, inclusive.</summary>
    /// <param name="cutOff">One of <see cref="CutOffs"/>, or any other moment.</param>
    /// <returns>The moment.</returns>
    public DateTimeOffset PerformanceStart(DateTimeOffset cutOff) => AddDays(cutOff, GapDays);

    /// <summary>End of a cut-off's performance window, exclusive.</summary>
    /// <param name="cutOff">One of <see cref="CutOffs"/>, or any other moment.</param>
    /// <returns>The moment, or <see langword="null"/> when the plan has no performance window.</returns>
    public DateTimeOffset? PerformanceEnd(DateTimeOffset cutOff) => PerformanceDays is int days ? AddDays(cutOff, GapDays + days) : null;

    /// <summary>When a cut-off's label is final.</summary>
    /// <param name="cutOff">One of <see cref="CutOffs"/>, or any other moment.</param>
    /// <returns>The moment, or <see langword="null"/> when the plan has no performance window.</returns>
    public DateTimeOffset? MatureAt(DateTimeOffset cutOff) => PerformanceDays is int days ? AddDays(cutOff, GapDays + days + MaturityDays) : null;

    /// <summary>
    /// The last calendar day that features of a cut-off can see, if only in part. Recency and tenure are counted to this day, so a purchase on it has
    /// recency 0. For a cut-off at midnight it is the day before.
    /// </summary>
    /// <param name="cutOff">One of <see cref="CutOffs"/>, or any other moment.</param>
    /// <returns>The day, in <see cref="TimeZone"/>.</returns>
    public DateOnly ReferenceDay(DateTimeOffset cutOff) => DayOf(cutOff.UtcDateTime.AddTicks(-1));

    /// <summary>The same plan for another day and without a label: for scoring customers with a model that was fitted on this plan's snapshot.</summary>
    /// <param name="day">The first day that features do not see; usually today.</param>
    /// <returns>A plan with the same observation window, zone, kinds of purchases and refunds, and population.</returns>
    public SnapshotPlan ToScoreAt(DateOnly day) => this with { CutOffs = At(day, TimeZone).CutOffs, GapDays = 0, PerformanceDays = null, MaturityDays = 0 };

    /// <summary>Takes the snapshot: which entities belong to it at each cut-off.</summary>
    /// <param name="log">The events.</param>
    /// <param name="threads">How many threads; 0 for as many as there are processors. The snapshot is the same whatever their number.</param>
    /// <param name="progress">Told of the groups of entities done so far.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One row for each cut-off and each entity of the <see cref="Population"/>, by cut-off and then in the order of keys.</returns>
    /// <exception cref="ArgumentException">The log has no events of <see cref="PurchaseKind"/> or <see cref="RefundKind"/>, or does not tell kinds apart; or a refund's amount is above 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 0.</exception>
    /// <exception cref="TrainingDataException">
    /// A label is not mature: the log is not complete up to its <see cref="MatureAt"/>, and <see cref="ImmatureLabels"/> does not say what to do. Or no entity had bought yet by a cut-off.
    /// </exception>
    public Snapshot Take(EventLog log, int threads = 1, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        if (ImmatureLabels == ImmatureLabels.Error)
        {
            foreach (DateTimeOffset cutOff in CutOffs)
                RequireMatureLabel(log, cutOff);
        }

        return new(this, log, threads, progress, cancellationToken);
    }

    /// <summary>Whether the label of a cut-off is final in a log; true without a performance window.</summary>
    internal bool IsMature(EventLog log, DateTimeOffset cutOff) => MatureAt(cutOff) is not DateTimeOffset end || end <= CompleteUntil(log);

    /// <summary>How far a log is complete: as its caller says or, without a word, to the end of the day of its last event.</summary>
    internal DateTimeOffset CompleteUntil(EventLog log) =>
        log.CompleteUntil ?? ToMoment(DayOf(log.LastTime).AddDays(1).ToDateTime(TimeOnly.MinValue), TimeZone);

    /// <summary>The calendar day, in <see cref="TimeZone"/>, of a moment in UTC.</summary>
    internal DateOnly DayOf(DateTime utc) => ClockTime.DayOf(utc, TimeZone);

    /// <summary>What a clock in <see cref="TimeZone"/> shows at a moment.</summary>
    internal DateTime ClockOf(DateTimeOffset moment) => ClockTime.FromUtc(moment.UtcDateTime, TimeZone);

    /// <summary>The moment at which a clock in <see cref="TimeZone"/> shows this.</summary>
    internal DateTimeOffset AtClock(DateTime clock) => ToMoment(clock, TimeZone);

    internal DateTimeOffset AddDays(DateTimeOffset moment, int days) => days == 0 ? moment : AtClock(ClockOf(moment).AddDays(days));

    private static DateTimeOffset ToMoment(DateTime clock, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(new DateTimeOffset(ClockTime.ToUtc(clock, zone)), zone);

    [SuppressMessage("Usage", "CA2208", Justification = "The name is that of the setting.")]
    private static ValueList<DateTimeOffset> Checked(ValueList<DateTimeOffset> cutOffs)
    {
        ArgumentNullException.ThrowIfNull(cutOffs, nameof(CutOffs));
        if (cutOffs.Count == 0)
            throw new ArgumentException("A plan has at least one cut-off.", nameof(CutOffs));
        for (int cut = 0; cut < cutOffs.Count; cut++)
        {
            if (!EventLog.IsPlausible(cutOffs[cut].UtcDateTime))
                throw new ArgumentOutOfRangeException(nameof(CutOffs), cutOffs[cut], "Cut-offs lie between the years 1000 and 9000.");
            if (cut > 0 && cutOffs[cut] <= cutOffs[cut - 1])
                throw new ArgumentException(Invariant($"The cut-off {cutOffs[cut]:yyyy-MM-dd HH:mm zzz} comes after {cutOffs[cut - 1]:yyyy-MM-dd HH:mm zzz}. Cut-offs are in order of time, each once."), nameof(CutOffs));
        }

        return cutOffs;
    }

    private void RequireMatureLabel(EventLog log, DateTimeOffset cutOff)
    {
        if (IsMature(log, cutOff))
            return;
        throw new TrainingDataException(Invariant($"The label is not mature: the performance window of the cut-off {cutOff:yyyy-MM-dd HH:mm zzz} ends at {PerformanceEnd(cutOff):yyyy-MM-dd HH:mm zzz}{(MaturityDays > 0 ? Invariant($" and is mature at {MatureAt(cutOff):yyyy-MM-dd HH:mm zzz}") : "")}, but the log is complete only until {CompleteUntil(log):yyyy-MM-dd HH:mm zzz}{(log.CompleteUntil is null ? " (the end of the day of its last event)" : "")}. Who has not bought yet may still do so. Take an earlier cut-off or fewer PerformanceDays; set PerformanceDays to null for a snapshot to score; set ImmatureLabels to Missing to keep the rows without a label; or, if the log is known to be complete for longer, say so with EventLog.WithCompleteUntil."));
    }
}
