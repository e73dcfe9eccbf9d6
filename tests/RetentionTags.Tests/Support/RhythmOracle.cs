using System.Globalization;
using RetentionTags.Data;
using RetentionTags.Features;

namespace RetentionTags.Tests.Support;

/// <summary>Rows of a snapshot beside the visible events that naive computations begin with.</summary>
internal static class RhythmOracle
{
    /// <summary>A snapshot, or nothing when nobody belongs to it at some cut-off.</summary>
    public static Snapshot? TryTake(SnapshotPlan plan, EventLog log)
    {
        try
        {
            return plan.Take(log);
        }
        catch (TrainingDataException)
        {
            return null;
        }
    }

    /// <summary>The log, which knows orders or does not.</summary>
    public static EventLog ToLog(this RichLog log, bool withOrders) => withOrders ? log.ToLog() : EventLog.Create(
        [.. log.Events.Select(each => each.Entity)],
        [.. log.Events.Select(each => each.Time)],
        [.. log.Events.Select(each => each.Amount)],
        new()
        {
            Kinds = Column.Category("kind", log.Events.Select(each => each.Kind)),
            KnownAt = log.Events.Select(each => each.KnownAt).ToArray(),
            Properties = [Column.Numeric("quantity", log.Events.Select(each => each.Quantity).ToArray()), Column.Category("channel", log.Events.Select(each => each.Channel))],
        });

    /// <summary>The log with every event delivered up to three times, with its key and in another order.</summary>
    public static EventLog DeliveredTwice(RichLog log, int seed)
    {
        var random = new Random(seed);
        (RichEvent Event, string Key)[] rows = [.. log.Events.Select((each, i) => (each, $"k{i}")).SelectMany(row => Enumerable.Repeat(row, 1 + random.Next(3)))];
        random.Shuffle(rows);
        var events = new RichLog(rows.Select(row => row.Event));
        return EventLog.Create(
            [.. events.Events.Select(each => each.Entity)],
            [.. events.Events.Select(each => each.Time)],
            [.. events.Events.Select(each => each.Amount)],
            new()
            {
                Kinds = Column.Category("kind", events.Events.Select(each => each.Kind)),
                KnownAt = events.Events.Select(each => each.KnownAt).ToArray(),
                Orders = Column.Category("order", events.Events.Select(each => each.Order)),
                Keys = Column.Category("key", rows.Select(row => row.Key)),
                Properties = [Column.Numeric("quantity", events.Events.Select(each => each.Quantity).ToArray()), Column.Category("channel", events.Events.Select(each => each.Channel))],
            });
    }

    /// <summary>What an entity has done before a cut-off, in the log's order.</summary>
    public static RichEvent[] Visible(RichLog log, Snapshot snapshot, int row)
    {
        DateTimeOffset cut = snapshot.CutOffOf(row);
        return
        [
            .. log.Visible(long.Parse(snapshot.KeyOf(row), CultureInfo.InvariantCulture), snapshot.Plan.ObservationStart(cut)?.UtcDateTime, cut.UtcDateTime, cut.UtcDateTime)
                .Where(each => snapshot.Plan.PurchaseKind is null || each.Kind == snapshot.Plan.PurchaseKind)
                .OrderBy(each => each.Time).ThenBy(each => each.Amount < 0).ThenBy(each => each.Amount)
                .ThenBy(each => each.Kind, StringComparer.Ordinal).ThenBy(each => each.Order, StringComparer.Ordinal),
        ];
    }

    /// <summary>The last day before a cut-off at midnight.</summary>
    public static int Reference(Snapshot snapshot, int row) => DateOnly.FromDateTime(snapshot.CutOffOf(row).UtcDateTime).DayNumber - 1;

    public static int DayOf(RichEvent each) => DateOnly.FromDateTime(each.Time).DayNumber;

    public static void Is(Table table, string column, int row, double expected)
    {
        double actual = table.Numeric(column).Values[row];
        Assert.True(
            double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= 1e-11 * Math.Max(1, Math.Abs(expected)),
            FormattableString.Invariant($"{column} in row {row}: expected {expected:R}, found {actual:R}"));
    }

    public static long[][] Bits(Table table) => [.. table.Columns.Select(column => System.Runtime.InteropServices.MemoryMarshal.Cast<double, long>(((NumericColumn)column).Values).ToArray())];
}
