namespace RetentionTags.Tests.Support;

/// <summary>Random scores (with many ties), labels of both kinds, and whole weights.</summary>
public sealed record ScoredRows((double Score, bool IsEvent, double Weight)[] Rows)
{
    public double[] Scores => [.. Rows.Select(row => row.Score)];

    public bool[] Events => [.. Rows.Select(row => row.IsEvent)];

    public double[] Weights => [.. Rows.Select(row => row.Weight)];

    /// <summary>Each row as many times as its weight says.</summary>
    public ScoredRows Replicated => new([.. Rows.SelectMany(row => Enumerable.Repeat((row.Score, row.IsEvent, 1.0), (int)row.Weight))]);

    public override string ToString() => string.Join("; ", Rows.Select(row => FormattableString.Invariant($"{row.Score} {(row.IsEvent ? 1 : 0)} ×{row.Weight}")));
}
