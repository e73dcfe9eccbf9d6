using RetentionTags.Lifetime;

namespace RetentionTags.Tests.Support;

/// <summary>A few rows with ties: durations of whole periods, events, whole weights.</summary>
public sealed record SmallSurvival((int Duration, bool IsEvent, int Weight)[] Rows)
{
    public double[] Durations => [.. Rows.Select(row => (double)row.Duration)];

    public bool[] Events => [.. Rows.Select(row => row.IsEvent)];

    public double[] Weights => [.. Rows.Select(row => (double)row.Weight)];

    /// <summary>Every row as many times as it weighs.</summary>
    public SmallSurvival Copies => new([.. Rows.SelectMany(row => Enumerable.Repeat((row.Duration, row.IsEvent, 1), row.Weight))]);

    public SurvivalData ToData() => SurvivalData.Create(Durations, Events, Rows.Sum(row => row.Weight) > 1 ? Weights : []);

    /// <summary>All sets that lack one row, for shrinking.</summary>
    public IEnumerable<SmallSurvival> Smaller() => Rows.Length < 2 ? [] : Enumerable.Range(0, Rows.Length).Select(left => new SmallSurvival([.. Rows.Where((_, i) => i != left)]));

    public override string ToString() => string.Join(" ", Rows.Select(row => FormattableString.Invariant($"{row.Duration}{(row.IsEvent ? "" : "+")}x{row.Weight}")));
}
