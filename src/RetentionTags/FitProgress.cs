namespace RetentionTags;

/// <summary>How far a long piece of work has come.</summary>
/// <param name="Stage">What is being done, in a word or two: <c>binning</c>, <c>regression</c>, <c>reading</c>.</param>
/// <param name="Completed">Units finished in this stage; never falls within a stage.</param>
/// <param name="Total">Units in this stage, or 0 when that is not known beforehand.</param>
public readonly record struct FitProgress(string Stage, int Completed, int Total);
