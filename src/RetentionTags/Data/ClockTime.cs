namespace RetentionTags.Data;

/// <summary>What a clock on the wall of a zone shows, as a moment in UTC: the one rule by which the library reads times without a zone.</summary>
public static class ClockTime
{
    /// <summary>
    /// The moment at which a clock in the zone shows this time. A time that it skips is the moment of the jump; of a time that it shows twice, the first.
    /// </summary>
    /// <param name="clock">What the clock shows; its kind makes no difference.</param>
    /// <param name="zone">The zone.</param>
    /// <returns>The moment, in UTC.</returns>
    /// <exception cref="ArgumentNullException">There is no zone.</exception>
    public static DateTime ToUtc(DateTime clock, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        clock = DateTime.SpecifyKind(clock, DateTimeKind.Unspecified);
        if (zone.IsAmbiguousTime(clock))
            return DateTime.SpecifyKind(clock - zone.GetAmbiguousTimeOffsets(clock).Max(), DateTimeKind.Utc);
        return zone.IsInvalidTime(clock) ? Jump(clock, zone) : TimeZoneInfo.ConvertTimeToUtc(clock, zone);
    }

    /// <summary>The clock time that a moment stands for. The first moment of a day whose midnight is skipped stands for that midnight.</summary>
    internal static DateTime FromUtc(DateTime utc, TimeZoneInfo zone)
    {
        DateTime clock = TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
        return zone.IsInvalidTime(clock.Date) && Jump(clock.Date, zone) == utc ? clock.Date : clock;
    }

    /// <summary>The calendar day of a moment: the last that had begun by then. A day begins when clocks first show its midnight, so days never turn back where clocks do.</summary>
    internal static DateOnly DayOf(DateTime utc, TimeZoneInfo zone)
    {
        if (zone == TimeZoneInfo.Utc)
            return DateOnly.FromDateTime(utc);
        DateTime day = TimeZoneInfo.ConvertTimeFromUtc(utc, zone).Date;
        return DateOnly.FromDateTime(ToUtc(day.AddDays(1), zone) <= utc ? day.AddDays(1) : day);
    }

    /// <summary>Clocks jump at whole minutes: one minute after the last that they show before the jump.</summary>
    private static DateTime Jump(DateTime skipped, TimeZoneInfo zone)
    {
        DateTime shown = skipped.AddTicks(-(skipped.Ticks % TimeSpan.TicksPerMinute));
        while (zone.IsInvalidTime(shown))
            shown = shown.AddMinutes(-1);
        return TimeZoneInfo.ConvertTimeToUtc(shown, zone).AddMinutes(1);
    }
}
