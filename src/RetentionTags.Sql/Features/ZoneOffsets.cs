using RetentionTags.Features;

namespace RetentionTags.Sql.Features;

/// <summary>What a zone's clocks add to UTC, piece by piece, so that engines need to know of no zone. All in microseconds since 1970.</summary>
internal static class ZoneOffsets
{
    public const long Day = 86_400_000_000;

    /// <summary>No zone changed its clocks before.</summary>
    private static readonly DateTime Earliest = new(1840, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Later than any moment.</summary>
    private const long Never = 900_000_000_000_000_000;

    /// <summary>A moment. It has no parts of microseconds.</summary>
    public static long Microseconds(DateTime utc) => (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>What is added to a moment so that whole days since 1970 are those of the plan's calendar. A day begins when clocks first show its midnight, so a piece may begin at another moment than its clock change.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="first">No moment that is asked for is earlier; <see langword="null"/> when nobody knows.</param>
    /// <param name="last">No moment that is asked for is later.</param>
    /// <returns>Pieces in order of time; the first begins with time itself.</returns>
    public static List<(long From, long Offset)> OfDays(TimeZoneInfo zone, DateTime? first, DateTime last)
    {
        DateTime start = first ?? Earliest;
        DateOnly day = DateOnly.FromDateTime(start).AddDays(-1);
        List<(long From, long Offset)> pieces = [(long.MinValue, OffsetOf(day, zone))];
        DateOnly next = day;
        foreach ((DateTime change, TimeSpan before, TimeSpan after) in Changes(zone, start.AddDays(-2), last))
        {
            DateOnly from = DateOnly.FromDateTime(change + (before < after ? before : after)).AddDays(-1), end = DateOnly.FromDateTime(change + (before > after ? before : after)).AddDays(2);
            for (day = from > next ? from : next; day < end; day = day.AddDays(1))
                AddDay(pieces, day, zone);
            next = end > next ? end : next;
        }

        return pieces;
    }

    /// <summary>What is taken from a clock's time so that it is UTC, of a time shown twice the first; and what the result is at most, so that a time that was skipped is the moment of the jump.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="first">No moment is earlier; <see langword="null"/> when nobody knows.</param>
    /// <param name="last">Later moments need not be told apart.</param>
    /// <returns>Pieces of each, in order of the clock's time; the first begin with time itself.</returns>
    public static (List<(long From, long Offset)> Offsets, List<(long From, long Offset)> Most) OfClocks(TimeZoneInfo zone, DateTime? first, DateTime last)
    {
        DateTime start = first?.AddDays(-2) ?? Earliest;
        List<(long From, long Offset)> offsets = [(long.MinValue, Ticks(zone.GetUtcOffset(start)))], most = [(long.MinValue, Never)];
        foreach ((DateTime change, TimeSpan before, TimeSpan after) in Changes(zone, start, last))
        {
            long moment = Microseconds(change);
            offsets.Add((moment + Ticks(after > before ? after : before), Ticks(after)));
            if (after > before)
                most.AddRange([(moment + Ticks(before), moment), (moment + Ticks(after), Never)]);
        }

        return (offsets, most);
    }

    private static void AddDay(List<(long From, long Offset)> pieces, DateOnly day, TimeZoneInfo zone)
    {
        long next = OffsetOf(day.AddDays(1), zone);
        if (next != pieces[^1].Offset)
            pieces.Add((Math.Min(StartOf(day, zone) + Day, StartOf(day.AddDays(1), zone)), next));
    }

    private static long StartOf(DateOnly day, TimeZoneInfo zone) => Microseconds(SnapshotPlan.At(day, zone).CutOffs[0].UtcDateTime);

    private static long OffsetOf(DateOnly day, TimeZoneInfo zone) => Microseconds(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)) - StartOf(day, zone);

    private static long Ticks(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The moments at which clocks were changed, found by their offsets: a day with two changes that undo one another has not been.</summary>
    private static IEnumerable<(DateTime Change, TimeSpan Before, TimeSpan After)> Changes(TimeZoneInfo zone, DateTime first, DateTime last)
    {
        TimeSpan before = zone.GetUtcOffset(first);
        for (DateTime day = first; day < last; day = day.AddDays(1))
        {
            TimeSpan after = zone.GetUtcOffset(day.AddDays(1));
            if (after == before)
                continue;
            yield return (ChangeWithin(zone, day, before), before, after);
            before = after;
        }
    }

    private static DateTime ChangeWithin(TimeZoneInfo zone, DateTime day, TimeSpan before)
    {
        int low = 0, high = 86_400; // seconds: not changed yet, and changed
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (zone.GetUtcOffset(day.AddSeconds(middle)) == before)
                low = middle;
            else
                high = middle;
        }

        return day.AddSeconds(high);
    }
}
