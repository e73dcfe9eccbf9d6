using System.Data.Common;

namespace RetentionTags.Data;

/// <summary>
/// What entities did and when, columnar: an entity, a moment, an amount and optionally a kind for each event.
/// Where all features and labels of behaviour begin.
/// </summary>
/// <remarks>
/// Events are kept by entity and, within an entity, by time; of events of one entity at one moment, refunds come last, otherwise they are kept by amount and kind. So the
/// order in which they came makes no difference to anything. Amounts below 0 are refunds. Moments lie between the years 1000 and 9000: others are placeholders.
/// </remarks>
public sealed class EventLog
{
    internal const string PlausibleTimes = "a moment between the years 1000 and 9000; leave out rows whose time is a placeholder";

    private readonly int[] _starts;
    private readonly DateTime[] _times;
    private readonly double[] _amounts;
    private readonly int[] _kinds;

    private EventLog(EntityKeys entities, int[] entityOf, DateTime[] times, double[] amounts, CategoryColumn? kinds)
    {
        Entities = entities;
        kinds = kinds?.WithoutUnusedLevels();
        Kinds = kinds?.Levels ?? [];
        _starts = StartsOf(entityOf, entities.Count);
        int[] order = InOrder(entityOf, times, amounts, kinds);
        _times = new DateTime[order.Length];
        _amounts = new double[order.Length];
        _kinds = new int[kinds is null ? 0 : order.Length];
        for (int place = 0; place < order.Length; place++)
        {
            _times[place] = times[order[place]];
            _amounts[place] = amounts[order[place]];
            if (kinds is not null)
                _kinds[place] = kinds.Codes[order[place]];
        }

        LastTime = times.Max();
    }

    private EventLog(EventLog other)
    {
        Entities = other.Entities;
        Kinds = other.Kinds;
        LastTime = other.LastTime;
        _starts = other._starts;
        _times = other._times;
        _amounts = other._amounts;
        _kinds = other._kinds;
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
    public IReadOnlyList<string> Kinds { get; }

    /// <summary>For each event an index into <see cref="Kinds"/> (−1 when it has none), by entity and time; empty when the log does not tell kinds apart.</summary>
    public ReadOnlySpan<int> KindCodes => _kinds;

    /// <summary>The moment of the last event.</summary>
    public DateTime LastTime { get; }

    /// <summary>
    /// The moment up to which the log is complete, exclusive, or <see langword="null"/> when nobody has said. It decides whether a label is mature:
    /// see <see cref="Features.SnapshotPlan"/>.
    /// </summary>
    public DateTimeOffset? CompleteUntil { get; private init; }

    /// <summary>Rows of the source that named no entity and were left out by <see cref="Read"/>.</summary>
    public int RowsWithoutEntity { get; private init; }

    /// <summary>Makes a log of entities with whole-numbered keys.</summary>
    /// <param name="entities">The entity of each event.</param>
    /// <param name="times">The moment of each event: UTC, or of unspecified kind and then taken to be UTC.</param>
    /// <param name="amounts">The amount of each event, finite. Below 0: a refund.</param>
    /// <param name="kinds">The kind of each event, or nothing when all are of one kind.</param>
    /// <returns>The log; all values are copied.</returns>
    /// <exception cref="ArgumentException">Lengths differ, there are no events, a time is local or a placeholder, or an amount is not finite.</exception>
    public static EventLog Create(ReadOnlySpan<long> entities, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, CategoryColumn? kinds = null)
    {
        DateTime[] utc = Check(entities, times, amounts, kinds);
        (EntityKeys keys, int[] entityOf) = EntityCoding.Encode(entities);
        return new(keys, entityOf, utc, amounts.ToArray(), kinds);
    }

    /// <summary>Makes a log of entities with texts as keys.</summary>
    /// <param name="entities">The entity of each event; not null and not empty.</param>
    /// <param name="times">The moment of each event: UTC, or of unspecified kind and then taken to be UTC.</param>
    /// <param name="amounts">The amount of each event, finite. Below 0: a refund.</param>
    /// <param name="kinds">The kind of each event, or nothing when all are of one kind.</param>
    /// <returns>The log; all values are copied.</returns>
    /// <exception cref="ArgumentException">Lengths differ, there are no events, a key is empty, a time is local or a placeholder, or an amount is not finite.</exception>
    public static EventLog Create(ReadOnlySpan<string> entities, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, CategoryColumn? kinds = null)
    {
        DateTime[] utc = Check(entities, times, amounts, kinds);
        (EntityKeys keys, int[] entityOf) = EntityCoding.Encode(entities);
        return new(keys, entityOf, utc, amounts.ToArray(), kinds);
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
        (EntityKeys keys, int[] entityOf) = rows.EncodeEntities();
        return new(keys, entityOf, rows.Times, rows.Amounts, rows.Kinds) { RowsWithoutEntity = rows.WithoutEntity };
    }

    /// <summary>The same log with a statement of how far it is complete.</summary>
    /// <param name="moment">Every event before this moment is in the log.</param>
    /// <returns>A log over the same events.</returns>
    public EventLog WithCompleteUntil(DateTimeOffset moment) => new(this) { CompleteUntil = moment, RowsWithoutEntity = RowsWithoutEntity };

    /// <summary>Where an entity's events are in <see cref="Times"/>, <see cref="Amounts"/> and <see cref="KindCodes"/>.</summary>
    /// <param name="entity">The entity's number in <see cref="Entities"/>.</param>
    /// <returns>At least one place.</returns>
    public Range EventsOf(int entity) => _starts[entity].._starts[entity + 1];

    /// <summary>Room on both sides for any window; and whoever writes 0001-01-01 or 9999-12-31 means no date.</summary>
    internal static bool IsPlausible(DateTime utc) => utc.Year is >= 1000 and < 9000;

    private static DateTime[] Check<T>(ReadOnlySpan<T> entities, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, CategoryColumn? kinds)
    {
        if (entities.IsEmpty)
            throw new ArgumentException("A log has at least one event.", nameof(entities));
        if (times.Length != entities.Length)
            throw new ArgumentException($"There are {times.Length} times for {entities.Length} events.", nameof(times));
        if (amounts.Length != entities.Length)
            throw new ArgumentException($"There are {amounts.Length} amounts for {entities.Length} events.", nameof(amounts));
        if (kinds is not null && kinds.Length != entities.Length)
            throw new ArgumentException($"There are {kinds.Length} kinds for {entities.Length} events.", nameof(kinds));
        var utc = new DateTime[times.Length];
        for (int row = 0; row < utc.Length; row++)
        {
            if (times[row].Kind == DateTimeKind.Local)
                throw new ArgumentException(Invariant($"Row {row}: the time {times[row]:O} is local to this machine. Convert it with ToUniversalTime()."), nameof(times));
            if (!double.IsFinite(amounts[row]))
                throw new ArgumentException(Invariant($"Row {row}: the amount is {amounts[row]}. Amounts are finite; use 0 for events without one."), nameof(amounts));
            utc[row] = DateTime.SpecifyKind(times[row], DateTimeKind.Utc);
            if (!IsPlausible(utc[row]))
                throw new ArgumentException(Invariant($"Row {row}: the time is {times[row]:O}, expected {PlausibleTimes}."), nameof(times));
        }

        return utc;
    }

    /// <summary>Where each entity's events begin once they are in order; one place more than there are entities.</summary>
    private static int[] StartsOf(int[] entityOf, int entityCount)
    {
        var starts = new int[entityCount + 1];
        foreach (int entity in entityOf)
            starts[entity + 1]++;
        for (int entity = 0; entity < entityCount; entity++)
            starts[entity + 1] += starts[entity];
        return starts;
    }

    /// <summary>Rows by entity (a counting sort), then each entity's few rows by time, amount and kind.</summary>
    private int[] InOrder(int[] entityOf, DateTime[] times, double[] amounts, CategoryColumn? kinds)
    {
        var order = new int[entityOf.Length];
        int[] next = [.. _starts];
        for (int row = 0; row < entityOf.Length; row++)
            order[next[entityOf[row]]++] = row;
        Comparison<int> comparison = Compare;
        for (int entity = 0; entity < Entities.Count; entity++)
            order.AsSpan(EventsOf(entity)).Sort(comparison);
        return order;

        int Compare(int a, int b)
        {
            int byTime = times[a].CompareTo(times[b]);
            if (byTime != 0)
                return byTime;
            int byRefund = (amounts[a] < 0).CompareTo(amounts[b] < 0);
            if (byRefund != 0)
                return byRefund;
            int byAmount = amounts[a].CompareTo(amounts[b]);
            return byAmount != 0 || kinds is null ? byAmount : string.CompareOrdinal(kinds[a], kinds[b]);
        }
    }
}
