namespace RetentionTags.Binning;

/// <summary>Where rows go whose category no training row had.</summary>
public enum UnseenPolicy
{
    /// <summary>Into a bin of their own without evidence: weight of evidence 0, as if the column said nothing.</summary>
    Neutral,

    /// <summary>To the missing values.</summary>
    AsMissing,

    /// <summary>To the categories that were pooled because they were rare; without any, as <see cref="Neutral"/>.</summary>
    AsRare,
}
