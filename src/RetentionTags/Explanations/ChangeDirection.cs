namespace RetentionTags.Explanations;

/// <summary>Which way a column can be changed.</summary>
public enum ChangeDirection
{
    /// <summary>Any way.</summary>
    Either,

    /// <summary>To later regular bins only: a number can only rise.</summary>
    Up,

    /// <summary>To earlier regular bins only: a number can only fall.</summary>
    Down,
}
