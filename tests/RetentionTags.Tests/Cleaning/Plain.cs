using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

/// <summary>Statistics from their definitions, over rows written out.</summary>
internal static class Plain
{
    /// <summary>The values that are not missing, ascending, each as often as its weight says.</summary>
    public static double[] Present(SmallSet set) => [.. set.Rows.Where(row => !double.IsNaN(row.Value)).SelectMany(row => Enumerable.Repeat(row.Value, row.Weight)).Order()];

    /// <summary>Type 7 (Hyndman and Fan 1996) of ascending values; the lower one where the two agree or the second has no part.</summary>
    public static double Quantile(double[] ascending, double p)
    {
        double h = (ascending.Length - 1) * p;
        int below = (int)Math.Floor(h);
        double lower = ascending[below], upper = ascending[Math.Min(below + 1, ascending.Length - 1)];
        return h == below || lower == upper ? lower : lower + ((h - below) * (upper - lower));
    }
}
