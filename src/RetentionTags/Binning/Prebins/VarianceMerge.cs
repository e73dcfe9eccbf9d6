namespace RetentionTags.Binning.Prebins;

/// <summary>
/// Thins too many candidate cuts: joins the two neighbours whose joining loses the least variance, w₁w₂/(w₁ + w₂) · (mean₁ − mean₂)², again and again. Of equal losses the rightmost goes first,
/// so that the leftmost cuts stay.
/// </summary>
internal static class VarianceMerge
{
    /// <summary>At most <paramref name="maxGroups"/> of the starts.</summary>
    /// <param name="sorted">The values, with sums.</param>
    /// <param name="starts">Candidates, ascending from 0.</param>
    /// <param name="kept">Those of them that have to stay.</param>
    /// <param name="maxGroups">How many may remain; at least as many as have to stay.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static int[] Thin(SortedValues sorted, int[] starts, int[] kept, int maxGroups, CancellationToken cancellationToken)
    {
        if (starts.Length <= maxGroups)
            return starts;
        double[] weights = SortedValues.Grouped(sorted.Weights, starts), sums = SortedValues.Grouped(sorted.Sums, starts);
        bool[] stays = [.. starts.Select(start => Array.BinarySearch(kept, start) >= 0)];
        var chain = new GroupChain(starts.Length, Loss, Join, leftFirst: false);
        return [.. chain.JoinWhile((groups, _) => groups > maxGroups, cancellationToken).Select(group => starts[group])];

        double Loss(int left, int right)
        {
            double difference = (sums[left] / weights[left]) - (sums[right] / weights[right]);
            return stays[right] ? double.PositiveInfinity : weights[left] * weights[right] / (weights[left] + weights[right]) * difference * difference;
        }

        void Join(int left, int right)
        {
            weights[left] += weights[right];
            sums[left] += sums[right];
        }
    }
}
