using System.Data.Common;

namespace RetentionTags.Data;

/// <summary>
/// Attributes of entities that change slowly (membership level, contract, price plan, region), each value with when it was valid and when it could be known.
/// <see cref="EventLog.WithAttributes"/> lays it beside a log, whose snapshots then see the values as of their cut-offs.
/// </summary>
/// <remarks>
/// <para>
/// A row is valid in [from, to). Without an end it holds until the next row of its entity begins. An end that is the very moment at which the next row begins is taken to be that beginning, so it is known when the next row is, and not before:
/// tables that close the old row when the new one comes can be given as they are. An end with a gap behind it is known with its own row.
/// </para>
/// <para>
/// Rows of one entity do not overlap. Several rows with the same beginning are corrections of one another, of which the one that was known last counts, from then on; they must have been known at different moments.
/// </para>
/// </remarks>
public sealed class AttributeHistory
{
    private readonly int[] _starts;
    private readonly DateTime[] _validFrom;
    private readonly DateTime?[] _validTo;
    private readonly DateTime[] _knownAt;

    private AttributeHistory(EntityKeys entities, int[] entityOf, DateTime[] validFrom, DateTime?[] validTo, DateTime[] knownAt, ReadOnlySpan<Column> columns)
    {
        Entities = entities;
        int[] order = [.. Enumerable.Range(0, entityOf.Length)];
        Array.Sort(order, (a, b) => (entityOf[a], validFrom[a], knownAt[a], a).CompareTo((entityOf[b], validFrom[b], knownAt[b], b)));
        _validFrom = ValuesOfRows.Of<DateTime>(validFrom, order);
        _validTo = ValuesOfRows.Of<DateTime?>(validTo, order);
        _knownAt = ValuesOfRows.Of<DateTime>(knownAt, order);
        var ordered = new Column[columns.Length];
        for (int i = 0; i < ordered.Length; i++)
            ordered[i] = columns[i].Rows(order);
        Columns = ordered;
        _starts = new int[entities.Count + 1];
        foreach (int entity in entityOf)
            _starts[entity + 1]++;
        for (int entity = 0; entity < entities.Count; entity++)
            _starts[entity + 1] += _starts[entity];
        for (int entity = 0; entity < entities.Count; entity++)
            CheckRowsOf(entity);
    }

    /// <summary>The entities that have attributes.</summary>
    public EntityKeys Entities { get; }

    /// <summary>The number of rows: spans of time in which an entity's attributes stayed as they were.</summary>
    public int RowCount => _validFrom.Length;

    /// <summary>From when each row is valid, in UTC, by entity and time.</summary>
    public ReadOnlySpan<DateTime> ValidFrom => _validFrom;

    /// <summary>When each row ceases to be valid, exclusive; <see langword="null"/> for one that holds until the next one begins.</summary>
    public ReadOnlySpan<DateTime?> ValidTo => _validTo;

    /// <summary>When each row could first be known.</summary>
    public ReadOnlySpan<DateTime> KnownAt => _knownAt;

    /// <summary>The attributes, each with one value for each row.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Makes a history of entities with whole-numbered keys.</summary>
    /// <param name="entities">The entity of each row.</param>
    /// <param name="validFrom">From when each row is valid: UTC, or of unspecified kind and then taken to be UTC.</param>
    /// <param name="columns">One or more attributes with one value for each row; names are distinct.</param>
    /// <param name="details">When rows cease to be valid and when they were known, or nothing.</param>
    /// <returns>The history; values are copied.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows or no attributes, a name occurs twice, a moment is local or a placeholder, a row ends before it begins, or two rows of an entity overlap.
    /// </exception>
    public static AttributeHistory Create(ReadOnlySpan<long> entities, ReadOnlySpan<DateTime> validFrom, ReadOnlySpan<Column> columns, AttributeDetails? details = null)
    {
        AttributeRows rows = AttributeRows.Check(entities.Length, validFrom, columns, details ?? new());
        (EntityKeys keys, int[] entityOf) = EntityCoding.Encode(entities);
        return new(keys, entityOf, rows.ValidFrom, rows.ValidTo, rows.KnownAt, columns);
    }

    /// <summary>Makes a history of entities with texts as keys.</summary>
    /// <param name="entities">The entity of each row; not null and not empty.</param>
    /// <param name="validFrom">From when each row is valid: UTC, or of unspecified kind and then taken to be UTC.</param>
    /// <param name="columns">One or more attributes with one value for each row; names are distinct.</param>
    /// <param name="details">When rows cease to be valid and when they were known, or nothing.</param>
    /// <returns>The history; values are copied.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows or no attributes, a name occurs twice, a key is empty, a moment is local or a placeholder, a row ends before it begins, or two rows of an entity overlap.
    /// </exception>
    public static AttributeHistory Create(ReadOnlySpan<string> entities, ReadOnlySpan<DateTime> validFrom, ReadOnlySpan<Column> columns, AttributeDetails? details = null)
    {
        AttributeRows rows = AttributeRows.Check(entities.Length, validFrom, columns, details ?? new());
        (EntityKeys keys, int[] entityOf) = EntityCoding.Encode(entities);
        return new(keys, entityOf, rows.ValidFrom, rows.ValidTo, rows.KnownAt, columns);
    }

    /// <summary>Reads a history from a database, or from anything else that speaks ADO.NET.</summary>
    /// <param name="reader">An open reader, placed before its first row. It is read to its end and not closed.</param>
    /// <param name="columns">Which columns hold what.</param>
    /// <param name="progress">Told of the rows read so far; the total is not known.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The history.</returns>
    /// <exception cref="ArgumentException">A column is absent, its name occurs twice, there are no rows, a row ends before it begins, or two rows of an entity overlap.</exception>
    /// <exception cref="CellFormatException">A cell cannot be read; the message names row, column, value and the type expected.</exception>
    public static AttributeHistory Read(DbDataReader reader, AttributeColumns columns, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(columns);
        var reading = new AttributeReading(reader, columns);
        reading.ReadAll(progress, cancellationToken);
        Column[] attributes = reading.ToColumns();
        AttributeRows rows = AttributeRows.Check(reading.Count, reading.ValidFrom, attributes, reading.ToDetails());
        (EntityKeys keys, int[] entityOf) = reading.Encode();
        return new(keys, entityOf, rows.ValidFrom, rows.ValidTo, rows.KnownAt, attributes);
    }

    /// <summary>Where an entity's rows are.</summary>
    /// <param name="entity">The entity's number in <see cref="Entities"/>.</param>
    /// <returns>At least one place.</returns>
    public Range RowsOf(int entity) => _starts[entity].._starts[entity + 1];

    /// <summary>For each entity of a log its number here, or −1.</summary>
    /// <exception cref="ArgumentException">No entity is in both.</exception>
    internal int[] Match(EntityKeys others)
    {
        var numbers = new int[others.Count];
        bool any = false;
        for (int entity = 0; entity < numbers.Length; entity++)
        {
            numbers[entity] = others.AreNumbers ? Entities.Find(others.NumberOf(entity)) : Entities.Find(others[entity]);
            any |= numbers[entity] >= 0;
        }

        return any ? numbers : throw new ArgumentException($"No entity of the log is in the history of '{Columns[0].Name}': the log has keys like '{others[0]}', the history keys like '{Entities[0]}'. Write keys alike in both.", nameof(others));
    }

    /// <summary>Checks that rows do not overlap, and leaves out ends that are only the beginning of the next row.</summary>
    private void CheckRowsOf(int entity)
    {
        for (int row = _starts[entity], end = _starts[entity + 1]; row < end; row++)
        {
            if (row + 1 < end && _validFrom[row] == _validFrom[row + 1] && _knownAt[row] == _knownAt[row + 1])
                throw new ArgumentException(Invariant($"The entity '{Entities[entity]}' has two rows that are valid from {_validFrom[row]:yyyy-MM-dd HH:mm:ss} and known at {_knownAt[row]:yyyy-MM-dd HH:mm:ss}: it cannot be told which one counts. Leave one out, or give a correction its own known-at time."));
            int next = row + 1;
            while (next < end && _validFrom[next] == _validFrom[row])
                next++;
            if (next == end || _validTo[row] is not DateTime to)
                continue;
            if (to > _validFrom[next])
                throw new ArgumentException(Invariant($"Rows of the entity '{Entities[entity]}' overlap: one is valid from {_validFrom[row]:yyyy-MM-dd HH:mm:ss} to {to:yyyy-MM-dd HH:mm:ss}, the next from {_validFrom[next]:yyyy-MM-dd HH:mm:ss}. End the first where the second begins, or give it no end."));
            if (to == _validFrom[next])
                _validTo[row] = null;
        }
    }
}
