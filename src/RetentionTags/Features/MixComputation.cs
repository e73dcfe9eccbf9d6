using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Features;

/// <summary>Weighs the categories of each window: its events are laid out category by category, in order of time within one, and each stretch is added up.</summary>
internal sealed class MixComputation : RowComputation
{
    private const double Ln2 = 0.6931471805599453;

    /// <summary>Where decayed amounts and refunds cancel on paper, less than this share of them is left to rounding.</summary>
    private const double NothingLeft = 1e-12;

    private readonly MixFeatures _mix;
    private readonly EntitySweep _sweep;
    private readonly FilteredEvents _events;
    private readonly EventCategories _categories;
    private readonly FeatureColumns _columns;
    private readonly int[] _windows;
    private readonly int[] _shares;
    private readonly int _featuresPerWindow;
    private readonly PaperSums _sums = new();
    private readonly int[] _sizes;
    private readonly int[] _ends;
    private readonly int[] _present;
    private readonly int[] _last;
    private readonly double[] _weights;
    private readonly bool[] _isTaken;
    private int _presentCount;
    private int _firstCode;
    private int _lastCode;
    private double _total;
    private double _effectiveCount;
    private int[] _known = [];
    private double[] _values = [];

    public MixComputation(MixFeatures mix, EntitySweep sweep, FeatureColumns columns)
    {
        (_mix, _sweep, _columns) = (mix, sweep, columns);
        _events = sweep.Filtered(mix.Filter);
        _categories = EventCategories.Of(sweep.Log, mix.Property);
        _windows = [.. mix.Windows.Select(sweep.Window)];
        _shares = [.. mix.Shares.Select(category => Array.BinarySearch(_categories.Levels, category, StringComparer.Ordinal))];
        _featuresPerWindow = mix.Shares.Count + mix.Measures.Count + mix.Top;
        int levels = _categories.Levels.Length;
        (_sizes, _ends, _present, _last) = (new int[levels], new int[levels], new int[levels], new int[levels]);
        (_weights, _isTaken) = (new double[levels], new bool[levels]);
    }

    protected override void Compute(int cut, int row)
    {
        for (int window = 0; window < _windows.Length; window++)
        {
            Forget();
            Gather(_events.Before(_sweep.From(cut, _windows[window])), _events.Before(_sweep.To(cut, _windows[window])), _sweep.CutOff(cut));
            Weigh();
            Write(window * _featuresPerWindow, row);
        }
    }

    private void Forget()
    {
        foreach (int code in _present.AsSpan(0, _presentCount))
            (_sizes[code], _weights[code], _isTaken[code]) = (0, 0, false);
        (_presentCount, _firstCode, _lastCode, _total, _effectiveCount) = (0, CategoryColumn.MissingCode, CategoryColumn.MissingCode, 0, 0);
    }

    /// <summary>Lays out what the events of [from, to) count by category; categories come in the order of their first events.</summary>
    private void Gather(int from, int to, DateTime cutOff)
    {
        if (_known.Length < to - from)
            (_known, _values) = (new int[2 * (to - from)], new double[2 * (to - from)]);
        int known = 0;
        for (int k = from; k < to; k++)
        {
            int code = _categories.CodeOf(_sweep.Events.PlaceOf(_events[k]));
            if (code < 0)
                continue;
            if (_sizes[code]++ == 0)
                _present[_presentCount++] = code;
            _known[known++] = k;
            (_firstCode, _lastCode, _last[code]) = (_firstCode < 0 ? code : _firstCode, code, k);
        }

        int place = 0;
        foreach (int code in _present.AsSpan(0, _presentCount))
        {
            _ends[code] = place;
            place += _sizes[code];
        }

        foreach (int k in _known.AsSpan(0, known))
        {
            double decay = Decay(cutOff - _sweep.Events.Times[_events[k]]);
            _effectiveCount += decay;
            int code = _categories.CodeOf(_sweep.Events.PlaceOf(_events[k]));
            _values[_ends[code]++] = _mix.WeightBy == MixWeight.Amount ? decay * _sweep.Events.Amounts[_events[k]] : decay;
        }

        _sums.Take(_values.AsSpan(0, known));
    }

    private double Decay(TimeSpan age) => _mix.HalfLifeDays is double days ? LogisticFunctions.ExpOfMinus(Ln2 * (age.TotalDays / days)) : 1;

    private void Weigh()
    {
        foreach (int code in _present.AsSpan(0, _presentCount))
        {
            (int from, int to) = (_ends[code] - _sizes[code], _ends[code]);
            double weight = _sums.Of(_values, from, to);
            _weights[code] = weight > NothingLeft * Magnitude(from, to) ? weight : 0;
            _total += _weights[code];
        }
    }

    private double Magnitude(int from, int to)
    {
        double magnitude = 0;
        foreach (double value in _values.AsSpan(from..to))
            magnitude += Math.Abs(value);
        return magnitude;
    }

    private void Write(int column, int row)
    {
        foreach (int code in _shares)
            _columns.Numbers(column++)[row] = _total > 0 ? (code < 0 ? 0 : _weights[code]) / _total : double.NaN;
        foreach (MixMeasure measure in _mix.Measures.AsSpan())
        {
            if (measure is MixMeasure.First or MixMeasure.Last)
                _columns.Codes(column++)[row] = measure == MixMeasure.First ? _firstCode : _lastCode;
            else
                _columns.Numbers(column++)[row] = Of(measure);
        }

        for (int k = 0; k < _mix.Top; k++)
            _columns.Codes(column++)[row] = TakeNext();
    }

    private double Of(MixMeasure measure)
    {
        if (measure == MixMeasure.EffectiveCount)
            return _effectiveCount;
        double result = 0;
        foreach (int code in _present.AsSpan(0, _presentCount))
        {
            double share = _weights[code] / _total;
            if (!(_weights[code] > 0))
                continue;
            result = measure switch
            {
                MixMeasure.CategoryCount => result + 1,
                MixMeasure.Entropy => result - (share * Math.Log(share)),
                MixMeasure.Concentration => result + (share * share),
                _ => Math.Max(result, share),
            };
        }

        return _total > 0 || measure == MixMeasure.CategoryCount ? result : double.NaN;
    }

    /// <summary>The weightiest category that was not taken yet; of equal ones that whose last event is later.</summary>
    private int TakeNext()
    {
        int best = CategoryColumn.MissingCode;
        foreach (int code in _present.AsSpan(0, _presentCount))
        {
            if (_isTaken[code] || !(_weights[code] > 0))
                continue;
            if (best < 0 || _weights[code] > _weights[best] || (_weights[code] == _weights[best] && _last[code] > _last[best]))
                best = code;
        }

        if (best >= 0)
            _isTaken[best] = true;
        return best;
    }
}
