namespace RetentionTags.Tests.Models.Calibration;

/// <summary>Isotonic regression by trying all divisions of the distinct scores into neighbouring blocks: of those whose means do not fall, the one with the least squared error.</summary>
internal static class BruteIsotonic
{
    /// <summary>The value at each distinct score, in ascending order.</summary>
    public static (double Score, double Value)[] Fit(IEnumerable<(double Score, bool IsEvent, double Weight)> rows)
    {
        (double Score, double Weight, double Events)[] groups = [.. rows.GroupBy(row => row.Score).OrderBy(group => group.Key).Select(group => (group.Key, group.Sum(row => row.Weight), group.Sum(row => row.IsEvent ? row.Weight : 0)))];
        double best = double.PositiveInfinity;
        double[] values = [];
        for (int borders = 0; borders < 1 << (groups.Length - 1); borders++)
        {
            var candidate = new double[groups.Length];
            double error = 0, last = 0;
            bool isRising = true;
            for (int start = 0, end; start < groups.Length && isRising; start = end)
            {
                for (end = start + 1; end < groups.Length && (borders >> (end - 1) & 1) == 0;)
                    end++;
                double weight = groups[start..end].Sum(group => group.Weight), mean = groups[start..end].Sum(group => group.Events) / weight;
                isRising = mean >= last;
                last = mean;
                for (int i = start; i < end; i++)
                    (candidate[i], error) = (mean, error + (groups[i].Events * (1 - mean) * (1 - mean)) + ((groups[i].Weight - groups[i].Events) * mean * mean));
            }

            if (isRising && error < best)
                (best, values) = (error, candidate);
        }

        return [.. groups.Select((group, i) => (group.Score, values[i]))];
    }
}
