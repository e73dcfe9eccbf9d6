namespace RetentionTags.Features;

/// <summary>What becomes of cut-offs whose label is not mature: the log is not complete to the end of their performance window.</summary>
public enum ImmatureLabels
{
    /// <summary>An error: who has not bought yet may still do so.</summary>
    Error,

    /// <summary>Their rows stay, and their labels are missing.</summary>
    Missing,
}
