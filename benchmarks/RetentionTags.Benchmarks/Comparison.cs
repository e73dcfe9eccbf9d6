namespace RetentionTags.Benchmarks;

/// <summary>Two pieces of work whose times are to be compared: the ratio is candidate / baseline.</summary>
/// <param name="Name">What the candidate does.</param>
/// <param name="Against">What the baseline does.</param>
/// <param name="Baseline">The baseline.</param>
/// <param name="Candidate">The candidate.</param>
/// <param name="Items">How many items the candidate handles, for the time of each; 0 when that says nothing.</param>
internal sealed record Comparison(string Name, string Against, Action Baseline, Action Candidate, long Items = 0)
{
    /// <summary>Both run on the calling thread alone: the time is the thread's, and what other programs do meanwhile counts less.</summary>
    public bool IsOneThread { get; init; }
}
