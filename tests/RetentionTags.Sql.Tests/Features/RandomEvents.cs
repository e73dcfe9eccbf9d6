using System.Data.Common;
using System.Globalization;
using RetentionTags.Data;
using RetentionTags.Engines;
using RetentionTags.Sql.Features;

namespace RetentionTags.Sql.Tests.Features;

/// <summary>A row of a table of events, with everything that one may have.</summary>
internal sealed record RandomEvent(long Customer, DateTime Time, double Amount, string? Kind, DateTime KnownAt, string? Order, double? Quantity, string? Channel, string? Key);

/// <summary>A random table of up to seven customers over 120 days: refunds, several kinds, rows known late, equal moments, orders and properties with gaps, amounts of many decimals, deliveries that are repeated.</summary>
internal sealed class RandomEvents
{
    private const string Table = "events \"q\" of";

    private RandomEvents(IEnumerable<RandomEvent> rows) => Rows = [.. rows];

    public RandomEvent[] Rows { get; }

    /// <param name="seed">The same seed gives the same rows.</param>
    /// <param name="start">The first day.</param>
    /// <param name="stepTicks">What moments are a multiple of.</param>
    /// <param name="isOnPaper">Whether no amount has more than six decimals.</param>
    /// <param name="most">At most so many rows, but for repetitions.</param>
    public static RandomEvents Of(int seed, DateTime start, long stepTicks, bool isOnPaper = true, int most = 90)
    {
        var random = new Random(seed);
        bool isTied = random.Next(3) == 0;
        RandomEvent[] ofEachKind =
        [
            new(0, start, 1, "order", start, null, 1, "c0", "k-1"),
            new(0, start, 0, "visit", start, null, 1, "c1", "k-2"),
            new(0, start, -0.5, "refund", start, null, 1, "c1", "k-3"),
        ];
        List<RandomEvent> rows = [.. ofEachKind, .. Enumerable.Range(0, random.Next(20, most)).Select(Next)];
        int repeated = random.Next(6);
        for (int i = 0; i < repeated; i++)
        {
            RandomEvent row = rows[random.Next(rows.Count)];
            if (row.Key is not null)
                rows.Add(row with { KnownAt = row.KnownAt.AddHours(random.Next(-100, 400)) });
        }

        return new(rows.OrderBy(_ => random.Next()));

        RandomEvent Next(int number)
        {
            long ticks = random.NextInt64(120 * TimeSpan.TicksPerDay) / stepTicks * stepTicks;
            DateTime time = random.Next(3) == 0 ? start.AddDays(random.Next(120)) : start.AddTicks(isTied ? ticks / (4 * TimeSpan.TicksPerDay) * 4 * TimeSpan.TicksPerDay : ticks);
            string? kind = random.Next(7) switch { 0 => null, 1 or 2 => "visit", 3 => "refund", 4 => "Order", _ => "order" };
            double amount = isOnPaper ? Math.Round(random.NextDouble() * 50, random.Next(4)) : random.NextDouble() * 50 / 3;
            amount = isTied ? Math.Round(amount / 10) * 10 : amount;
            bool isRefund = kind == "refund" || random.Next(5) == 0;
            return new(
                random.Next(7),
                time,
                isRefund ? -Math.Max(amount, 0.25) : random.Next(8) == 0 ? 0 : amount,
                kind,
                random.Next(4) == 0 ? time.AddTicks(random.NextInt64(-TimeSpan.TicksPerDay, 40 * TimeSpan.TicksPerDay) / stepTicks * stepTicks) : time,
                random.Next(5) == 0 ? null : $"o{random.Next(12)}",
                random.Next(6) == 0 ? null : random.Next(4) - 1,
                random.Next(6) == 0 ? null : $"c '{random.Next(3)}'",
                random.Next(8) == 0 ? null : $"k{number}");
        }
    }

    public EventLog ToLog(bool hasOrders, DuplicateEvents? duplicates) => EventLog.Create(
        [.. Rows.Select(row => row.Customer)],
        [.. Rows.Select(row => row.Time)],
        [.. Rows.Select(row => row.Amount)],
        new()
        {
            Kinds = Column.Category("kind", Rows.Select(row => row.Kind)),
            KnownAt = Rows.Select(row => row.KnownAt).ToArray(),
            Orders = hasOrders ? Column.Category("order", Rows.Select(row => row.Order)) : null,
            Keys = duplicates is null ? null : Column.Category("key", Rows.Select(row => row.Key)),
            Duplicates = duplicates ?? default,
            Properties = [Column.Numeric("quantity", Rows.Select(row => row.Quantity).ToArray()), Column.Category("channel", Rows.Select(row => row.Channel))],
        });

    /// <summary>Fills a table with the rows and describes it.</summary>
    public SqlEventTable Load(Engine engine, DbConnection connection, SqlDialect dialect, SqlTimeFormat format, bool hasOrders, DuplicateEvents? duplicates)
    {
        engine.Load(
            connection,
            dialect.Quote(Table),
            (dialect.Quote("customer id"), Rows.Select(row => row.Customer).ToArray()),
            (dialect.Quote("event_at"), Moments(row => row.Time, format)),
            (dialect.Quote("amount"), Rows.Select(row => (double?)row.Amount).ToArray()),
            (dialect.Quote("kind"), Rows.Select(row => row.Kind).ToArray()),
            (dialect.Quote("known_at"), Moments(row => row.KnownAt, format)),
            (dialect.Quote("order"), Rows.Select(row => row.Order).ToArray()),
            (dialect.Quote("quantity"), Rows.Select(row => row.Quantity).ToArray()),
            (dialect.Quote("channel"), Rows.Select(row => row.Channel).ToArray()),
            (dialect.Quote("key"), Rows.Select(row => row.Key).ToArray()));
        return new()
        {
            From = Table,
            Customer = "customer id",
            Time = "event_at",
            TimeFormat = format,
            Amount = "amount",
            Kind = "kind",
            KnownAt = "known_at",
            Order = hasOrders ? "order" : null,
            Key = duplicates is null ? null : "key",
            Duplicates = duplicates ?? default,
            Properties = [ColumnSpec.Numeric("quantity"), ColumnSpec.Category("channel")],
        };
    }

    private Array Moments(Func<RandomEvent, DateTime> of, SqlTimeFormat format) => format switch
    {
        SqlTimeFormat.Text => Rows.Select(row => of(row)).Select((time, i) => time.TimeOfDay == TimeSpan.Zero && i % 2 == 0
            ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : time.ToString(i % 3 == 0 ? "yyyy-MM-dd HH:mm:ss.FFFFFF" : "yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)).ToArray(),
        _ => Rows.Select(row => (of(row) - DateTime.UnixEpoch).Ticks / (format switch { SqlTimeFormat.UnixSeconds => TimeSpan.TicksPerSecond, SqlTimeFormat.UnixMilliseconds => TimeSpan.TicksPerMillisecond, _ => TimeSpan.TicksPerMicrosecond })).ToArray(),
    };
}
