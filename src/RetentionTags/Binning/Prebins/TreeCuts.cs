namespace RetentionTags.Binning.Prebins;

/// <summary>
/// The leaves of a best-first regression or classification tree on one column (Breiman, Friedman, Olshen and Stone 1984): of all divisions of all leaves the one that lowers the impurity, weighted by
/// the leaf's weight, the most is made next. Of gains that differ by less than rounding the leftmost is taken; a division that gains nothing is not made.
/// </summary>
internal static class TreeCuts
{
    /// <summary>The first value of each leaf.</summary>
    /// <param name="sorted">The values.</param>
    /// <param name="score">The impurity: <see cref="SegmentScore.Variance"/> or <see cref="SegmentScore.Entropy"/> of the same values.</param>
    /// <param name="maxLeaves">The largest number of leaves.</param>
    /// <param name="minLeafShare">The smallest share of the weight that a leaf has, 0–1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static int[] Find(SortedValues sorted, SegmentScore score, int maxLeaves, double minLeafShare, CancellationToken cancellationToken)
    {
        double minWeight = minLeafShare * sorted.TotalWeight * (1 - 1e-12);
        return BestFirstDivision.Find(sorted.Count, maxLeaves, score.Rounding, Best);

        BestFirstDivision.Split? Best(int start, int end)
        {
            BestFirstDivision.Split best = new(-1, 0);
            for (int at = start + 1; at < end; at++)
            {
                if (at % (1 << 14) == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                if (score.Weight(start, at) < minWeight || score.Weight(at, end) < minWeight)
                    continue;
                double gain = score.Gain(start, at, end);
                if (gain > best.Gain + score.Rounding)
                    best = new(at, gain);
            }

            return best.At < 0 ? null : best;
        }
    }
}
