using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Goes through the rows of an entity's attribute that are seen at a cut-off; they are few.</summary>
internal sealed class LevelComputation : RowComputation
{
    private readonly EntitySweep _sweep;
    private readonly AttributeHistory _history;
    private readonly int[] _numbers;
    private readonly NumericColumn? _values;
    private readonly CategoryColumn? _categories;
    private readonly int[] _ranks;
    private readonly LevelMeasure[] _measures;
    private readonly FeatureColumns _columns;
    private readonly (DateTime? Start, DateTime End)[][] _windows;
    private readonly int[] _changes;
    private int _current;
    private int _beginning;

    public LevelComputation(LevelFeatures features, EntitySweep sweep, FeatureColumns columns)
    {
        (_sweep, _columns, _measures) = (sweep, columns, [.. features.Measures]);
        (_history, _numbers, Column values) = sweep.Log.AttributeOf(features.Attribute, nameof(LevelFeatures.Attribute));
        (_values, _categories) = (values as NumericColumn, values as CategoryColumn);
        string[] sorted = [.. (_categories?.Levels ?? []).Order(StringComparer.Ordinal)];
        _ranks = [.. (_categories?.Levels ?? []).Select(level => Array.BinarySearch(sorted, level, StringComparer.Ordinal))];
        _windows = [.. sweep.Plan.CutOffs.Select(cutOff => features.Windows.Select(window => window.BoundsAt(sweep.Plan, cutOff)).ToArray())];
        _changes = new int[features.Windows.Count];
    }

    protected override void Compute(int cut, int row)
    {
        See(cut);
        int column = 0;
        foreach (LevelMeasure measure in _measures)
        {
            if (measure == LevelMeasure.Value)
                WriteValue(column++, row);
            else if (measure == LevelMeasure.DaysSinceChange)
                _columns.Numbers(column++)[row] = _current < 0 ? double.NaN : _sweep.ReferenceDay(cut) - _sweep.Plan.DayOf(_history.ValidFrom[_beginning]).DayNumber;
            else
                column = WriteChanges(column, row);
        }
    }

    /// <summary>Finds the row whose value is valid, the one it began with, and the changes in windows.</summary>
    private void See(int cut)
    {
        (_current, _beginning) = (-1, -1);
        _changes.AsSpan().Clear();
        if (_numbers[_sweep.Entity] is not (>= 0 and int number))
            return;
        DateTime cutOff = _sweep.CutOff(cut);
        (int from, int to) = (_history.RowsOf(number).Start.Value, _history.RowsOf(number).End.Value);
        int last = -1;
        for (int row = from; row < to && _history.ValidFrom[row] < cutOff; row++)
        {
            if (!IsSeen(row, to, cutOff))
                continue;
            last = row;
            if (IsMissing(row))
                continue;
            if (_beginning < 0 || !AreEqual(row, _beginning))
            {
                if (_beginning >= 0)
                    CountChange(cut, _history.ValidFrom[row]);
                _beginning = row;
            }
        }

        if (last >= 0 && !IsMissing(last) && !(_history.ValidTo[last] < cutOff))
            _current = last;
    }

    /// <summary>Known, and not corrected by a row that is known too.</summary>
    private bool IsSeen(int row, int to, DateTime cutOff) =>
        _history.KnownAt[row] <= cutOff && !(row + 1 < to && _history.ValidFrom[row + 1] == _history.ValidFrom[row] && _history.KnownAt[row + 1] <= cutOff);

    private bool IsMissing(int row) => _values is null ? _categories!.Codes[row] < 0 : double.IsNaN(_values.Values[row]);

    private bool AreEqual(int a, int b) => _values is null ? _categories!.Codes[a] == _categories.Codes[b] : _values.Values[a] == _values.Values[b];

    private void CountChange(int cut, DateTime moment)
    {
        for (int window = 0; window < _changes.Length; window++)
        {
            (DateTime? start, DateTime end) = _windows[cut][window];
            _changes[window] += (start is null || moment >= start) && moment < end ? 1 : 0;
        }
    }

    private void WriteValue(int column, int row)
    {
        if (_values is null)
            _columns.Codes(column)[row] = _current < 0 ? CategoryColumn.MissingCode : _ranks[_categories!.Codes[_current]];
        else
            _columns.Numbers(column)[row] = _current < 0 ? double.NaN : _values.Values[_current];
    }

    private int WriteChanges(int column, int row)
    {
        foreach (int changes in _changes)
            _columns.Numbers(column++)[row] = changes;
        return column;
    }
}
