using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Aggregates the events of windows. What counts, sums and means need is prepared once for all windows of a block, whose columns are then filled one after the other.</summary>
internal sealed class WindowComputation : FeatureComputation
{
    private readonly EntitySweep _sweep;
    private readonly FilteredEvents _events;
    private readonly Aggregation[] _aggregations;
    private readonly int[] _windows;
    private readonly double[][][] _columns;
    private readonly NumericColumn? _numbers;
    private readonly CategoryColumn? _categories;
    private readonly bool _needsValues;
    private readonly bool _isPlain;
    private readonly PaperSums _sums = new();
    private readonly List<double> _sorted = [];
    private readonly RangeMinima? _minima;

    /// <summary>Of values with the other sign: what is least there is greatest.</summary>
    private readonly RangeMinima? _maxima;
    private readonly bool _needsDays;
    private readonly EqualBefore? _equalBefore;
    private int[] _from = [];
    private int[] _to = [];
    private double[] _values = [];
    private int[] _presentBefore = new int[1];
    private int[] _newDaysBefore = new int[1];
    private double[] _filled = [];

    public WindowComputation(WindowFeatures features, EntitySweep sweep, FeatureColumns columns)
    {
        _sweep = sweep;
        _events = sweep.Filtered(features.Filter);
        _aggregations = [.. features.Aggregations];
        _windows = [.. features.Windows.Select(sweep.Window)];
        _columns = [.. Enumerable.Range(0, _aggregations.Length).Select(k => Enumerable.Range(0, _windows.Length).Select(window => columns.Numbers((window * _aggregations.Length) + k)).ToArray())];
        Column? property = features.Property is null ? null : sweep.Log.PropertyOf(features.Property, nameof(WindowFeatures.Property));
        (_numbers, _categories) = (property as NumericColumn, property as CategoryColumn);
        _isPlain = property is null && _events.IsAll;
        _needsValues = _aggregations.Any(aggregation => aggregation >= Aggregation.Sum);
        _minima = _aggregations.Contains(Aggregation.Minimum) ? new() : null;
        _maxima = _aggregations.Contains(Aggregation.Maximum) ? new() : null;
        _needsDays = _aggregations.Contains(Aggregation.ActiveDays);
        _equalBefore = _aggregations.Contains(Aggregation.Distinct) ? new() : null;
    }

    /// <summary>One value for each event that passes: amounts as they lie in the log where nothing else is asked for.</summary>
    private ReadOnlySpan<double> Values => _isPlain ? _sweep.Events.Amounts : _values;

    /// <inheritdoc/>
    public override void ComputeBlock(EntitySweep sweep)
    {
        if (_needsValues)
            TakeValues();
        if (_needsDays)
            CountNewDays();
        if (_minima is not null || _maxima is not null)
            TakeExtremes();
        if (_equalBefore is not null)
            FindEqual();
        for (int cut = 0; cut < sweep.Plan.CutOffs.Count; cut++)
        {
            BlockRows rows = sweep.RowsAt(cut);
            for (int window = 0; window < _windows.Length && rows.Count > 0; window++)
            {
                ReadOnlySpan<int> from = Located(sweep.StartsOf(cut, _windows[window]), rows.Histories, ref _from), to = Located(sweep.EndsOf(cut, _windows[window]), rows.Histories, ref _to);
                for (int k = 0; k < _aggregations.Length; k++)
                    Fill(_columns[k][window], _aggregations[k], cut, rows.Numbers, from, to);
            }
        }
    }

    /// <summary>For each row a bound of its window among the events that pass.</summary>
    private ReadOnlySpan<int> Located(ReadOnlySpan<int> bounds, ReadOnlySpan<int> histories, ref int[] places)
    {
        if (_events.IsAll && histories.Length == bounds.Length)
            return bounds;
        if (places.Length < histories.Length)
            places = new int[2 * histories.Length];
        Span<int> located = places.AsSpan(0, histories.Length);
        for (int i = 0; i < located.Length; i++)
        {
            int bound = bounds[histories[i]];
            located[i] = _events.IsAll ? bound : _events.Before(bound);
        }

        return located;
    }

    private void Fill(double[] column, Aggregation aggregation, int cut, ReadOnlySpan<int> rows, ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        switch (aggregation)
        {
            case Aggregation.Count:
                for (int i = 0; i < rows.Length; i++)
                    column[rows[i]] = to[i] - from[i];
                break;
            case Aggregation.Sum:
                ReadOnlySpan<double> values = Values;
                for (int i = 0; i < rows.Length; i++)
                    column[rows[i]] = _sums.Of(values, from[i], to[i]);
                break;
            case Aggregation.DaysSinceFirst or Aggregation.DaysSinceLast:
                FillDaysSince(column, aggregation == Aggregation.DaysSinceLast, _sweep.ReferenceDay(cut), rows, from, to);
                break;
            default:
                for (int i = 0; i < rows.Length; i++)
                    column[rows[i]] = Of(aggregation, from[i], to[i]);
                break;
        }
    }

    private void FillDaysSince(double[] column, bool ofLast, int referenceDay, ReadOnlySpan<int> rows, ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        ReadOnlySpan<DateTime> times = _sweep.Events.Times;
        DayCalendar calendar = _sweep.Calendar;
        for (int i = 0; i < rows.Length; i++)
        {
            int passing = ofLast ? to[i] - 1 : from[i];
            column[rows[i]] = to[i] > from[i] ? referenceDay - calendar.DayOf(times[_events.IsAll ? passing : _events[passing]]) : double.NaN;
        }
    }

    private double Of(Aggregation aggregation, int from, int to) => aggregation switch
    {
        Aggregation.Any => to > from ? 1 : 0,
        Aggregation.ActiveDays => ActiveDays(from, to),
        Aggregation.Mean => Present(from, to) is > 0 and int present ? Sum(from, to) / present : double.NaN,
        Aggregation.Minimum => Present(from, to) > 0 ? _minima!.Of(from, to) : double.NaN,
        Aggregation.Maximum => Present(from, to) > 0 ? -_maxima!.Of(from, to) : double.NaN,
        Aggregation.Distinct => _equalBefore!.CountDistinct(from, to),
        Aggregation.StandardDeviation => Deviation(from, to),
        _ => Median(from, to),
    };

    private int ActiveDays(int from, int to) => to > from ? 1 + _newDaysBefore[to] - _newDaysBefore[from + 1] : 0;

    private double Sum(int from, int to) => _sums.Of(Values, from, to);

    private int Present(int from, int to) => _isPlain ? to - from : _presentBefore[to] - _presentBefore[from];

    private double Median(int from, int to)
    {
        _sorted.Clear();
        for (int k = from; k < to; k++)
        {
            if (Present(k, k + 1) > 0)
                _sorted.Add(Values[k]);
        }

        _sorted.Sort();
        return _sorted.Count == 0 ? double.NaN : (_sorted[(_sorted.Count - 1) / 2] + _sorted[_sorted.Count / 2]) / 2;
    }

    private double Deviation(int from, int to)
    {
        int present = Present(from, to);
        if (present < 2)
            return double.NaN;
        ReadOnlySpan<double> values = Values;
        double mean = 0, squares = 0;
        for (int k = from; k < to; k++)
            mean += Present(k, k + 1) > 0 ? values[k] / present : 0;
        for (int k = from; k < to; k++)
            squares += Present(k, k + 1) > 0 ? (values[k] - mean) * (values[k] - mean) : 0;
        return Math.Sqrt(squares / (present - 1));
    }

    /// <summary>The values of the events that pass, categories as codes; 0 where missing, which no sum feels.</summary>
    private void TakeValues()
    {
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

    /// <summary>Counts the events that are on another day than the one before them.</summary>
    private void CountNewDays()
    {
        int count = _events.Count;
        if (_newDaysBefore.Length <= count)
            _newDaysBefore = new int[(2 * count) + 1];
        ReadOnlySpan<int> days = _sweep.Days;
        for (int k = 0, before = -1; k < count; k++)
        {
            int day = days[_events[k]];
            _newDaysBefore[k + 1] = _newDaysBefore[k] + (day != before ? 1 : 0);
            before = day;
        }
    }

    /// <summary>Prepares for the least and the greatest values; what is missing is neither.</summary>
    private void TakeExtremes()
    {
        int longest = 0;
        ReadOnlySpan<int> starts = _sweep.Events.Starts;
        for (int history = 0; history < starts.Length - 1; history++)
            longest = Math.Max(longest, _events.Before(starts[history + 1]) - _events.Before(starts[history]));
        _minima?.Take(Filled(1, double.PositiveInfinity), longest);
        _maxima?.Take(Filled(-1, double.PositiveInfinity), longest);
    }

    private void FindEqual()
    {
        ReadOnlySpan<int> starts = _sweep.Events.Starts;
        ReadOnlySpan<double> values = Filled(1, double.NaN);
        _equalBefore!.Begin(values.Length);
        for (int history = 0; history < starts.Length - 1; history++)
            _equalBefore.Take(values, _events.Before(starts[history]), _events.Before(starts[history + 1]));
    }

    /// <summary>The values times a sign, and something else in the place of those that are missing.</summary>
    private ReadOnlySpan<double> Filled(int sign, double missing)
    {
        int count = _events.Count;
        if (_filled.Length < count)
            _filled = new double[2 * count];
        ReadOnlySpan<double> values = Values;
        for (int k = 0; k < count; k++)
            _filled[k] = Present(k, k + 1) > 0 ? sign * values[k] : missing;
        return _filled.AsSpan(0, count);
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
