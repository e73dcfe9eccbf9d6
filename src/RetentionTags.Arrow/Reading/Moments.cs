using RetentionTags.Data;

namespace RetentionTags.Arrow.Reading;

/// <summary>Dates and timestamps.</summary>
internal static class Moments
{
    private static readonly long FirstDay = DateOnly.MinValue.DayNumber - EpochDay;
    private static readonly long LastDay = DateOnly.MaxValue.DayNumber - EpochDay;

    private static int EpochDay => new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>Days since 1970-01-01, the time of day as a fraction: the nearest double, which is right to a microsecond.</summary>
    public static double ToDays(ArrowField field, in ArrayView array, int row, long firstRow)
    {
        (long day, long units) = DayAt(field, array, row, firstRow);
        return day + (units / (double)field.Format.UnitsPerDay);
    }

    /// <summary>A moment in UTC, or what a clock showed, by its kind.</summary>
    public static DateTime ToDateTime(ArrowField field, in ArrayView array, int row, long firstRow)
    {
        (long day, long units) = DayAt(field, array, row, firstRow);
        (long ticks, long beyond) = field.Format.UnitsPerDay > TimeSpan.TicksPerDay
            ? Math.DivRem(units, field.Format.UnitsPerDay / TimeSpan.TicksPerDay)
            : (units * (TimeSpan.TicksPerDay / field.Format.UnitsPerDay), 0);
        if (beyond != 0)
            throw CellError.At(field, firstRow + row, $"a moment with {beyond} nanoseconds over and above its tenths of a microsecond", "a moment in whole tenths of a microsecond. Cast it to microseconds in the query");
        return new(DateTime.UnixEpoch.Ticks + (day * TimeSpan.TicksPerDay) + ticks, field.Format.HasZone ? DateTimeKind.Utc : DateTimeKind.Unspecified);
    }

    /// <summary>A moment in UTC; what a clock showed is taken to be in this zone, as by <see cref="EventLog.Read"/>.</summary>
    public static DateTime ToUtc(ArrowField field, in ArrayView array, int row, long firstRow, TimeZoneInfo zone)
    {
        DateTime moment = ToDateTime(field, array, row, firstRow);
        if (moment.Kind == DateTimeKind.Utc)
            return moment;
        if (zone.IsInvalidTime(moment) && moment.TimeOfDay != TimeSpan.Zero)
            throw CellError.At(field, firstRow + row, Invariant($"{moment:O}"), $"a time that exists in '{zone.Id}', whose clocks were put forward over this one");
        return ClockTime.ToUtc(moment, zone);
    }

    /// <summary>Whole days since 1970-01-01, and units since that day began.</summary>
    private static (long Day, long Units) DayAt(ArrowField field, in ArrayView array, int row, long firstRow)
    {
        long value = field.Format.Kind == ArrowKind.Date32 ? array.Values<int>()[row] : array.Values<long>()[row];
        long day = Math.DivRem(value, field.Format.UnitsPerDay, out long rest);
        if (rest < 0)
            (day, rest) = (day - 1, rest + field.Format.UnitsPerDay);
        if (day < FirstDay || day > LastDay)
            throw CellError.At(field, firstRow + row, $"a moment {value} units from 1970-01-01 (Arrow format '{field.Format.Text}')", "a moment between the years 1 and 9999. Leave out rows whose moment is infinite or a placeholder");
        return (day, rest);
    }
}
