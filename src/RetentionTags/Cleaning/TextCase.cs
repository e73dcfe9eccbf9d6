namespace RetentionTags.Cleaning;

/// <summary>How <see cref="UnifiedFormats"/> writes letters.</summary>
public enum TextCase
{
    /// <summary>As they are.</summary>
    Keep,

    /// <summary>Small, by the rules of the invariant culture.</summary>
    Lower,

    /// <summary>Capital, by the rules of the invariant culture.</summary>
    Upper,
}
