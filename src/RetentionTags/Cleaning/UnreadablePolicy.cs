namespace RetentionTags.Cleaning;

/// <summary>What happens to a text that is to become a number or a date and cannot be read, or can be read in two ways.</summary>
public enum UnreadablePolicy
{
    /// <summary>An error names the value and its row.</summary>
    Error,

    /// <summary>It becomes missing, and the report lists it.</summary>
    MakeMissing,
}
