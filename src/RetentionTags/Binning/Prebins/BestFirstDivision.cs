namespace RetentionTags.Binning.Prebins;

/// <summary>Divides a run of values in two, then one of the parts, and so on: always where the gain is greatest. Of equal gains the leftmost comes first.</summary>
internal static class BestFirstDivision
{
    /// <summary>A division of a run of values.</summary>
    /// <param name="At">The first value of the right part.</param>
    /// <param name="Gain">What it is worth.</param>
    public readonly record struct Split(int At, double Gain);

    /// <summary>The first value of each part, of which there are at most <paramref name="maxGroups"/>.</summary>
    /// <param name="count">The number of values.</param>
    /// <param name="maxGroups">The largest number of parts.</param>
    /// <param name="rounding">Smaller differences between gains are no differences.</param>
    /// <param name="best">The best division of the values from a first one up to an end, or <see langword="null"/> when they stay together.</param>
    public static int[] Find(int count, int maxGroups, double rounding, Func<int, int, Split?> best)
    {
        if (count == 0)
            return [];
        var parts = new List<(int Start, Split? Split)> { (0, maxGroups > 1 ? best(0, count) : null) };
        while (parts.Count < maxGroups)
        {
            int chosen = -1;
            for (int part = 0; part < parts.Count; part++)
            {
                if (parts[part].Split is Split split && (chosen < 0 || split.Gain > parts[chosen].Split!.Value.Gain + rounding))
                    chosen = part;
            }

            if (chosen < 0)
                break;
            int start = parts[chosen].Start, at = parts[chosen].Split!.Value.At, end = chosen + 1 < parts.Count ? parts[chosen + 1].Start : count;
            parts[chosen] = (start, best(start, at));
            parts.Insert(chosen + 1, (at, best(at, end)));
        }

        return [.. parts.Select(part => part.Start)];
    }
}
