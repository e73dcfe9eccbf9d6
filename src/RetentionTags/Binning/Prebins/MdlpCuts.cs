namespace RetentionTags.Binning.Prebins;

/// <summary>
/// Entropy divisions with the minimum description length principle as stopping rule (Fayyad and Irani 1993, "Multi-interval discretization of continuous-valued attributes for classification
/// learning", IJCAI).
/// </summary>
/// <remarks>
/// A set S of N rows (by weight) and k classes is divided into S₁ and S₂, at the boundary point that leaves the lowest entropy, if and only if
/// <code>gain &gt; (log₂(N − 1) + log₂(3ᵏ − 2) − (k·Ent(S) − k₁·Ent(S₁) − k₂·Ent(S₂))) / N</code>
/// Then each part is treated likewise. A cut between two values is a boundary point unless all rows of both have the same class. Of equal entropies (but for rounding) the leftmost is taken. If more
/// groups would result than are allowed, the divisions with the highest gain · N are made first.
/// </remarks>
internal static class MdlpCuts
{
    /// <summary>The first value of each group.</summary>
    public static int[] Find(SortedValues sorted, int maxGroups, CancellationToken cancellationToken)
    {
        SegmentScore score = SegmentScore.Entropy(sorted);
        return BestFirstDivision.Find(sorted.Count, maxGroups, score.Rounding, Best);

        BestFirstDivision.Split? Best(int start, int end)
        {
            BestFirstDivision.Split best = new(-1, 0);
            for (int at = start + 1; at < end; at++)
            {
                if (at % (1 << 14) == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                if (score.ClassCount(at - 1, at + 1) == 1)
                    continue;
                double gain = score.Gain(start, at, end);
                if (gain > best.Gain + score.Rounding)
                    best = new(at, gain);
            }

            return best.At >= 0 && best.Gain > Price(score, start, best.At, end) ? best : null;
        }
    }

    /// <summary>What a division costs in bits, so what it has to gain, times N.</summary>
    private static double Price(SegmentScore score, int start, int at, int end)
    {
        double n = score.Weight(start, end);
        if (n <= 1)
            return double.PositiveInfinity;
        int k = score.ClassCount(start, end);
        double threeToTheK = (k * Math.Log2(3)) + Math.Log2(1 - (2 * Math.Pow(3, -k)));
        return Math.Log2(n - 1) + threeToTheK - (Bits(start, end) - Bits(start, at) - Bits(at, end));

        double Bits(int from, int to) => -score.ClassCount(from, to) * score.Of(from, to) / score.Weight(from, to);
    }
}
