namespace RetentionTags.Binning.Prebins;

/// <summary>Groups of equal width between the lowest and the highest finite value; −∞ belongs to the first and ∞ to the last. Groups without values are left out.</summary>
internal static class UniformCuts
{
    /// <summary>The first value of each group: at most <paramref name="maxGroups"/>.</summary>
    public static int[] Find(SortedValues sorted, int maxGroups)
    {
        if (sorted.Count == 0)
            return [];
        var starts = new List<int> { 0 };
        double[] values = sorted.Values;
        int first = Array.FindIndex(values, double.IsFinite), last = Array.FindLastIndex(values, double.IsFinite);
        if (first < 0)
            return [0];
        int next = first + 1;
        for (int group = 1; group < maxGroups; group++)
        {
            // Not lowest + share · width: the width of all doubles is no double.
            double share = (double)group / maxGroups, bound = ((1 - share) * values[first]) + (share * values[last]);
            while (next <= last && values[next] < bound)
                next++;
            if (next <= last && next > starts[^1] && values[next] >= bound && values[first] < bound)
                starts.Add(next);
        }

        return [.. starts];
    }
}
