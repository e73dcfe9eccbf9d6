using RetentionTags.Data;

namespace RetentionTags.Tests.Support;

/// <summary>A row of a history of attributes.</summary>
internal sealed record RichAttribute(long Entity, DateTime From, DateTime? To, DateTime KnownAt, string? Level, double Price);

/// <summary>Random attributes of most of six entities over 120 days: with and without ends, gaps, missing values, rows known late or early, and corrections.</summary>
internal sealed class RichAttributes(IEnumerable<RichAttribute> rows)
{
    public RichAttribute[] Rows { get; } = [.. rows];

    public static RichAttributes Random(int seed)
    {
        var random = new Random(seed);
        var rows = new List<RichAttribute> { new(0, RichLog.Start, null, RichLog.Start, "basic", 5) };
        for (int entity = 1; entity < 5; entity++)
        {
            int[] days = [.. Enumerable.Range(0, 120).OrderBy(_ => random.Next()).Take(random.Next(6)).Order()];
            for (int i = 0; i < days.Length; i++)
            {
                DateTime from = RichLog.Start.AddDays(days[i]), end = RichLog.Start.AddDays(i + 1 < days.Length ? days[i + 1] : 130);
                int versions = random.Next(4) == 0 ? 2 : 1;
                for (int version = 0; version < versions; version++)
                {
                    DateTime? to = random.Next(3) switch { 0 => null, 1 => end, _ => from.AddDays(random.Next(1, Math.Max(2, (end - from).Days))) };
                    rows.Add(new(entity, from, to, from.AddDays(random.Next(3) == 0 ? random.Next(-10, 30) : 0).AddHours(version), random.Next(5) == 0 ? null : random.Next(2) == 0 ? "gold" : "basic", random.Next(5) == 0 ? double.NaN : random.Next(3)));
                }
            }
        }

        return new(rows.GroupBy(row => (row.Entity, row.From, row.KnownAt)).Select(same => same.First()));
    }

    public AttributeHistory ToHistory() => AttributeHistory.Create(
        [.. Rows.Select(row => row.Entity)],
        [.. Rows.Select(row => row.From)],
        [Column.Category("level", Rows.Select(row => row.Level)), Column.Numeric("price", Rows.Select(row => row.Price).ToArray())],
        new() { ValidTo = Rows.Select(row => row.To).ToArray(), KnownAt = Rows.Select(row => row.KnownAt).ToArray() });

    /// <summary>The table as it was at a moment: without rows that begin later or became known later, and with rows still open that these have closed.</summary>
    public RichAttributes AsOf(DateTime moment)
    {
        RichAttribute[] gone = [.. Rows.Where(row => row.From >= moment || row.KnownAt > moment)];
        RichAttribute[] left = [.. Rows.Except(gone)];
        return new(left.Select(row => row.To is DateTime to && gone.Any(other => other.Entity == row.Entity && other.From == to) && !left.Any(other => other.Entity == row.Entity && other.From == to) ? row with { To = null } : row));
    }
}
