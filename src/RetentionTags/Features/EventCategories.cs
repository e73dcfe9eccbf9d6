using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>The categories of a log's events, those of a property or their kinds, with codes in ordinal order of the names: neither the order of rows nor later events show in them.</summary>
internal sealed class EventCategories
{
    private readonly EventLog _log;
    private readonly CategoryColumn? _property;
    private readonly int[] _codes;

    private EventCategories(EventLog log, CategoryColumn? property)
    {
        (_log, _property) = (log, property);
        IReadOnlyList<string> levels = property?.Levels ?? log.Kinds;
        Levels = [.. levels.Order(StringComparer.Ordinal)];
        _codes = [.. levels.Select(level => Array.BinarySearch(Levels, level, StringComparer.Ordinal))];
    }

    public string[] Levels { get; }

    /// <param name="log">The log.</param>
    /// <param name="property">A property with categories, or nothing for the kinds.</param>
    public static EventCategories Of(EventLog log, string? property)
    {
        if (property is null)
            return log.Kinds.Count > 0 ? new(log, null) : throw new ArgumentException("The mix is of kinds of events, but the log does not tell kinds apart. Name a Property, or the kinds in EventDetails.Kinds or EventLogColumns.Kind.", nameof(log));
        return log.PropertyOf(property, nameof(MixFeatures.Property)) is CategoryColumn categories
            ? new(log, categories)
            : throw new ArgumentException($"'{property}' is a number, which has no shares. Use a property with categories, or WindowFeatures.", nameof(log));
    }

    /// <summary>The category of the event at a place of the log, or −1.</summary>
    public int CodeOf(int place)
    {
        int code = _property is null ? _log.KindCodes[place] : _property.Codes[place];
        return code < 0 ? code : _codes[code];
    }
}
