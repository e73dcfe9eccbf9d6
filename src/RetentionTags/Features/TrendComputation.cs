namespace RetentionTags.Features;

/// <summary>Fills the columns of <see cref="TrendFeatures"/>.</summary>
internal sealed class TrendComputation : RowComputation
{
    private const double TicksPerDay = TimeSpan.TicksPerDay;

    private readonly TrendFeatures _features;
    private readonly EntitySweep _sweep;
    private readonly FilteredValues _events;
    private readonly int[] _windows;
    private readonly double[][] _columns;
    private readonly double[] _weights;
    private readonly double[] _values;
    private readonly int[] _counts;
    private int _from, _to;

    public TrendComputation(TrendFeatures features, EntitySweep sweep, FeatureColumns columns)
    {
        _features = features;
        _sweep = sweep;
        _events = new(sweep, features.Filter, features.Of, features.Property);
        _windows = [.. Enumerable.Range(0, features.Periods).Select(k => sweep.Window(Window.Between((features.Periods - k) * features.PeriodDays, (features.Periods - k - 1) * features.PeriodDays)))];
        _columns = [.. Enumerable.Range(0, features.Measures.Count).Select(columns.Numbers)];
        _weights = [.. Enumerable.Range(0, features.Periods).Select(k => Weight((features.Periods - 1 - k) * (double)features.PeriodDays))];
        _values = new double[features.Periods];
        _counts = new int[features.Periods];
    }

    protected override void Compute(int cut, int row)
    {
        TakePeriods(cut);
        for (int k = 0; k < _columns.Length; k++)
            _columns[k][row] = Of(_features.Measures[k], cut);
    }

    private void TakePeriods(int cut)
    {
        _from = _to = _events.Before(_sweep.From(cut, _windows[0]));
        for (int k = 0; k < _windows.Length; k++)
        {
            int start = _to;
            _to = _events.Before(_sweep.To(cut, _windows[k]));
            (_counts[k], _values[k]) = (_to - start, _events.Of(start, _to));
        }
    }

    private double Of(TrendMeasure measure, int cut) => measure switch
    {
        TrendMeasure.Slope => Slope(),
        TrendMeasure.Change => Change(),
        TrendMeasure.ExponentialMean => ExponentialMean(),
        TrendMeasure.DecayedSum => DecayedSum(cut),
        TrendMeasure.CurrentStreak => CurrentStreak(),
        TrendMeasure.LongestStreak => LongestStreak(),
        TrendMeasure.PeriodsSincePeak => PeriodsSincePeak(),
        _ => ValueSlope(cut),
    };

    /// <summary>Period numbers lie evenly around their mean, so Σ (k − mean)² = B (B² − 1) / 12.</summary>
    private double Slope()
    {
        double products = 0, periods = _values.Length, mean = (periods - 1) / 2;
        for (int k = 0; k < _values.Length; k++)
            products += (k - mean) * _values[k];
        return products * 12 / (periods * ((periods * periods) - 1));
    }

    private double Change()
    {
        double recent = 0, previous = 0;
        for (int k = 1; k <= _features.ChangePeriods; k++)
        {
            recent += _values[^k];
            previous += _values[^(k + _features.ChangePeriods)];
        }

        double denominator = previous + _features.ChangeSmoothing;
        return denominator < _features.ChangeFloor ? double.NaN : (recent + _features.ChangeSmoothing) / denominator;
    }

    private double ExponentialMean()
    {
        double sum = 0, weights = 0;
        for (int k = 0; k < _values.Length; k++)
        {
            sum += _weights[k] * _values[k];
            weights += _weights[k];
        }

        return sum / weights;
    }

    private double DecayedSum(int cut)
    {
        double sum = 0;
        int end = _events.Before(_sweep.To(cut));
        for (int k = _events.Before(_sweep.From(cut)); k < end; k++)
            sum += _events.Of(k) * Weight(-DaysFrom(cut, k));
        return sum;
    }

    private double CurrentStreak()
    {
        int streak = 0;
        while (streak < _counts.Length && _counts[^(streak + 1)] > 0)
            streak++;
        return streak;
    }

    private double LongestStreak()
    {
        int longest = 0, streak = 0;
        foreach (int count in _counts)
        {
            streak = count > 0 ? streak + 1 : 0;
            longest = Math.Max(longest, streak);
        }

        return longest;
    }

    private double PeriodsSincePeak()
    {
        if (_from == _to)
            return double.NaN;
        int peak = 0;
        for (int k = 1; k < _values.Length; k++)
            peak = _values[k] >= _values[peak] ? k : peak;
        return _values.Length - 1 - peak;
    }

    private double ValueSlope(int cut)
    {
        double count = 0, meanTime = 0, meanValue = 0;
        for (int k = _from; k < _to; k++)
        {
            if (double.IsNaN(_events.ValueOf(k)))
                continue;
            count++;
            meanTime += DaysFrom(cut, k);
            meanValue += _events.ValueOf(k);
        }

        (meanTime, meanValue) = (meanTime / count, meanValue / count);
        double products = 0, squares = 0;
        bool differ = false;
        for (int k = _from, first = -1; k < _to; k++)
        {
            if (double.IsNaN(_events.ValueOf(k)))
                continue;
            first = first < 0 ? k : first;
            differ |= _events.TimeOf(k) != _events.TimeOf(first);
            double time = DaysFrom(cut, k) - meanTime;
            products += time * (_events.ValueOf(k) - meanValue);
            squares += time * time;
        }

        return differ ? products / squares : double.NaN;
    }

    /// <summary>From the cut-off to an event, so below 0.</summary>
    private double DaysFrom(int cut, int k) => (_events.TimeOf(k) - _sweep.CutOff(cut)).Ticks / TicksPerDay;

    private double Weight(double days) => Math.Pow(2, -days / _features.HalfLifeDays);
}
