using System.Runtime.Intrinsics;
using RetentionTags.Numerics;

namespace RetentionTags.Data;

/// <summary>The rows that a log is made of, in the order in which they come, checked.</summary>
internal readonly ref struct EventRows
{
    /// <param name="entities">The key of each row's entity.</param>
    /// <param name="times">The moment of each row, in UTC or of unspecified kind.</param>
    /// <param name="amounts">The amount of each row.</param>
    /// <param name="details">What else is known.</param>
    public EventRows(RowKeys entities, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, EventDetails details)
    {
        Entities = entities;
        Details = details;
        Times = times;
        Amounts = amounts;
        KnownAt = KnownTimes();
    }

    public RowKeys Entities { get; }

    public ReadOnlySpan<DateTime> Times { get; }

    public ReadOnlySpan<double> Amounts { get; }

    public EventDetails Details { get; }

    /// <summary>When each row could be known, in UTC and not before it happened; empty when each is known as it happens.</summary>
    public DateTime[] KnownAt { get; }

    /// <summary>Checks everything but the entities' keys.</summary>
    public static void Check(int count, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, EventDetails details)
    {
        if (count == 0)
            throw new ArgumentException("A log has at least one event.", nameof(count));
        CheckLength(times.Length, count, "times", nameof(times));
        CheckLength(amounts.Length, count, "amounts", nameof(amounts));
        CheckDetails(details, count);
        if (FirstNotFinite(amounts) is >= 0 and int row)
            throw new ArgumentException(Invariant($"Row {row}: the amount is {amounts[row]}. Amounts are finite; use 0 for events without one."), nameof(amounts));
        CheckMoments(times, "time", nameof(times));
        CheckMoments(details.KnownAt.Span, "known-at time", nameof(details));
    }

    /// <summary>Checks that moments are in UTC, or may be taken to be, and no placeholders.</summary>
    public static void CheckMoments(ReadOnlySpan<DateTime> moments, string what, string parameter)
    {
        (long first, long last, bool hasLocal) = DateTicks.RangeOf(moments);
        if (moments.IsEmpty || (!hasLocal && EventLog.IsPlausible(new(first)) && EventLog.IsPlausible(new(last))))
            return;
        int row = 0;
        while (moments[row].Kind != DateTimeKind.Local && EventLog.IsPlausible(moments[row]))
            row++;
        throw new ArgumentException(moments[row].Kind == DateTimeKind.Local
            ? Invariant($"Row {row}: the {what} {moments[row]:O} is local to this machine. Convert it with ToUniversalTime().")
            : Invariant($"Row {row}: the {what} is {moments[row]:O}, expected {EventLog.PlausibleTimes}."), parameter);
    }

    /// <summary>The first row whose amount is not finite, or −1.</summary>
    private static int FirstNotFinite(ReadOnlySpan<double> amounts)
    {
        int row = 0;
        for (; Vector256.IsHardwareAccelerated && row + Vector256<double>.Count <= amounts.Length; row += Vector256<double>.Count)
        {
            if (!Vector256.LessThanAll(Vector256.Abs(Vector256.Create(amounts[row..])), Vector256.Create(double.PositiveInfinity)))
                break;
        }

        while (row < amounts.Length && double.IsFinite(amounts[row]))
            row++;
        return row < amounts.Length ? row : -1;
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

    private DateTime[] KnownTimes()
    {
        ReadOnlySpan<DateTime> given = Details.KnownAt.Span;
        var known = new DateTime[given.Length];
        for (int row = 0; row < known.Length; row++)
            known[row] = new(Math.Max(given[row].Ticks, Times[row].Ticks), DateTimeKind.Utc);
        return known;
    }
}
