using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>The calendar days of a zone over a stretch of time, so that the day of an event is a division and a comparison.</summary>
internal sealed class DayCalendar
{
    private readonly int _firstDay;
    private readonly long[] _starts;

    /// <param name="zone">Whose days.</param>
    /// <param name="first">No moment that is asked for is earlier.</param>
    /// <param name="last">No moment that is asked for is later.</param>
    public DayCalendar(TimeZoneInfo zone, DateTime first, DateTime last)
    {
        _firstDay = ClockTime.DayOf(first, zone).DayNumber;
        int lastDay = ClockTime.DayOf(last, zone).DayNumber;
        _starts = zone == TimeZoneInfo.Utc ? [] : new long[lastDay - _firstDay + 2];
        for (int day = 0; day < _starts.Length; day++)
            _starts[day] = ClockTime.ToUtc(DateOnly.FromDayNumber(_firstDay + day).ToDateTime(TimeOnly.MinValue), zone).Ticks;
    }

    /// <summary>The number of the day, as in <see cref="DateOnly.DayNumber"/>.</summary>
    public int DayOf(DateTime utc)
    {
        if (_starts.Length == 0)
            return (int)((ulong)utc.Ticks / TimeSpan.TicksPerDay);
        int day = (int)Math.Clamp((utc.Ticks - _starts[0]) / TimeSpan.TicksPerDay, 0, _starts.Length - 2);
        while (utc.Ticks < _starts[day])
            day--;
        while (utc.Ticks >= _starts[day + 1])
            day++;
        return _firstDay + day;
    }
}
