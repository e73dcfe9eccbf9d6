namespace RetentionTags.Binning.Prebins;

/// <summary>
/// Which values open a group when ascending values are divided into about equally heavy ones: the j-th cut comes before the first value that has at least j/m of the weight
/// beneath it (or lacks no more of it than rounding).
/// </summary>
/// <remarks>So a value opens a group if and only if its rank, the number of quantiles that the weight beneath it reaches, is above that of the value before it; a heavy value can reach several at once.</remarks>
internal readonly struct QuantileRule(double totalWeight, int maxGroups)
{
    private const double Rounding = 1e-12;

    /// <summary>The number of quantiles reached by a weight; never falls when the weight grows.</summary>
    public int Rank(double beneath) => (int)(beneath / totalWeight * maxGroups * (1 + Rounding));

    /// <summary>The first value of each group, by index, from the weights of ascending values. With no more values than groups, each value keeps its own.</summary>
    public static int[] Starts(ReadOnlySpan<double> weights, int maxGroups)
    {
        double total = 0, beneath = 0;
        foreach (double weight in weights)
            total += weight;
        var rule = new QuantileRule(total, maxGroups);
        var starts = new List<int>();
        int reached = -1;
        for (int i = 0; i < weights.Length; beneath += weights[i++])
        {
            int rank = rule.Rank(beneath);
            if (rank > reached || weights.Length <= maxGroups)
                starts.Add(i);
            reached = rank;
        }

        return [.. starts];
    }
}
