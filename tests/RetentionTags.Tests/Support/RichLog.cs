using RetentionTags.Data;

namespace RetentionTags.Tests.Support;

/// <summary>An event with everything that a log may know of one.</summary>
internal sealed record RichEvent(long Entity, DateTime Time, double Amount, string? Kind, DateTime KnownAt, string? Order, double Quantity, string? Channel);

/// <summary>A random log of up to six entities over 120 days: refunds, several kinds, events known late, equal times, orders and properties with gaps.</summary>
internal sealed class RichLog
{
    public static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public RichLog(IEnumerable<RichEvent> events) => Events = [.. events];

    public RichEvent[] Events { get; }

    public static RichLog Random(int seed, int most = 60)
    {
        var random = new Random(seed);
        int count = random.Next(1, most);
        RichEvent[] ofEachKind = [new(0, Start, 1, "order", Start, null, 1, "c0"), new(0, Start, 0, "visit", Start, null, 1, "c1")];
        return new(ofEachKind.Concat(Enumerable.Range(0, count).Select(_ =>
        {
            DateTime time = Start.AddHours(random.Next(3) == 0 ? 24 * random.Next(120) : random.Next(24 * 120));
            double amount = Math.Round(random.NextDouble() * 50, random.Next(3)) * (random.Next(5) == 0 ? -1 : 1);
            return new RichEvent(
                random.Next(6),
                time,
                random.Next(8) == 0 ? 0 : amount,
                random.Next(6) == 0 ? null : random.Next(3) == 0 ? "visit" : "order",
                random.Next(4) == 0 ? time.AddHours(random.Next(24 * 40)) : time,
                random.Next(5) == 0 ? null : $"o{random.Next(25)}",
                random.Next(6) == 0 ? double.NaN : random.Next(4),
                random.Next(6) == 0 ? null : $"c{random.Next(3)}");
        })));
    }

    public EventLog ToLog() => EventLog.Create(
        [.. Events.Select(each => each.Entity)],
        [.. Events.Select(each => each.Time)],
        [.. Events.Select(each => each.Amount)],
        new()
        {
            Kinds = Column.Category("kind", Events.Select(each => each.Kind)),
            KnownAt = Events.Select(each => each.KnownAt).ToArray(),
            Orders = Column.Category("order", Events.Select(each => each.Order)),
            Properties = [Column.Numeric("quantity", Events.Select(each => each.Quantity).ToArray()), Column.Category("channel", Events.Select(each => each.Channel))],
        });

    /// <summary>An entity's events of [start, end) that were known at a moment, in the log's order.</summary>
    public RichEvent[] Visible(long entity, DateTime? start, DateTime end, DateTime known) =>
    [
        .. Events.Where(each => each.Entity == entity && (start is null || each.Time >= start) && each.Time < end && each.KnownAt <= known)
            .OrderBy(each => each.Time).ThenBy(each => each.Amount < 0).ThenBy(each => each.Amount),
    ];
}
