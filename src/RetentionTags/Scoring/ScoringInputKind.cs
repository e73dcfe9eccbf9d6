namespace RetentionTags.Scoring;

/// <summary>What a <see cref="ScoringInput"/> holds.</summary>
internal enum ScoringInputKind
{
    /// <summary>Nothing: it was never made.</summary>
    None,

    /// <summary>Numbers.</summary>
    Numbers,

    /// <summary>Codes of categories.</summary>
    Categories,

    /// <summary>Indices of bins.</summary>
    Bins,
}
