using System.Globalization;

namespace RetentionTags.Data;

/// <summary>Cells of one column as moments in UTC.</summary>
internal sealed class TimeReading(string column, TimeZoneInfo zone, IReadOnlyList<string> formats, string settings = nameof(EventLogColumns))
{
    /// <summary>A moment in UTC. A cell that says nothing of its zone is taken to be in the column's zone.</summary>
    public DateTime ToUtc(object? cell, int row)
    {
        DateTime utc = cell switch
        {
            DateTimeOffset moment => moment.UtcDateTime,
            DateTime { Kind: DateTimeKind.Utc } moment => moment,
            DateTime { Kind: DateTimeKind.Unspecified } moment => FromZone(moment, row),
            DateTime => throw CellReading.Bad(cell, row, column, $"a moment in UTC, or one without a zone that is then taken to be in {settings}.TimeZone"),
            DateOnly day => FromZone(day.ToDateTime(TimeOnly.MinValue), row),
            string text when TryParse(text.Trim(), out DateTime moment) => moment.Kind == DateTimeKind.Utc ? moment : FromZone(moment, row),
            _ => throw CellReading.Bad(cell, row, column, $"a date or time in one of the formats {string.Join(", ", formats.Select(format => $"'{format}'"))} (setting: {settings}.TimeFormats)"),
        };
        return EventLog.IsPlausible(utc) ? utc : throw CellReading.Bad(cell, row, column, EventLog.PlausibleTimes);
    }

    private bool TryParse(string text, out DateTime moment)
    {
        for (int i = 0; i < formats.Count; i++)
        {
            if (TryParse(text, formats[i], out moment))
                return true;
        }

        moment = default;
        return false;
    }

    /// <summary>In UTC when the text names its zone, or its format is one that is always UTC; otherwise of unspecified kind.</summary>
    private static bool TryParse(string text, string format, out DateTime moment)
    {
        if (!DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out moment))
            return false;
        if (moment.Kind == DateTimeKind.Unspecified && format is not ("R" or "r" or "u"))
            return true;
        bool isMoment = DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed);
        moment = parsed.UtcDateTime;
        return isMoment;
    }

    /// <summary>A date without a time begins when the zone's day does; a time of day that the zone's clocks skip is an error.</summary>
    private DateTime FromZone(DateTime clock, int row) => zone.IsInvalidTime(clock) && clock.TimeOfDay != TimeSpan.Zero
        ? throw CellReading.Bad(clock, row, column, $"a time that exists in '{zone.Id}', whose clocks were put forward over this one")
        : ClockTime.ToUtc(clock, zone);
}
