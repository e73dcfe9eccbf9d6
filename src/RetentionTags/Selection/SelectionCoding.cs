namespace RetentionTags.Selection;

/// <summary>What a step takes as the value of a row.</summary>
public enum SelectionCoding
{
    /// <summary>The weight of evidence of its bin: categories and missing values take part, and what counts is what a scorecard would see.</summary>
    Woe,

    /// <summary>The number as it is. Categories take no part.</summary>
    Raw,
}
