namespace RetentionTags.Data;

/// <summary>The moments of a history's rows, checked and in UTC.</summary>
internal sealed record AttributeRows(DateTime[] ValidFrom, DateTime?[] ValidTo, DateTime[] KnownAt)
{
    private const string PlausibleEnds = "a moment between the years 1000 and 9000, or nothing for a value that holds until the next one begins";

    public static AttributeRows Check(int count, ReadOnlySpan<DateTime> validFrom, ReadOnlySpan<Column> columns, AttributeDetails details)
    {
        if (count == 0)
            throw new ArgumentException("A history has at least one row.", nameof(count));
        CheckColumns(columns, count);
        CheckLength(validFrom.Length, count, "moments from which rows are valid");
        CheckLength(details.ValidTo.IsEmpty ? count : details.ValidTo.Length, count, "moments until which rows are valid");
        CheckLength(details.KnownAt.IsEmpty ? count : details.KnownAt.Length, count, "known-at times");
        EventRows.CheckMoments(validFrom, "moment from which it is valid", nameof(validFrom));
        EventRows.CheckMoments(details.KnownAt.Span, "known-at time", nameof(details));
        DateTime[] from = InUtc(validFrom), known = details.KnownAt.IsEmpty ? from : InUtc(details.KnownAt.Span);
        return new(from, Ends(details.ValidTo.Span, from), known);
    }

    private static DateTime[] InUtc(ReadOnlySpan<DateTime> moments)
    {
        var utc = new DateTime[moments.Length];
        for (int row = 0; row < utc.Length; row++)
            utc[row] = DateTime.SpecifyKind(moments[row], DateTimeKind.Utc);
        return utc;
    }

    private static DateTime?[] Ends(ReadOnlySpan<DateTime?> validTo, DateTime[] from)
    {
        var ends = new DateTime?[from.Length];
        for (int row = 0; row < validTo.Length; row++)
        {
            if (validTo[row] is not DateTime to)
                continue;
            if (to.Kind == DateTimeKind.Local)
                throw new ArgumentException(Invariant($"Row {row}: the moment at which it ceases to be valid, {to:O}, is local to this machine. Convert it with ToUniversalTime()."), nameof(validTo));
            if (!EventLog.IsPlausible(to))
                throw new ArgumentException(Invariant($"Row {row}: the moment at which it ceases to be valid is {to:O}, expected {PlausibleEnds}."), nameof(validTo));
            if (to <= from[row])
                throw new ArgumentException(Invariant($"Row {row}: it is valid from {from[row]:O} to {to:O}, which is no time at all."), nameof(validTo));
            ends[row] = DateTime.SpecifyKind(to, DateTimeKind.Utc);
        }

        return ends;
    }

    private static void CheckColumns(ReadOnlySpan<Column> columns, int count)
    {
        if (columns.IsEmpty)
            throw new ArgumentException("A history has at least one attribute.", nameof(columns));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Column column in columns)
        {
            ArgumentNullException.ThrowIfNull(column, nameof(columns));
            CheckLength(column.Length, count, $"values of the attribute '{column.Name}'");
            if (!names.Add(column.Name))
                throw new ArgumentException($"The attribute '{column.Name}' occurs twice. Names of attributes are distinct.", nameof(columns));
        }
    }

    private static void CheckLength(int length, int count, string what)
    {
        if (length != count)
            throw new ArgumentException($"There are {length} {what} for {count} rows.");
    }
}
