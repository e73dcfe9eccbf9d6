namespace RetentionTags.Tests.Support;

/// <summary>
/// The rules for cuts, slowly and from their definitions. A column is a list of distinct values in ascending order, each with the weights of its classes; an answer is the index of the first value of
/// each group.
/// </summary>
internal static class CutTwins
{
    private const double Rounding = 1e-10;

    /// <summary>The blocks of equal isotonic fit by the min-max formula: fit at i = max over s ≤ i of min over e ≥ i of the mean of s..e.</summary>
    public static int[] IsotonicBlocks(double[] weights, double[] sums)
    {
        int n = weights.Length;
        double Mean(int from, int to) => sums[from..(to + 1)].Sum() / weights[from..(to + 1)].Sum();
        double[] fit = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, i + 1).Max(s => Enumerable.Range(i, n - i).Min(e => Mean(s, e))))];
        return [.. Enumerable.Range(0, n).Where(i => i == 0 || fit[i] > fit[i - 1] + Rounding)];
    }

    /// <summary>Joins neighbours one pair at a time: of those with the least loss of variance the rightmost; groups that have to stay are not joined to the one before.</summary>
    public static int[] ThinByVariance(double[] weights, double[] sums, int[] starts, int[] kept, int maxGroups)
    {
        var groups = starts.ToList();
        while (groups.Count > maxGroups)
            groups.Remove(groups.Skip(1).Where(start => !kept.Contains(start)).OrderBy(start => Math.Round(Loss(groups.IndexOf(start)), 9)).ThenByDescending(start => start).First());
        return [.. groups];

        double Loss(int right)
        {
            (double w1, double m1) = Of(right - 1);
            (double w2, double m2) = Of(right);
            double mean = ((w1 * m1) + (w2 * m2)) / (w1 + w2);
            return (w1 * (m1 - mean) * (m1 - mean)) + (w2 * (m2 - mean) * (m2 - mean));
        }

        (double Weight, double Mean) Of(int group)
        {
            int end = group + 1 < groups.Count ? groups[group + 1] : weights.Length;
            double weight = weights[groups[group]..end].Sum();
            return (weight, sums[groups[group]..end].Sum() / weight);
        }
    }

    /// <summary>A best-first tree that lowers Gini's impurity, or the entropy, times weight.</summary>
    public static int[] Tree(double[][] classes, int maxLeaves, double minWeight, bool entropy)
    {
        var leaves = new List<int> { 0 };
        int n = classes[0].Length;
        while (leaves.Count < maxLeaves)
        {
            (int At, double Gain) best = (-1, Rounding);
            for (int leaf = 0; leaf < leaves.Count; leaf++)
            {
                int start = leaves[leaf], end = leaf + 1 < leaves.Count ? leaves[leaf + 1] : n;
                for (int at = start + 1; at < end; at++)
                {
                    double left = Weight(classes, start, at), right = Weight(classes, at, end);
                    if (left < minWeight - Rounding || right < minWeight - Rounding)
                        continue;
                    double gain = ((left + right) * Impurity(start, end)) - (left * Impurity(start, at)) - (right * Impurity(at, end));
                    if (gain > best.Gain + Rounding)
                        best = (at, gain);
                }
            }

            if (best.At < 0)
                break;
            leaves.Add(best.At);
            leaves.Sort();
        }

        return [.. leaves];

        double Impurity(int start, int end) => entropy ? Entropy(classes, start, end) : 1 - classes.Sum(weights => Math.Pow(weights[start..end].Sum() / Weight(classes, start, end), 2));
    }

    /// <summary>Fayyad's and Irani's recursion, over all cuts (the best one is a boundary point by their theorem).</summary>
    public static int[] Mdlp(double[][] classes)
    {
        var starts = new List<int> { 0 };
        Divide(0, classes[0].Length);
        return [.. starts.Order()];

        void Divide(int start, int end)
        {
            double n = Weight(classes, start, end);
            (int At, double Entropy) best = (-1, double.PositiveInfinity);
            for (int at = start + 1; at < end; at++)
            {
                double remaining = (Weight(classes, start, at) / n * Entropy(classes, start, at)) + (Weight(classes, at, end) / n * Entropy(classes, at, end));
                if (remaining < best.Entropy - Rounding)
                    best = (at, remaining);
            }

            if (best.At < 0)
                return;
            double k = Present(start, end), k1 = Present(start, best.At), k2 = Present(best.At, end);
            double delta = Math.Log2(Math.Pow(3, k) - 2) - ((k * Entropy(classes, start, end)) - (k1 * Entropy(classes, start, best.At)) - (k2 * Entropy(classes, best.At, end)));
            if (!(Entropy(classes, start, end) - best.Entropy > (Math.Log2(n - 1) + delta) / n))
                return;
            starts.Add(best.At);
            Divide(start, best.At);
            Divide(best.At, end);
        }

        int Present(int start, int end) => classes.Count(weights => weights[start..end].Sum() > 0);
    }

    /// <summary>Kerber's merging with all neighbours compared anew in each turn; χ² as Σ (observed − expected)² / expected.</summary>
    public static int[] ChiMerge(double[][] classes, int maxGroups, double threshold)
    {
        int n = classes[0].Length;
        var starts = Enumerable.Range(0, n).ToList();
        while (starts.Count > 1)
        {
            double[] chiSquares = [.. Enumerable.Range(1, starts.Count - 1).Select(ChiSquare)];
            double lowest = chiSquares.Min();
            if (starts.Count <= maxGroups && lowest >= threshold)
                break;
            starts.RemoveAt(1 + Array.FindIndex(chiSquares, value => value <= lowest + Rounding));
        }

        return [.. starts];

        double ChiSquare(int right)
        {
            int from = starts[right - 1], middle = starts[right], to = right + 1 < starts.Count ? starts[right + 1] : n;
            double all = Weight(classes, from, to), sum = 0;
            foreach ((int start, int end) in ((int, int)[])[(from, middle), (middle, to)])
            {
                foreach (double[] weights in classes)
                {
                    double expected = Weight(classes, start, end) * weights[from..to].Sum() / all;
                    sum += expected == 0 ? 0 : Math.Pow(weights[start..end].Sum() - expected, 2) / expected;
                }
            }

            return sum;
        }
    }

    private static double Weight(double[][] classes, int start, int end) => classes.Sum(weights => weights[start..end].Sum());

    private static double Entropy(double[][] classes, int start, int end) => -classes
        .Select(weights => weights[start..end].Sum() / Weight(classes, start, end))
        .Where(share => share > 0)
        .Sum(share => share * Math.Log2(share));
}
