namespace RetentionTags.Binning.Solvers;

/// <summary>Several pair rules at once.</summary>
internal sealed class AllOf(params IPairRule[] rules) : IPairRule
{
    public bool Allows(int start, int middle, int end, MissingSide missing = MissingSide.Neither)
    {
        foreach (IPairRule rule in rules)
        {
            if (!rule.Allows(start, middle, end, missing))
                return false;
        }

        return true;
    }
}
