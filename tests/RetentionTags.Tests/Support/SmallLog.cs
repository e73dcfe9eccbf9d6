using RetentionTags.Data;

namespace RetentionTags.Tests.Support;

/// <summary>A random log of up to six entities over 120 days, refunds included.</summary>
public sealed record SmallLog((long Entity, DateTime Time, double Amount)[] Events)
{
    public static DateTime Start { get; } = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public EventLog ToLog() => EventLog.Create(
        Events.Select(each => each.Entity).ToArray(),
        Events.Select(each => each.Time).ToArray(),
        Events.Select(each => each.Amount).ToArray());

    /// <summary>All logs that lack one event, for shrinking.</summary>
    public IEnumerable<SmallLog> Smaller() => Events.Length < 2 ? [] : Enumerable.Range(0, Events.Length)
        .Select(left => new SmallLog([.. Events.Where((_, i) => i != left)]));

    public override string ToString() => string.Join("; ", Events.Select(each => FormattableString.Invariant($"{each.Entity} {each.Time:yyyy-MM-ddTHH} {each.Amount}")));
}
