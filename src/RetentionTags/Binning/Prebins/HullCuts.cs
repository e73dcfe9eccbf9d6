namespace RetentionTags.Binning.Prebins;

/// <summary>
/// The block boundaries of isotonic regression, ascending and descending: the corners of the greatest convex minorant and the least concave majorant of the cumulated (weight, sum) curve. Of all
/// divisions into K bins with a rising (falling) trend and no rule about single bins, one of the best by any finite convex divergence cuts only there.
/// </summary>
internal static class HullCuts
{
    /// <summary>The first value of each group. When both sets of boundaries together make more than <paramref name="maxGroups"/>, <see cref="VarianceMerge"/> thins them.</summary>
    public static int[] Find(SortedValues sorted, int maxGroups, CancellationToken cancellationToken)
    {
        int[] both = [.. Blocks(sorted, sign: 1, cancellationToken).Union(Blocks(sorted, sign: -1, cancellationToken)).Order()];
        return VarianceMerge.Thin(sorted, both, [], maxGroups, cancellationToken);
    }

    /// <summary>Half of the groups at quantiles, and as many cuts of the hull as the rest has room for.</summary>
    public static int[] FindWithQuantiles(SortedValues sorted, int maxGroups, CancellationToken cancellationToken)
    {
        if (sorted.Count <= maxGroups)
            return [.. Enumerable.Range(0, sorted.Count)];
        int[] quantiles = QuantileRule.Starts(sorted.Weights, Math.Max(1, maxGroups / 2));
        int[] all = [.. Blocks(sorted, sign: 1, cancellationToken).Union(Blocks(sorted, sign: -1, cancellationToken)).Union(quantiles).Order()];
        return VarianceMerge.Thin(sorted, all, quantiles, maxGroups, cancellationToken);
    }

    /// <summary>Pool adjacent violators: a block takes in the one before it as long as that one's mean is not below its own.</summary>
    /// <param name="sorted">The values, with sums.</param>
    /// <param name="sign">1 for means that rise, −1 for means that fall.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static int[] Blocks(SortedValues sorted, int sign, CancellationToken cancellationToken)
    {
        var blocks = new List<(int Start, double Weight, double Sum)>();
        for (int i = 0; i < sorted.Count; i++)
        {
            if (i % (1 << 16) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            (int Start, double Weight, double Sum) block = (i, sorted.Weights[i], sign * sorted.Sums[i]);
            while (blocks.Count > 0 && blocks[^1].Sum * block.Weight >= block.Sum * blocks[^1].Weight)
            {
                block = (blocks[^1].Start, blocks[^1].Weight + block.Weight, blocks[^1].Sum + block.Sum);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
        }

        return [.. blocks.Select(block => block.Start)];
    }
}
