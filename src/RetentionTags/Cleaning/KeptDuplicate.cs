namespace RetentionTags.Cleaning;

/// <summary>Which of several rows of one key stays.</summary>
public enum KeptDuplicate
{
    /// <summary>The one with the lowest value of <see cref="DuplicateRows.KeepBy"/>.</summary>
    First,

    /// <summary>The one with the highest value of <see cref="DuplicateRows.KeepBy"/>.</summary>
    Last,
}
