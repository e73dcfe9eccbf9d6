namespace RetentionTags.Explanations;

/// <summary>The languages of a catalogue of reasons.</summary>
public enum ReasonLanguage
{
    /// <summary>English.</summary>
    English,

    /// <summary>Chinese.</summary>
    Chinese,
}
