namespace RetentionTags.Cleaning;

/// <summary>What happens to a column that a step found fault with.</summary>
public enum ColumnAction
{
    /// <summary>It is left out, of the training set and of every table cleaned later.</summary>
    LeaveOut,

    /// <summary>It stays, and the report names it.</summary>
    Report,
}
