namespace RetentionTags.Binning.Targets;

/// <summary>What a table says of a bin's targets beyond what the optimiser needs: sum, smallest, largest, zeros. One walk over the rows in order of target.</summary>
internal static class MeanDetails
{
    public static MeanBin[] Add(MeanTarget target, MeanBin[] bins, int[] binOf, CancellationToken cancellationToken)
    {
        double[] sums = new double[bins.Length], weights = new double[bins.Length], zeros = new double[bins.Length], min = new double[bins.Length], max = new double[bins.Length];
        var strata = new int[bins.Length];
        Array.Fill(strata, -1);
        int[] order = target.Rows.Order;
        for (int i = 0; i < order.Length; i++)
        {
            TargetRows.CheckSometimes(i, cancellationToken);
            int stratum = target.Rows.Strata[order[i]], bin = binOf[order[i]];
            if (strata[bin] < 0)
                min[bin] = target.Targets[stratum];
            if (strata[bin] != stratum)
                Close(bin);
            strata[bin] = stratum;
            weights[bin] += target.Rows.WeightOf(order[i]);
        }

        for (int bin = 0; bin < bins.Length; bin++)
            Close(bin);
        return [.. bins.Select((bin, i) => strata[i] < 0 ? bin : bin with
        {
            Mean = Math.Clamp(target.MeanOf(sums[i], bin.Count, bin.Mean), min[i], max[i]),
            Sum = sums[i],
            Min = min[i],
            Max = max[i],
            Zeros = zeros[i],
        })];

        // Adds the rows of one target to a bin, all at once: a whole weight is the same as copies.
        void Close(int bin)
        {
            if (strata[bin] < 0)
                return;
            double value = target.Targets[strata[bin]];
            sums[bin] += weights[bin] * value;
            zeros[bin] += value == 0 ? weights[bin] : 0;
            max[bin] = value;
            weights[bin] = 0;
        }
    }
}
