namespace RetentionTags.Data;

/// <summary>The rows of several logs, one log below another.</summary>
internal static class EventLogParts
{
    /// <summary>The key of each row.</summary>
    public static RowKeys Keys(IReadOnlyList<EventLog> parts) => parts.All(part => part.Entities.AreNumbers)
        ? RowKeys.Of(Keys(parts, (keys, entity) => keys.NumberOf(entity)).AsSpan())
        : RowKeys.Of(Keys(parts, (keys, entity) => keys[entity]).AsSpan());

    private static T[] Keys<T>(IReadOnlyList<EventLog> parts, Func<EntityKeys, int, T> keyOf)
    {
        var all = new T[parts.Sum(part => part.EventCount)];
        int row = 0;
        foreach (EventLog part in parts)
        {
            for (int entity = 0; entity < part.Entities.Count; entity++)
            {
                Range events = part.EventsOf(entity);
                int count = events.End.Value - events.Start.Value;
                all.AsSpan(row, count).Fill(keyOf(part.Entities, entity));
                row += count;
            }
        }

        return all;
    }

    /// <summary>Categories of all parts; missing where a part has none at all.</summary>
    public static CategoryColumn? Categories(string name, IReadOnlyList<EventLog> parts, Func<EventLog, CategoryColumn?> columnOf)
    {
        if (parts.All(part => columnOf(part) is null))
            return null;
        var builder = new CategoryBuilder();
        foreach (EventLog part in parts)
        {
            CategoryColumn? column = columnOf(part);
            for (int place = 0; place < part.EventCount; place++)
                builder.Add(column?[place]);
        }

        return builder.ToColumn(name);
    }

    /// <summary>A property of all parts, of which each must have it.</summary>
    public static Column Property(Column first, IReadOnlyList<EventLog> parts)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            if (parts[i].Properties.Count != parts[0].Properties.Count || Of(parts[i])?.Kind != first.Kind)
                throw new ArgumentException($"Part {i} has other properties than part 0: {Names(parts[i])} and {Names(parts[0])}. Give all parts the same.", nameof(parts));
        }

        return first is CategoryColumn
            ? Categories(first.Name, parts, part => (CategoryColumn)Of(part)!)!
            : Column.Numeric(first.Name, parts.SelectMany(part => ((NumericColumn)Of(part)!).Values.ToArray()).ToArray());

        Column? Of(EventLog part) => part.Properties.FirstOrDefault(column => column.Name == first.Name);

        static string Names(EventLog part) => part.Properties.Count == 0 ? "none" : string.Join(", ", part.Properties.Select(column => $"'{column.Name}' ({column.Kind})"));
    }

    public static DateTime[] KnownAt(IReadOnlyList<EventLog> parts) => parts.All(part => part.KnownAt.IsEmpty)
        ? []
        : [.. parts.SelectMany(part => (part.KnownAt.IsEmpty ? part.Times : part.KnownAt).ToArray())];
}
