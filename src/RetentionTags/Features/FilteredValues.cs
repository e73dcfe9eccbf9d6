using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>The values of those of a block's events that a filter lets through, and what they come to over any stretch of the events.</summary>
internal sealed class FilteredValues(EntitySweep sweep, EventFilter filter, EventMeasure measure, string? property)
{
    private readonly FilteredEvents _events = sweep.Filtered(filter);
    private readonly NumericColumn? _property = Numbers(sweep.Log, property);
    private readonly PaperSums _sums = new();
    private double[] _values = [];
    private int _version;

    /// <summary>How many of the first so many events pass: from here on, places are counted among the passing ones.</summary>
    public int Before(int events) => _events.Before(events);

    /// <summary>The number, or the sum of the values, of the passing events [from, to).</summary>
    public double Of(int from, int to)
    {
        if (measure == EventMeasure.Count)
            return to - from;
        Update();
        return _sums.Of(_values, from, to);
    }

    /// <summary>What a passing event adds: 1 to a number, its value to a sum.</summary>
    public double Of(int k)
    {
        double value = measure == EventMeasure.Count ? 1 : ValueOf(k);
        return double.IsNaN(value) ? 0 : value;
    }

    /// <summary>The value of a passing event; NaN when it is missing.</summary>
    public double ValueOf(int k) => _property is null ? sweep.Events.Amounts[_events[k]] : _property.Values[sweep.Events.PlaceOf(_events[k])];

    public DateTime TimeOf(int k) => sweep.Events.Times[_events[k]];

    /// <summary>The numbers of a property; nothing for amounts.</summary>
    public static NumericColumn? Numbers(EventLog log, string? property) => property is null ? null : log.PropertyOf(property, nameof(property)) as NumericColumn
        ?? throw new ArgumentException($"'{property}' is a category, which has no sum. Count events through a filter on it, or take a property that is a number.", nameof(property));

    private void Update()
    {
        if (_version == sweep.Events.Version)
            return;
        _version = sweep.Events.Version;
        int count = _events.Count;
        if (_values.Length < count)
            _values = new double[2 * count];
        for (int k = 0; k < count; k++)
            _values[k] = Of(k);
        _sums.Take(_values.AsSpan(0, count));
    }
}
