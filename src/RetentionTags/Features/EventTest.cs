using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>A filter on the events of a log.</summary>
internal sealed class EventTest
{
    private readonly EventLog _log;
    private readonly AmountSign _amounts;
    private readonly bool[] _kindPasses;
    private readonly Func<int, bool>[] _conditions;

    /// <exception cref="ArgumentException">The filter names a kind or property that the log's events do not have.</exception>
    public EventTest(EventLog log, EventFilter filter)
    {
        _log = log;
        _amounts = filter.Amounts;
        int[] kinds = [.. filter.Kinds.Select(kind => log.KindCodeOf(kind, nameof(EventFilter.Kinds)))];
        _kindPasses = kinds.Length == 0 ? [] : [.. Enumerable.Range(0, log.Kinds.Count).Select(code => kinds.Contains(code))];
        _conditions = [.. filter.Where.Select(condition => condition.On(log))];
        IsAll = _kindPasses.Length == 0 && _conditions.Length == 0 && _amounts == AmountSign.Any;
    }

    /// <summary>Whether the filter asks nothing, so that every event passes.</summary>
    public bool IsAll { get; }

    /// <summary>Whether the event at a place of the log passes.</summary>
    public bool Passes(int place)
    {
        if (_kindPasses.Length > 0 && !(_log.KindCodes[place] is >= 0 and int kind && _kindPasses[kind]))
            return false;
        if (_amounts != AmountSign.Any && (_log.Amounts[place] < 0) != (_amounts == AmountSign.Negative))
            return false;
        foreach (Func<int, bool> condition in _conditions)
        {
            if (!condition(place))
                return false;
        }

        return true;
    }
}
