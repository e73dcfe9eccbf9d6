using System.Data.Common;

namespace RetentionTags.Data;

/// <summary>
/// What entities did and when, columnar: an entity, a moment and an amount for each event and, where known, its kind, when it could be known, its order and typed properties.
/// Where all features and labels of behaviour begin.
/// </summary>
/// <remarks>
/// Events are kept by entity and, within an entity, by time; of events of one entity at one moment, refunds come last, otherwise they are kept by amount, kind, order and properties. So the
/// order in which they came makes no difference to anything. Amounts below 0 are refunds. Moments lie between the years 1000 and 9000: others are placeholders.
/// </remarks>
public sealed class EventLog
{
    internal const string PlausibleTimes = "a moment between the years 1000 and 9000; leave out rows whose time is a placeholder";

    private static readonly long FirstPlausible = new DateTime(1000, 1, 1).Ticks;
    private static readonly long EndOfPlausible = new DateTime(9000, 1, 1).Ticks;

    private readonly int[] _starts;
    private readonly DateTime[] _times;
    private readonly double[] _amounts;
    private readonly DateTime[] _knownAt;
    private readonly CategoryColumn? _kinds;
    private readonly CategoryColumn? _orders;
    private readonly CategoryColumn? _keys;

    private EventLog(EventRows rows)
    {
        int[] kept = rows.Details.Keys is null ? [] : DuplicateSearch.RowsToKeep(rows);
        DuplicatesLeftOut = rows.Details.Keys is null ? 0 : rows.Times.Length - kept.Length;
        bool needsRows = rows.KnownAt.Length > 0 || rows.Details.Kinds is not null || rows.Details.Orders is not null || rows.Details.Keys is not null || rows.Details.Properties.Count > 0;
        OrderedEvents ordered = rows.Entities.Order(rows.Times, rows.Amounts, needsRows ? new(rows.Details, rows.KnownAt) : null, kept);
        (Entities, _starts, _times, _amounts) = (ordered.Entities, ordered.Starts, ordered.Times, ordered.Amounts);
        _knownAt = ValuesOfRows.Of<DateTime>(rows.KnownAt, ordered.Rows);
        _kinds = rows.Details.Kinds?.Rows(ordered.Rows).WithoutUnusedLevels();
        _orders = rows.Details.Orders?.Rows(ordered.Rows);
        _keys = rows.Details.Keys?.Rows(ordered.Rows);
        Properties = [.. rows.Details.Properties.Select(column => column.Rows(ordered.Rows))];
        (FirstTime, LastTime) = (ordered.FirstTime, ordered.LastTime);
        HasLateEvents = _knownAt.Length > 0 && !_knownAt.AsSpan().SequenceEqual(_times);
    }

    private EventLog(EventLog other)
    {
        Entities = other.Entities;
        Properties = other.Properties;
        FirstTime = other.FirstTime;
        LastTime = other.LastTime;
        CompleteUntil = other.CompleteUntil;
        Attributes = other.Attributes;
        Report = other.Report;
        DuplicatesLeftOut = other.DuplicatesLeftOut;
        HasLateEvents = other.HasLateEvents;
        _starts = other._starts;
        _times = other._times;
        _amounts = other._amounts;
        _knownAt = other._knownAt;
        _kinds = other._kinds;
        _orders = other._orders;
        _keys = other._keys;
    }

    /// <summary>The entities that have events.</summary>
    public EntityKeys Entities { get; }

    /// <summary>The number of events.</summary>
    public int EventCount => _times.Length;

    /// <summary>The moment of each event in UTC, by entity and time.</summary>
    public ReadOnlySpan<DateTime> Times => _times;

    /// <summary>The amount of each event in the log's currency, by entity and time. Below 0: a refund.</summary>
    public ReadOnlySpan<double> Amounts => _amounts;

    /// <summary>The kinds that events have; empty when the log does not tell kinds apart.</summary>
    public IReadOnlyList<string> Kinds => _kinds?.Levels ?? [];

    /// <summary>For each event an index into <see cref="Kinds"/> (−1 when it has none), by entity and time; empty when the log does not tell kinds apart.</summary>
    public ReadOnlySpan<int> KindCodes => _kinds is null ? [] : _kinds.Codes;

    /// <summary>When each event could first be known, in UTC, by entity and time; never before it happened. Empty when each is known as it happens.</summary>
    public ReadOnlySpan<DateTime> KnownAt => _knownAt;

    /// <summary>The orders that events belong to; empty when the log does not know orders.</summary>
    public IReadOnlyList<string> Orders => _orders?.Levels ?? [];

    /// <summary>For each event an index into <see cref="Orders"/> (−1 when it belongs to none), by entity and time; empty when the log does not know orders.</summary>
    public ReadOnlySpan<int> OrderCodes => _orders is null ? [] : _orders.Codes;

    /// <summary>The properties of events, each with one value for each event, by entity and time.</summary>
    public IReadOnlyList<Column> Properties { get; }

    /// <summary>The moment of the first event.</summary>
    public DateTime FirstTime { get; }

    /// <summary>The moment of the last event.</summary>
    public DateTime LastTime { get; }

    /// <summary>
    /// The moment up to which the log is complete, exclusive, or <see langword="null"/> when nobody has said. It decides whether a label is mature:
    /// see <see cref="Features.SnapshotPlan"/>.
    /// </summary>
    public DateTimeOffset? CompleteUntil { get; private init; }

    /// <summary>What became of the rows that the log was read from by <see cref="Read"/>; <see langword="null"/> for a log that was made otherwise.</summary>
    public EventLogReport? Report { get; private init; }

    /// <summary>Rows that repeated an event, by <see cref="EventDetails.Keys"/>, and were left out.</summary>
    public int DuplicatesLeftOut { get; private init; }

    /// <summary>Histories of attributes, and for each entity of the log its number there, or −1.</summary>
    internal IReadOnlyList<(AttributeHistory History, int[] Numbers)> Attributes { get; private init; } = [];

    /// <summary>Whether some event was known later than it happened.</summary>
    internal bool HasLateEvents { get; }

    /// <summary>Makes a log of entities with whole-numbered keys.</summary>
    /// <param name="entities">The entity of each event.</param>
    /// <param name="times">The moment of each event: UTC, or of unspecified kind and then taken to be UTC.</param>
    /// <param name="amounts">The amount of each event, finite. Below 0: a refund.</param>
    /// <param name="details">Kinds, known-at times, orders, keys and properties of events, or nothing.</param>
    /// <returns>The log; all values are copied.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no events, a time is local or a placeholder, an amount is not finite, a property's name occurs twice, or two events have the same key and differ.
    /// </exception>
    public static EventLog Create(ReadOnlySpan<long> entities, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, EventDetails? details = null)
    {
        details ??= new();
        EventRows.Check(entities.Length, times, amounts, details);
        return new(new EventRows(RowKeys.Of(entities), times, amounts, details));
    }

    /// <summary>Makes a log of entities with texts as keys.</summary>
    /// <param name="entities">The entity of each event; not null and not empty.</param>
    /// <param name="times">The moment of each event: UTC, or of unspecified kind and then taken to be UTC.</param>
    /// <param name="amounts">The amount of each event, finite. Below 0: a refund.</param>
    /// <param name="details">Kinds, known-at times, orders, keys and properties of events, or nothing.</param>
    /// <returns>The log; all values are copied.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no events, a key of an entity is empty, a time is local or a placeholder, an amount is not finite, a property's name occurs twice, or two events have the same key and differ.
    /// </exception>
    public static EventLog Create(ReadOnlySpan<string> entities, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, EventDetails? details = null)
    {
        details ??= new();
        EventRows.Check(entities.Length, times, amounts, details);
        return new(new EventRows(RowKeys.Of(entities), times, amounts, details));
    }

    /// <summary>Makes a log of entities with texts as keys, which lie in memory as Arrow keeps them.</summary>
    /// <param name="entities">The entity of each event; not empty.</param>
    /// <param name="times">The moment of each event: UTC, or of unspecified kind and then taken to be UTC.</param>
    /// <param name="amounts">The amount of each event, finite. Below 0: a refund.</param>
    /// <param name="details">Kinds, known-at times, orders, keys and properties of events, or nothing.</param>
    /// <returns>The log, the same as with strings; all values are copied.</returns>
    /// <exception cref="ArgumentException">As with strings, or a key is no UTF-8.</exception>
    public static EventLog Create(Utf8Keys entities, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, EventDetails? details = null)
    {
        details ??= new();
        EventRows.Check(entities.Count, times, amounts, details);
        return new(new EventRows(RowKeys.Of(entities), times, amounts, details));
    }

    /// <summary>Reads a log from a database, or from anything else that speaks ADO.NET, such as CsvHelper's <c>CsvDataReader</c>.</summary>
    /// <param name="reader">An open reader, placed before its first row. It is read to its end and not closed.</param>
    /// <param name="columns">Which columns hold what.</param>
    /// <param name="progress">Told of the rows read so far; the total is not known.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The log.</returns>
    /// <exception cref="ArgumentException">A column is absent, its name occurs twice, or there are no events.</exception>
    /// <exception cref="CellFormatException">A cell cannot be read; the message names row, column, value and the type expected.</exception>
    public static EventLog Read(DbDataReader reader, EventLogColumns columns, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(columns);
        var rows = new EventLogReading(reader, columns);
        rows.ReadAll(progress, cancellationToken);
        if (rows.Count == 0)
            throw new ArgumentException($"The source has no rows with an entity in column '{columns.Entity}' ({rows.WithoutEntity} rows without one). Check the query or the file.", nameof(reader));
        var log = new EventLog(rows.ToRows());
        return new(log) { Report = rows.ReportOn(log) };
    }

    /// <summary>Several logs as one: yesterday's and today's, or those of two shops. A log that was split, by whatever rule, is the same again.</summary>
    /// <remarks>Events of different parts with the same <see cref="EventDetails.Keys"/> are one event, as within a part. How far the whole is complete and what attributes entities have must be said anew, see <see cref="WithCompleteUntil"/> and <see cref="WithAttributes"/>.</remarks>
    /// <param name="parts">At least one log. Keys are whole numbers when those of all parts are, otherwise texts. Properties have the same names and kinds in all parts.</param>
    /// <param name="duplicates">What becomes of events with the same key.</param>
    /// <returns>The log; all values are copied.</returns>
    /// <exception cref="ArgumentException">There is no part, properties differ, or two events have the same key and differ.</exception>
    public static EventLog Concat(IReadOnlyList<EventLog> parts, DuplicateEvents duplicates = DuplicateEvents.RequireEqual)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0)
            throw new ArgumentException("There is at least one part.", nameof(parts));
        EventDetails details = new()
        {
            Kinds = EventLogParts.Categories("kind", parts, part => part._kinds),
            Orders = EventLogParts.Categories("order", parts, part => part._orders),
            Keys = EventLogParts.Categories("key", parts, part => part._keys),
            KnownAt = EventLogParts.KnownAt(parts),
            Duplicates = duplicates,
            Properties = [.. parts[0].Properties.Select(property => EventLogParts.Property(property, parts))],
        };
        var joined = new EventLog(new EventRows(EventLogParts.Keys(parts), parts.SelectMany(part => part._times).ToArray(), parts.SelectMany(part => part._amounts).ToArray(), details));
        return new(joined)
        {
            DuplicatesLeftOut = joined.DuplicatesLeftOut + parts.Sum(part => part.DuplicatesLeftOut),
        };
    }

    /// <summary>The same log with a statement of how far it is complete.</summary>
    /// <param name="moment">Every event before this moment is in the log.</param>
    /// <returns>A log over the same events.</returns>
    public EventLog WithCompleteUntil(DateTimeOffset moment) => new(this) { CompleteUntil = moment };

    /// <summary>The same log with attributes of its entities beside it, for <see cref="Features.LevelFeatures"/>.</summary>
    /// <param name="history">Attributes whose names the log does not have yet. Entities are matched by key: those that the history does not know have missing values, those that the log does not know have no part in anything.</param>
    /// <returns>A log over the same events.</returns>
    /// <exception cref="ArgumentException">The log has an attribute of the same name, or no entity is in both.</exception>
    public EventLog WithAttributes(AttributeHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        foreach (Column column in history.Columns)
        {
            if (Attributes.Any(known => known.History.Columns.Any(other => other.Name == column.Name)))
                throw new ArgumentException($"The log has an attribute '{column.Name}' already. Names of attributes are distinct.", nameof(history));
        }

        return new(this) { Attributes = [.. Attributes, (history, history.Match(Entities))] };
    }

    /// <summary>Where an entity's events are in <see cref="Times"/>, <see cref="Amounts"/> and <see cref="KindCodes"/>.</summary>
    /// <param name="entity">The entity's number in <see cref="Entities"/>.</param>
    /// <returns>At least one place, but for an entity all of whose events were left out as repetitions of another's.</returns>
    public Range EventsOf(int entity) => _starts[entity].._starts[entity + 1];

    /// <summary>Where each entity's events begin; one place more than there are entities.</summary>
    internal ReadOnlySpan<int> Starts => _starts;

    /// <summary>Room on both sides for any window; and whoever writes 0001-01-01 or 9999-12-31 means no date.</summary>
    internal static bool IsPlausible(DateTime utc) => (ulong)(utc.Ticks - FirstPlausible) < (ulong)(EndOfPlausible - FirstPlausible);

    /// <summary>The property of a name, or an error that lists those there are.</summary>
    internal Column PropertyOf(string name, string parameter) =>
        Properties.FirstOrDefault(column => column.Name == name) ?? throw new ArgumentException(
            $"The log's events have no property '{name}'. They have: {(Properties.Count == 0 ? "none" : string.Join(", ", Properties.Select(column => $"'{column.Name}'")))}. Name it in EventDetails.Properties or EventLogColumns.Properties.", parameter);

    /// <summary>The history that has an attribute, or an error that lists those there are.</summary>
    internal (AttributeHistory History, int[] Numbers, Column Values) AttributeOf(string name, string parameter)
    {
        foreach ((AttributeHistory history, int[] numbers) in Attributes)
        {
            if (history.Columns.FirstOrDefault(column => column.Name == name) is Column values)
                return (history, numbers, values);
        }

        string known = Attributes.Count == 0 ? "none" : string.Join(", ", Attributes.SelectMany(each => each.History.Columns).Select(column => $"'{column.Name}'"));
        throw new ArgumentException($"The log's entities have no attribute '{name}'. They have: {known}. Add it by EventLog.WithAttributes.", parameter);
    }

    /// <summary>The code of a kind, or an error that lists the kinds there are.</summary>
    internal int KindCodeOf(string kind, string parameter)
    {
        for (int code = 0; code < Kinds.Count; code++)
        {
            if (Kinds[code] == kind)
                return code;
        }

        string known = Kinds.Count == 0 ? "does not tell kinds apart" : $"has the kinds {string.Join(", ", Kinds.Select(name => $"'{name}'"))}";
        throw new ArgumentException($"{parameter} is '{kind}', but the log {known}.", parameter);
    }
}
