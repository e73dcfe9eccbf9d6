namespace RetentionTags.Explanations;

/// <summary>Which contributions are reasons.</summary>
public enum ReasonDirection
{
    /// <summary>Those that raise and those that lower the event's probability.</summary>
    Either,

    /// <summary>Those that raise the event's probability.</summary>
    Raises,

    /// <summary>Those that lower the event's probability.</summary>
    Lowers,
}
