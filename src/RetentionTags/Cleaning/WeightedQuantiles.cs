using RetentionTags.Binning.Prebins;

namespace RetentionTags.Cleaning;

/// <summary>
/// Quantiles of weighted values: those of Hyndman and Fan's type 7 over the rows written out, each as many times as its weight says. With N the total weight and h = (N − 1)p it is
/// (1 − g)·x₍⌊h⌋₎ + g·x₍⌊h⌋₊₁₎, g = h − ⌊h⌋, where x₍ₖ₎ is the first value with more than k of the weight at or beneath it. Source: Hyndman and Fan (1996), The American Statistician 50(4).
/// </summary>
internal static class WeightedQuantiles
{
    public static double Of(SortedValues values, double probability) => Of(values.Values, values.Weights, values.TotalWeight, probability);

    /// <summary>The median of |x − <paramref name="center"/>|, without another sort: from the center outwards on both sides at once.</summary>
    public static double MedianDeviation(SortedValues values, double center)
    {
        double[] deviations = new double[values.Count], weights = new double[values.Count];
        int right = values.Values.AsSpan().BinarySearch(center);
        right = right < 0 ? ~right : right;
        int left = right - 1;
        for (int i = 0; i < deviations.Length; i++)
        {
            double toRight = right < values.Count ? values.Values[right] - center : double.PositiveInfinity;
            double toLeft = left >= 0 ? center - values.Values[left] : double.PositiveInfinity;
            bool isRight = left < 0 || (right < values.Count && toRight <= toLeft);
            (deviations[i], weights[i]) = isRight ? (toRight, values.Weights[right++]) : (toLeft, values.Weights[left--]);
        }

        return Of(deviations, weights, values.TotalWeight, 0.5);
    }

    /// <summary>The mean of |x − <paramref name="center"/>|.</summary>
    public static double MeanDeviation(SortedValues values, double center)
    {
        double sum = 0;
        for (int i = 0; i < values.Count; i++)
            sum += values.Weights[i] * Math.Abs(values.Values[i] - center);
        return sum / values.TotalWeight;
    }

    /// <summary>The mean. Summed from the lowest value to the highest, so that the order of rows has no influence.</summary>
    public static double Mean(SortedValues values)
    {
        double sum = 0;
        for (int i = 0; i < values.Count; i++)
            sum += values.Weights[i] * values.Values[i];
        return sum / values.TotalWeight;
    }

    private static double Of(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double totalWeight, double probability)
    {
        double place = Math.Max(0, (totalWeight - 1) * probability), whole = Math.Floor(place);
        double lower = values[^1], upper = values[^1], upTo = 0;
        for (int i = 0; i < values.Length && upTo <= whole + 1; i++)
        {
            if (upTo <= whole)
                lower = values[i];
            upper = values[i];
            upTo += weights[i];
        }

        double share = place - whole;
        return share == 0 || lower == upper ? lower : Math.Clamp(((1 - share) * lower) + (share * upper), lower, upper);
    }
}
