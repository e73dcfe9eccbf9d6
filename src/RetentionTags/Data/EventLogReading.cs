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
    private readonly int[] _ruleOrdinals;
    private readonly int[] _leftOut;
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
        _ruleOrdinals = [.. columns.LeaveOut.Select(rule => TableReading.OrdinalOf(reader, rule.Column))];
        _leftOut = new int[_ruleOrdinals.Length];
    }

    public int Count => _times.Count;

    public int RowsRead { get; private set; }

    public int WithoutEntity { get; private set; }

    public void ReadAll(IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        RowsRead = TableReading.ReadRows(_reader, Add, progress, cancellationToken);
    }

    /// <summary>What became of the rows, once they are a log.</summary>
    public EventLogReport ReportOn(EventLog log)
    {
        LeftOutRows[] leftOut =
        [
            .. _columns.LeaveOut.Select((rule, i) => new LeftOutRows(rule.Reason, _leftOut[i])),
            .. WithoutEntity > 0 ? (LeftOutRows[])[new($"no entity in column '{_columns.Entity}'", WithoutEntity)] : [],
            .. log.DuplicatesLeftOut > 0 ? (LeftOutRows[])[new($"repeats an event with the same '{_columns.Key}'", log.DuplicatesLeftOut)] : [],
        ];
        int refunds = 0, zeros = 0;
        double refunded = 0;
        foreach (double amount in log.Amounts)
        {
            refunds += amount < 0 ? 1 : 0;
            refunded += Math.Min(amount, 0);
            zeros += amount == 0 ? 1 : 0;
        }

        return new(RowsRead, [.. leftOut], log.EventCount, log.Entities.Count, refunds, refunded, zeros);
    }

    public EventRows ToRows() => new(_keys.ToRowKeys(), CollectionsMarshal.AsSpan(_times), CollectionsMarshal.AsSpan(_amounts), new()
    {
        Kinds = (CategoryColumn?)_kinds?.ToColumn(),
        Orders = (CategoryColumn?)_orders?.ToColumn(),
        Keys = (CategoryColumn?)_eventKeys?.ToColumn(),
        KnownAt = _knownTimes.ToArray(),
        Duplicates = _columns.Duplicates,
        Properties = [.. _properties.Select(property => property.ToColumn())],
    });

    private ColumnReading? Categories(string? column) => column is null ? null : Property(ColumnSpec.Category(column));

    private ColumnReading Property(ColumnSpec column) => new(column.Name, TableReading.OrdinalOf(_reader, column.Name), column.Kind, new() { Culture = _columns.Culture });

    private void Add(int row)
    {
        for (int rule = 0; rule < _ruleOrdinals.Length; rule++)
        {
            if (!_columns.LeaveOut[rule].LeavesOut(_reader.GetValue(_ruleOrdinals[rule])))
                continue;
            _leftOut[rule]++;
            return;
        }

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
