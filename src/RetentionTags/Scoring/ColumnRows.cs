namespace RetentionTags.Scoring;

/// <summary>The rows of one of a card's columns, checked, and for categories what each code weighs.</summary>
/// <param name="input">The rows.</param>
/// <param name="weights">For categories the weight of each code, ahead of them that of missing.</param>
internal readonly struct ColumnRows(ScoringInput input, ReadOnlyMemory<int> weights)
{
    public ScoringInput Input { get; } = input;

    public ReadOnlySpan<int> Weights => weights.Span;
}
