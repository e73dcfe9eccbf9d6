namespace RetentionTags.Binning.Prebins;

/// <summary>
/// The centre of any interval of pre-bins on the column's axis: the weighted mean of its finite values. Where it has none, it lies half a step (the range of the finite values) or more beyond
/// the finite values on its side, or in the middle of its cuts; so centres ascend.
/// </summary>
internal sealed class IntervalCenters
{
    private readonly double[] _weights;
    private readonly double[] _sums;
    private readonly double[] _places;
    private readonly double _scale;

    /// <param name="values">The distinct values, ascending; infinities have no place.</param>
    /// <param name="weights">One for each value.</param>
    /// <param name="cuts">Where pre-bins 1, 2 … begin.</param>
    public IntervalCenters(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, ReadOnlySpan<double> cuts)
    {
        _weights = new double[cuts.Length + 2];
        _sums = new double[cuts.Length + 2];
        _places = new double[cuts.Length + 1];

        // A power of two, so that it rounds nothing: sums stay finite whatever the values.
        double greatest = 0;
        foreach (double value in values)
            greatest = double.IsFinite(value) ? Math.Max(greatest, Math.Abs(value)) : greatest;
        _scale = greatest > 0 ? Math.ScaleB(1, -Math.Min(Math.ILogB(greatest), 1000)) : 1;

        int prebin = 0;
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            while (prebin < cuts.Length && values[i] >= cuts[prebin])
                prebin++;
            if (!double.IsFinite(values[i]))
                continue;
            double scaled = values[i] * _scale;
            (lowest, highest) = (Math.Min(lowest, scaled), Math.Max(highest, scaled));
            _weights[prebin + 1] += weights[i];
            _sums[prebin + 1] += weights[i] * scaled;
        }

        double step = highest > lowest ? highest - lowest : 1;
        if (!(lowest <= highest))
            (lowest, highest) = (0, 0);
        for (int i = 0; i < _places.Length; i++)
        {
            double from = i == 0 ? lowest - step : Math.Clamp(cuts[i - 1] * _scale, lowest - step, highest + step);
            double to = i == cuts.Length ? highest + step : Math.Clamp(cuts[i] * _scale, lowest - step, highest + step);
            _places[i] = (from + to) / 2;
        }

        for (int i = 1; i < _weights.Length; i++)
            (_weights[i], _sums[i]) = (_weights[i] + _weights[i - 1], _sums[i] + _sums[i - 1]);
    }

    /// <summary>The centre of the pre-bins from <paramref name="start"/> up to, not including, <paramref name="end"/>, in the column's unit times a constant.</summary>
    public double Of(int start, int end)
    {
        double weight = _weights[end] - _weights[start];
        return weight > 0 ? (_sums[end] - _sums[start]) / weight : (_places[start] + _places[end - 1]) / 2;
    }
}
