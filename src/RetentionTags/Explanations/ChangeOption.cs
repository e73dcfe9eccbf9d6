namespace RetentionTags.Explanations;

/// <summary>A bin into which a column can be brought.</summary>
/// <param name="Bin">The bin.</param>
/// <param name="Gain">By how much that brings the row nearer to the target, in whole units; above 0.</param>
/// <param name="Cost">What it costs.</param>
internal readonly record struct ChangeOption(int Bin, long Gain, double Cost);
