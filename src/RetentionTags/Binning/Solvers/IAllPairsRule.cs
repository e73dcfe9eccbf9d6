namespace RetentionTags.Binning.Solvers;

/// <summary>A rule about any two bins, neighbours or not. It must depend on nothing but its arguments, and is asked about bins that may be bins only.</summary>
internal interface IAllPairsRule
{
    /// <summary>Whether the bins [<paramref name="start1"/>, <paramref name="end1"/>) and, further to the right, [<paramref name="start2"/>, <paramref name="end2"/>) may belong to one division.</summary>
    bool Allows(int start1, int end1, int start2, int end2, MissingSide missing = MissingSide.Neither);
}
