namespace RetentionTags.Data;

/// <summary>The rows that a log is made of, checked, in the order in which they came. Moments are in UTC.</summary>
internal sealed record EventRows(EntityKeys Entities, int[] EntityOf, DateTime[] Times, double[] Amounts, EventDetails Details)
{
    public DateTime[] KnownAt { get; private init; } = [];

    public int Count => Times.Length;

    /// <summary>Checks everything but the entities' keys.</summary>
    public static DateTime[] Check(int count, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, EventDetails details)
    {
        if (count == 0)
            throw new ArgumentException("A log has at least one event.", nameof(count));
        CheckLength(times.Length, count, "times", nameof(times));
        CheckLength(amounts.Length, count, "amounts", nameof(amounts));
        CheckDetails(details, count);
        for (int row = 0; row < count; row++)
        {
            if (!double.IsFinite(amounts[row]))
                throw new ArgumentException(Invariant($"Row {row}: the amount is {amounts[row]}. Amounts are finite; use 0 for events without one."), nameof(amounts));
        }

        return ToUtc(times, "time", nameof(times));
    }

    /// <summary>The same rows with what the log is told of when they were known, and without rows that repeat an event.</summary>
    public EventRows Prepared(out int duplicates)
    {
        DateTime[] known = ToUtc(Details.KnownAt.Span, "known-at time", "details");
        for (int row = 0; row < known.Length; row++)
        {
            if (known[row] < Times[row])
                known[row] = Times[row];
        }

        EventRows rows = this with { KnownAt = known };
        int[] kept = DuplicateSearch.RowsToKeep(rows);
        duplicates = Count - kept.Length;
        return duplicates == 0 ? rows : rows.At(kept);
    }

    /// <summary>The given rows in the given order.</summary>
    public EventRows At(ReadOnlySpan<int> rows)
    {
        int[] at = rows.ToArray();
        return new(Entities, ValuesOfRows.Of<int>(EntityOf, rows), ValuesOfRows.Of<DateTime>(Times, rows), ValuesOfRows.Of<double>(Amounts, rows), new()
        {
            Kinds = Details.Kinds?.Rows(rows),
            Orders = Details.Orders?.Rows(rows),
            Properties = [.. Details.Properties.Select(column => column.Rows(at))],
        })
        { KnownAt = ValuesOfRows.Of<DateTime>(KnownAt, rows) };
    }

    /// <summary>Moments in UTC, or an error that names the row.</summary>
    public static DateTime[] ToUtc(ReadOnlySpan<DateTime> times, string what, string parameter)
    {
        var utc = new DateTime[times.Length];
        for (int row = 0; row < utc.Length; row++)
        {
            if (times[row].Kind == DateTimeKind.Local)
                throw new ArgumentException(Invariant($"Row {row}: the {what} {times[row]:O} is local to this machine. Convert it with ToUniversalTime()."), parameter);
            utc[row] = DateTime.SpecifyKind(times[row], DateTimeKind.Utc);
            if (!EventLog.IsPlausible(utc[row]))
                throw new ArgumentException(Invariant($"Row {row}: the {what} is {times[row]:O}, expected {EventLog.PlausibleTimes}."), parameter);
        }

        return utc;
    }

    private static void CheckDetails(EventDetails details, int count)
    {
        CheckLength(details.Kinds?.Length ?? count, count, "kinds", nameof(details));
        CheckLength(details.KnownAt.IsEmpty ? count : details.KnownAt.Length, count, "known-at times", nameof(details));
        CheckLength(details.Orders?.Length ?? count, count, "orders", nameof(details));
        CheckLength(details.Keys?.Length ?? count, count, "keys", nameof(details));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Column property in details.Properties)
        {
            CheckLength(property.Length, count, $"values of the property '{property.Name}'", nameof(details));
            if (!names.Add(property.Name))
                throw new ArgumentException($"The property '{property.Name}' occurs twice. Names of properties are distinct.", nameof(details));
        }
    }

    private static void CheckLength(int length, int count, string what, string parameter)
    {
        if (length != count)
            throw new ArgumentException($"There are {length} {what} for {count} events.", parameter);
    }
}
