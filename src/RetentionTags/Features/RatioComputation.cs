namespace RetentionTags.Features;

/// <summary>Fills the columns of <see cref="RatioFeatures"/>.</summary>
internal sealed class RatioComputation(RatioFeatures features, EntitySweep sweep, FeatureColumns columns) : RowComputation
{
    private readonly FilteredValues _numerator = new(sweep, features.Numerator, features.Of, features.Property);
    private readonly FilteredValues _denominator = new(sweep, features.Denominator, features.Of, features.Property);
    private readonly int[] _windows = [.. features.Windows.Select(sweep.Window)];
    private readonly double[][] _columns = [.. Enumerable.Range(0, features.Windows.Count).Select(columns.Numbers)];
    private readonly double _prior = features.Smoothing * (features.Mean ?? 0);

    protected override void Compute(int cut, int row)
    {
        for (int k = 0; k < _windows.Length; k++)
        {
            int from = sweep.From(cut, _windows[k]), to = sweep.To(cut, _windows[k]);
            _columns[k][row] = Ratio(Of(_numerator, from, to), Of(_denominator, from, to));
        }
    }

    private static double Of(FilteredValues events, int from, int to) => events.Of(events.Before(from), events.Before(to));

    private double Ratio(double numerator, double denominator)
    {
        double below = denominator + features.Smoothing;
        return denominator < features.MinDenominator || !(below > 0) ? double.NaN : (numerator + _prior) / below;
    }
}
