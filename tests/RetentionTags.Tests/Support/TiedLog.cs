using RetentionTags.Data;
using RetentionTags.Features;

namespace RetentionTags.Tests.Support;

/// <summary>Logs of <see cref="RichLog"/> in which many events fall on one moment, and events in the full order of a log.</summary>
internal static class TiedLog
{
    public static RichLog Random(int seed, int most = 60)
    {
        RichLog log = RichLog.Random(seed, most);
        return seed % 2 == 0 ? log : new(log.Events.Select(each => each with
        {
            Time = RichLog.Start.AddDays((each.Time - RichLog.Start).Days / 4 * 4),
            Amount = Math.Round(each.Amount / 10) * 10,
        }));
    }

    /// <summary>An entity's events of [start, end) that were known at a moment, in the log's order down to the last tie.</summary>
    public static RichEvent[] Ordered(this RichLog log, long entity, DateTime? start, DateTime end, DateTime known)
    {
        var events = log.Visible(entity, start, end, known).ToList();
        events.Sort((a, b) =>
        {
            int order = a.Time.CompareTo(b.Time);
            order = order != 0 ? order : (a.Amount < 0).CompareTo(b.Amount < 0);
            order = order != 0 ? order : a.Amount.CompareTo(b.Amount);
            order = order != 0 ? order : string.CompareOrdinal(a.Kind, b.Kind);
            order = order != 0 ? order : string.CompareOrdinal(a.Order, b.Order);
            order = order != 0 ? order : a.Quantity.CompareTo(b.Quantity);
            return order != 0 ? order : string.CompareOrdinal(a.Channel, b.Channel);
        });
        return [.. events];
    }

    /// <summary>The snapshot, or nothing when nobody has a row at some cut-off.</summary>
    public static Snapshot? TryTake(this SnapshotPlan plan, EventLog log)
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

    /// <summary>Everything that a table holds, numbers to the bit and categories as texts with their levels.</summary>
    public static string[] Content(this Table table) => [.. table.Columns.Select(column => column is NumericColumn numbers
        ? $"{column.Name}: {string.Join(' ', numbers.Values.ToArray().Select(BitConverter.DoubleToInt64Bits))}"
        : $"{column.Name}: {string.Join(' ', ((CategoryColumn)column).Levels)} / {string.Join(' ', ((CategoryColumn)column).Codes.ToArray())}")];

    /// <summary>Asserts one number of a row; NaN is missing.</summary>
    public static void Is(this Table table, int row, string column, double expected, double tolerance = 1e-12)
    {
        double actual = table.Numeric(column).Values[row];
        Assert.True(double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), FormattableString.Invariant($"{column} in row {row}: expected {expected:R}, found {actual:R}"));
    }

    /// <summary>Asserts one category of a row; null is missing.</summary>
    public static void Is(this Table table, int row, string column, string? expected)
    {
        string? actual = table.Category(column)[row];
        Assert.True(actual == expected, $"{column} in row {row}: expected {expected ?? "missing"}, found {actual ?? "missing"}");
    }
}
