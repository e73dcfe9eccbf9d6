using System.Data.Common;
using System.Runtime.InteropServices;

namespace RetentionTags.Data;

/// <summary>Collects the columns of a log from a reader.</summary>
internal sealed class EventLogReading
{
    private static readonly string[] NothingIsMissing = [];
    private readonly DbDataReader _reader;
    private readonly EventLogColumns _columns;
    private readonly KeyReading _keys;
    private readonly TimeReading _time;
    private readonly TimeReading? _knownAt;
    private readonly int _entityOrdinal;
    private readonly int _timeOrdinal;
    private readonly int _amountOrdinal;
    private readonly int? _quantityOrdinal;
    private readonly int? _knownAtOrdinal;
    private readonly ColumnReading? _kinds;
    private readonly ColumnReading? _orders;
    private readonly ColumnReading? _eventKeys;
    private readonly ColumnReading[] _properties;
    private readonly List<DateTime> _times = [];
    private readonly List<DateTime> _knownTimes = [];
    private readonly List<double> _amounts = [];

    public EventLogReading(DbDataReader reader, EventLogColumns columns)
    {
        _reader = reader;
        _columns = columns;
        _keys = new(columns.Entity);
        _time = new(columns.Time, columns.TimeZone, columns.TimeFormats);
        _entityOrdinal = TableReading.OrdinalOf(reader, columns.Entity);
        _timeOrdinal = TableReading.OrdinalOf(reader, columns.Time);
        _amountOrdinal = TableReading.OrdinalOf(reader, columns.Amount);
        _quantityOrdinal = columns.Quantity is null ? null : TableReading.OrdinalOf(reader, columns.Quantity);
        _knownAt = columns.KnownAt is null ? null : new(columns.KnownAt, columns.TimeZone, columns.TimeFormats);
        _knownAtOrdinal = columns.KnownAt is null ? null : TableReading.OrdinalOf(reader, columns.KnownAt);
        _kinds = Categories(columns.Kind);
        _orders = Categories(columns.Order);
        _eventKeys = Categories(columns.Key);
        _properties = [.. columns.Properties.Select(Property)];
    }

    public int Count => _times.Count;

    public int WithoutEntity { get; private set; }

    public void ReadAll(IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        int row = 0;
        for (; _reader.Read(); row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row % TableReading.Stride == 0)
                progress?.Report(new("reading", row, 0));
            Add(row);
        }

        progress?.Report(new("reading", row, row));
    }

    public EventRows ToRows()
    {
        (EntityKeys keys, int[] entityOf) = _keys.Encode();
        return new(keys, entityOf, CollectionsMarshal.AsSpan(_times), CollectionsMarshal.AsSpan(_amounts), new()
        {
            Kinds = (CategoryColumn?)_kinds?.ToColumn(),
            Orders = (CategoryColumn?)_orders?.ToColumn(),
            Keys = (CategoryColumn?)_eventKeys?.ToColumn(),
            KnownAt = _knownTimes.ToArray(),
            Duplicates = _columns.Duplicates,
            Properties = [.. _properties.Select(property => property.ToColumn())],
        });
    }

    private ColumnReading? Categories(string? column) => column is null ? null : Property(ColumnSpec.Category(column));

    private ColumnReading Property(ColumnSpec column) => new(column.Name, TableReading.OrdinalOf(_reader, column.Name), column.Kind, new() { Culture = _columns.Culture });

    private void Add(int row)
    {
        object key = _reader.GetValue(_entityOrdinal);
        if (!_keys.TryAdd(key, row))
        {
            if (!_columns.LeaveOutRowsWithoutEntity)
                throw CellReading.Bad(key, row, _columns.Entity, "an entity key; set EventLogColumns.LeaveOutRowsWithoutEntity to leave such rows out");
            WithoutEntity++;
            return;
        }

        _times.Add(_time.ToUtc(_reader.GetValue(_timeOrdinal), row));
        _amounts.Add(Amount(row));
        if (_knownAtOrdinal is int known)
            _knownTimes.Add(_knownAt!.ToUtc(_reader.GetValue(known), row));
        AddTo(_kinds, row);
        AddTo(_orders, row);
        AddTo(_eventKeys, row);
        foreach (ColumnReading property in _properties)
            AddTo(property, row);
    }

    private void AddTo(ColumnReading? column, int row) => column?.Add(_reader.GetValue(column.Ordinal), row);

    private double Amount(int row)
    {
        double amount = Finite(_amountOrdinal, _columns.Amount, row);
        if (_quantityOrdinal is not int quantity)
            return amount;
        double product = amount * Finite(quantity, _columns.Quantity!, row);
        return double.IsFinite(product) ? product : throw CellReading.Bad(amount, row, _columns.Amount, $"an amount whose product with '{_columns.Quantity}' is finite");
    }

    private double Finite(int ordinal, string column, int row)
    {
        object cell = _reader.GetValue(ordinal);
        double number = CellReading.ToNumber(cell, NothingIsMissing, _columns.Culture, row, column);
        return double.IsFinite(number) ? number : throw CellReading.Bad(cell, row, column, "a finite number");
    }
}
