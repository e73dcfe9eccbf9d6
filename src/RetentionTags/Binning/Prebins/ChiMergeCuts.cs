using MathNet.Numerics.Distributions;

namespace RetentionTags.Binning.Prebins;

/// <summary>
/// ChiMerge (Kerber 1992, "ChiMerge: discretization of numeric attributes", AAAI): beginning with one interval for each distinct value, the neighbours whose class frequencies differ least by the
/// χ² test are joined, until all neighbours differ significantly and there are few enough intervals.
/// </summary>
/// <remarks>
/// <para>
/// With class weights a of the left and b of the right interval, A = Σa and B = Σb: χ² = Σ over classes of (aB − bA)² / (AB(a + b)), which is Pearson's Σ (observed − expected)² / expected. A class
/// that neither has adds nothing. The degrees of freedom are the number of classes less one. Weights count as numbers of rows.
/// </para>
/// <para>χ² are compared as single-precision numbers, so that rounding does not decide between equal ones; of these the leftmost pair is joined first.</para>
/// </remarks>
internal static class ChiMergeCuts
{
    /// <summary>Of more distinct values than this, quantile groups are the first intervals.</summary>
    public const int MostIntervals = 5000;

    /// <summary>The first value of each interval.</summary>
    /// <param name="sorted">The values, with class weights.</param>
    /// <param name="maxGroups">The largest number of intervals.</param>
    /// <param name="significance">Neighbours whose χ² has at most this probability under equal frequencies are kept apart.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static int[] Find(SortedValues sorted, int maxGroups, double significance, CancellationToken cancellationToken)
    {
        int[] starts = sorted.Count <= MostIntervals ? [.. Enumerable.Range(0, sorted.Count)] : QuantileRule.Starts(sorted.Weights, MostIntervals);
        double[][] classes = [.. sorted.Classes.Select(weights => SortedValues.Grouped(weights, starts))];
        double[] total = SortedValues.Grouped(sorted.Weights, starts);
        float threshold = classes.Length < 2 ? float.PositiveInfinity : (float)ChiSquared.InvCDF(classes.Length - 1, 1 - significance);
        var chain = new GroupChain(starts.Length, (left, right) => (float)ChiSquare(left, right), Join, leftFirst: true);
        int[] remaining = chain.JoinWhile((groups, lowest) => groups > maxGroups || lowest < threshold, cancellationToken);
        return [.. remaining.Select(group => starts[group])];

        double ChiSquare(int left, int right)
        {
            double sum = 0;
            foreach (double[] weights in classes)
            {
                double a = weights[left], b = weights[right], difference = (a * total[right]) - (b * total[left]);
                sum += a + b > 0 ? difference * difference / (total[left] * total[right] * (a + b)) : 0;
            }

            return sum;
        }

        void Join(int left, int right)
        {
            total[left] += total[right];
            foreach (double[] weights in classes)
                weights[left] += weights[right];
        }
    }
}
