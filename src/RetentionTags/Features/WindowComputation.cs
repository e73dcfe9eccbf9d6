using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Aggregates the events of windows. What counts, sums and means need is prepared once for all windows of an entity.</summary>
internal sealed class WindowComputation : FeatureComputation
{
    private readonly EntitySweep _sweep;
    private readonly FilteredEvents _events;
    private readonly Aggregation[] _aggregations;
    private readonly int[] _windows;
    private readonly int[] _from;
    private readonly int[] _to;
    private readonly double[][][] _columns;
    private readonly NumericColumn? _numbers;
    private readonly CategoryColumn? _categories;
    private readonly bool _needsValues;
    private readonly bool _isPlain;
    private readonly PaperSums _sums = new();
    private readonly List<double> _sorted = [];
    private double[] _values = [];
    private int[] _presentBefore = new int[1];
    private int _version;

    public WindowComputation(WindowFeatures features, EntitySweep sweep, FeatureColumns columns)
    {
        _sweep = sweep;
        _events = sweep.Filtered(features.Filter);
        _aggregations = [.. features.Aggregations];
        _windows = [.. features.Windows.Select(sweep.Window)];
        (_from, _to) = (new int[_windows.Length], new int[_windows.Length]);
        _columns = [.. Enumerable.Range(0, _aggregations.Length).Select(k => Enumerable.Range(0, _windows.Length).Select(window => columns.Numbers((window * _aggregations.Length) + k)).ToArray())];
        Column? property = features.Property is null ? null : sweep.Log.PropertyOf(features.Property, nameof(WindowFeatures.Property));
        (_numbers, _categories) = (property as NumericColumn, property as CategoryColumn);
        _isPlain = property is null && _events.IsAll;
        _needsValues = _aggregations.Any(aggregation => aggregation >= Aggregation.Sum);
    }

    /// <summary>One value for each event that passes: amounts as they lie in the log where nothing else is asked for.</summary>
    private ReadOnlySpan<double> Values => _isPlain ? _sweep.Events.Amounts : _values;

    public override void Compute(int cut, int row)
    {
        if (_needsValues && _version != _sweep.Events.Version)
            TakeValues();
        for (int window = 0; window < _windows.Length; window++)
        {
            _from[window] = _events.Before(_sweep.From(cut, _windows[window]));
            _to[window] = _events.Before(_sweep.To(cut, _windows[window]));
        }

        for (int k = 0; k < _aggregations.Length; k++)
        {
            double[][] columns = _columns[k];
            if (_aggregations[k] == Aggregation.Count)
            {
                for (int window = 0; window < columns.Length; window++)
                    columns[window][row] = _to[window] - _from[window];
                continue;
            }

            for (int window = 0; window < columns.Length; window++)
                columns[window][row] = Of(_aggregations[k], _from[window], _to[window], cut);
        }
    }

    private double Of(Aggregation aggregation, int from, int to, int cut) => aggregation switch
    {
        Aggregation.Any => to > from ? 1 : 0,
        Aggregation.ActiveDays => ActiveDays(from, to),
        Aggregation.DaysSinceLast => to > from ? _sweep.ReferenceDay(cut) - _sweep.DayOf(_events[to - 1]) : double.NaN,
        Aggregation.DaysSinceFirst => to > from ? _sweep.ReferenceDay(cut) - _sweep.DayOf(_events[from]) : double.NaN,
        Aggregation.Sum => Sum(from, to),
        Aggregation.Mean => Present(from, to) is > 0 and int present ? Sum(from, to) / present : double.NaN,
        _ => OfSorted(aggregation, from, to),
    };

    private int ActiveDays(int from, int to)
    {
        int days = 0;
        for (int k = from; k < to; k++)
            days += k == from || _sweep.Days[_events[k]] != _sweep.Days[_events[k - 1]] ? 1 : 0;
        return days;
    }

    private double Sum(int from, int to) => _sums.Of(Values, from, to);

    private int Present(int from, int to) => _isPlain ? to - from : _presentBefore[to] - _presentBefore[from];

    private double OfSorted(Aggregation aggregation, int from, int to)
    {
        _sorted.Clear();
        for (int k = from; k < to; k++)
        {
            if (Present(k, k + 1) > 0)
                _sorted.Add(Values[k]);
        }

        if (aggregation == Aggregation.StandardDeviation)
            return Deviation();
        _sorted.Sort();
        if (aggregation == Aggregation.Distinct)
            return Distinct();
        if (_sorted.Count == 0)
            return double.NaN;
        return aggregation switch
        {
            Aggregation.Minimum => _sorted[0],
            Aggregation.Maximum => _sorted[^1],
            _ => (_sorted[(_sorted.Count - 1) / 2] + _sorted[_sorted.Count / 2]) / 2,
        };
    }

    private int Distinct()
    {
        int distinct = 0;
        for (int i = 0; i < _sorted.Count; i++)
            distinct += i == 0 || _sorted[i] != _sorted[i - 1] ? 1 : 0;
        return distinct;
    }

    private double Deviation()
    {
        if (_sorted.Count < 2)
            return double.NaN;
        double mean = 0, squares = 0;
        foreach (double value in _sorted)
            mean += value / _sorted.Count;
        foreach (double value in _sorted)
            squares += (value - mean) * (value - mean);
        return Math.Sqrt(squares / (_sorted.Count - 1));
    }

    /// <summary>The values of the events that pass, categories as codes; 0 where missing, which no sum feels.</summary>
    private void TakeValues()
    {
        _version = _sweep.Events.Version;
        if (_isPlain)
        {
            _sums.Take(Values);
            return;
        }

        int count = _events.Count;
        if (_presentBefore.Length <= count)
            (_values, _presentBefore) = (new double[2 * count], new int[(2 * count) + 1]);
        for (int k = 0; k < count; k++)
        {
            double value = ValueOf(_events[k]);
            _presentBefore[k + 1] = _presentBefore[k] + (double.IsNaN(value) ? 0 : 1);
            _values[k] = double.IsNaN(value) ? 0 : value;
        }

        _sums.Take(_values.AsSpan(0, count));
    }

    private double ValueOf(int i)
    {
        if (_numbers is not null)
            return _numbers.Values[_sweep.Events.PlaceOf(i)];
        if (_categories is null)
            return _sweep.Events.Amounts[i];
        int code = _categories.Codes[_sweep.Events.PlaceOf(i)];
        return code < 0 ? double.NaN : code;
    }
}
