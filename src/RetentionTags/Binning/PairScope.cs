namespace RetentionTags.Binning;

/// <summary>Between which bins a test is made.</summary>
public enum PairScope
{
    /// <summary>Between neighbours.</summary>
    Adjacent,

    /// <summary>Between any two regular bins.</summary>
    All,
}
