namespace RetentionTags.Selection;

/// <summary>What a step that goes column by column did.</summary>
public enum SelectionAction
{
    /// <summary>It began.</summary>
    Start,

    /// <summary>It took a column in.</summary>
    Add,

    /// <summary>It left a column out.</summary>
    Remove,
}
