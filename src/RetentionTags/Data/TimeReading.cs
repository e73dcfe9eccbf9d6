using System.Globalization;

namespace RetentionTags.Data;

/// <summary>Cells of one column as moments in UTC. Remembers the format that the last text had, since columns rarely mix them.</summary>
internal sealed class TimeReading(string column, TimeZoneInfo zone, IReadOnlyList<string> formats)
{
    private int _lastFormat;

    /// <summary>A moment in UTC. A cell that says nothing of its zone is taken to be in the column's zone.</summary>
    public DateTime ToUtc(object cell, int row) => cell switch
    {
        DateTimeOffset moment => moment.UtcDateTime,
        DateTime { Kind: DateTimeKind.Utc } moment => moment,
        DateTime { Kind: DateTimeKind.Unspecified } moment => FromZone(moment, row),
        DateOnly day => FromZone(day.ToDateTime(TimeOnly.MinValue), row),
        string text when TryParse(text.Trim(), out DateTime moment) => moment.Kind == DateTimeKind.Utc ? moment : FromZone(moment, row),
        _ => throw CellReading.Bad(cell, row, column, $"a date or time in one of the formats {string.Join(", ", formats.Select(format => $"'{format}'"))}"),
    };

    private bool TryParse(string text, out DateTime moment)
    {
        for (int tried = 0; tried < formats.Count; tried++)
        {
            int format = (_lastFormat + tried) % formats.Count;
            if (TryParse(text, formats[format], out moment))
            {
                _lastFormat = format;
                return true;
            }
        }

        moment = default;
        return false;
    }

    /// <summary>In UTC when the text names its zone, otherwise of unspecified kind.</summary>
    private static bool TryParse(string text, string format, out DateTime moment)
    {
        if (!DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out moment))
            return false;
        if (moment.Kind != DateTimeKind.Unspecified)
            moment = DateTimeOffset.ParseExact(text, format, CultureInfo.InvariantCulture).UtcDateTime;
        return true;
    }

    private DateTime FromZone(DateTime moment, int row)
    {
        if (zone == TimeZoneInfo.Utc)
            return DateTime.SpecifyKind(moment, DateTimeKind.Utc);
        return zone.IsInvalidTime(moment)
            ? throw CellReading.Bad(moment, row, column, $"a time that exists in '{zone.Id}', whose clocks were put forward over this one")
            : TimeZoneInfo.ConvertTimeToUtc(moment, zone);
    }
}
