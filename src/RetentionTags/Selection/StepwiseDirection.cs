namespace RetentionTags.Selection;

/// <summary>Where <see cref="Stepwise"/> starts and what moves it makes.</summary>
public enum StepwiseDirection
{
    /// <summary>From no column (or those that are always kept); columns come and go.</summary>
    Both,

    /// <summary>From no column; columns only come.</summary>
    Forward,

    /// <summary>From all columns; columns only go.</summary>
    Backward,
}
