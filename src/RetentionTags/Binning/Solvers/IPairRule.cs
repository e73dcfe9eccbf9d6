namespace RetentionTags.Binning.Solvers;

/// <summary>A rule about two neighbouring bins. It must depend on nothing but its arguments, and is asked about bins that may be bins only.</summary>
internal interface IPairRule
{
    /// <summary>Whether the bin [<paramref name="start"/>, <paramref name="middle"/>) may stand beside [<paramref name="middle"/>, <paramref name="end"/>).</summary>
    bool Allows(int start, int middle, int end, MissingSide missing = MissingSide.Neither);
}
