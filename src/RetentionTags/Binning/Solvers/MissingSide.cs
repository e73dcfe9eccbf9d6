namespace RetentionTags.Binning.Solvers;

/// <summary>Which of two bins holds the missing rows beside its own.</summary>
internal enum MissingSide
{
    Neither,
    Left,
    Right,
}
