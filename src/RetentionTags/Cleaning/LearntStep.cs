namespace RetentionTags.Cleaning;

/// <summary>A step with what it learnt.</summary>
/// <param name="Step">The settings.</param>
/// <param name="Columns">What was learnt, of each column that the step acts on; nothing of a step that acts on rows.</param>
public sealed record LearntStep(CleaningStep Step, ValueList<LearntColumn> Columns);
