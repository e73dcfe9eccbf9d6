namespace RetentionTags.Benchmarks;

/// <summary>A ratio that is to be held. It depends on how fast memory is beside the processor, so there is one for each processor that was measured.</summary>
/// <param name="Name">The name of the comparison.</param>
/// <param name="Goal">What it is to become, in words, or empty. Goals are shown and do not fail.</param>
/// <param name="Ratios">Candidate / baseline as last committed, by <see cref="Processor.Model"/>.</param>
internal sealed record GuardedRatio(string Name, string Goal, SortedDictionary<string, double> Ratios)
{
    /// <summary>The ratio to be held on a processor, and which one it was measured on: where nobody has measured that processor, the one with the largest.</summary>
    public (double Ratio, string Processor) On(string processor)
    {
        KeyValuePair<string, double> held = Ratios.TryGetValue(processor, out double own) ? new(processor, own) : Ratios.MaxBy(each => each.Value);
        return (held.Value, held.Key);
    }
}
