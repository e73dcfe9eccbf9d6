using System.Data.Common;

namespace RetentionTags.Data;

/// <summary>Collects the columns of a history of attributes from a reader.</summary>
internal sealed class AttributeReading
{
    private readonly DbDataReader _reader;
    private readonly AttributeColumns _columns;
    private readonly KeyReading _keys;
    private readonly TimeReading _from;
    private readonly TimeReading? _to;
    private readonly TimeReading? _known;
    private readonly int _entityOrdinal;
    private readonly int _fromOrdinal;
    private readonly int? _toOrdinal;
    private readonly int? _knownOrdinal;
    private readonly ColumnReading[] _attributes;
    private readonly List<DateTime> _validFrom = [];
    private readonly List<DateTime?> _validTo = [];
    private readonly List<DateTime> _knownAt = [];

    public AttributeReading(DbDataReader reader, AttributeColumns columns)
    {
        _reader = reader;
        _columns = columns;
        _keys = new(columns.Entity);
        _entityOrdinal = TableReading.OrdinalOf(reader, columns.Entity);
        _from = Times(columns.ValidFrom);
        _fromOrdinal = TableReading.OrdinalOf(reader, columns.ValidFrom);
        _to = columns.ValidTo is null ? null : Times(columns.ValidTo);
        _toOrdinal = columns.ValidTo is null ? null : TableReading.OrdinalOf(reader, columns.ValidTo);
        _known = columns.KnownAt is null ? null : Times(columns.KnownAt);
        _knownOrdinal = columns.KnownAt is null ? null : TableReading.OrdinalOf(reader, columns.KnownAt);
        _attributes = [.. columns.Attributes.Select(column => new ColumnReading(column.Name, TableReading.OrdinalOf(reader, column.Name), column.Kind, new() { Culture = columns.Culture }))];
    }

    public int Count => _validFrom.Count;

    public DateTime[] ValidFrom => [.. _validFrom];

    public void ReadAll(IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        TableReading.ReadRows(_reader, Add, progress, cancellationToken);
    }

    public Column[] ToColumns() => [.. _attributes.Select(attribute => attribute.ToColumn())];

    public AttributeDetails ToDetails() => new() { ValidTo = _validTo.ToArray(), KnownAt = _knownAt.ToArray() };

    public (EntityKeys Keys, int[] Entities) Encode() => _keys.Encode();

    private TimeReading Times(string column) => new(column, _columns.TimeZone, _columns.TimeFormats, nameof(AttributeColumns));

    private void Add(int row)
    {
        object key = _reader.GetValue(_entityOrdinal);
        if (!_keys.TryAdd(key, row))
            throw CellReading.Bad(key, row, _columns.Entity, "an entity key; leave such rows out beforehand");
        _validFrom.Add(_from.ToUtc(_reader.GetValue(_fromOrdinal), row));
        if (_toOrdinal is int to)
            _validTo.Add(_reader.GetValue(to) is var end && end is null or DBNull or "" ? null : _to!.ToUtc(end, row));
        if (_knownOrdinal is int known)
            _knownAt.Add(_known!.ToUtc(_reader.GetValue(known), row));
        foreach (ColumnReading attribute in _attributes)
            attribute.Add(_reader.GetValue(attribute.Ordinal), row);
    }
}
