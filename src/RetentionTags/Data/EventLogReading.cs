using System.Data.Common;

namespace RetentionTags.Data;

/// <summary>Collects the columns of a log from a reader.</summary>
internal sealed class EventLogReading
{
    private static readonly string[] NothingIsMissing = [];
    private static readonly string[] BlankIsMissing = [""];
    private readonly DbDataReader _reader;
    private readonly EventLogColumns _columns;
    private readonly KeyReading _keys;
    private readonly TimeReading _time;
    private readonly int _entityOrdinal;
    private readonly int _timeOrdinal;
    private readonly int _amountOrdinal;
    private readonly int? _quantityOrdinal;
    private readonly int? _kindOrdinal;
    private readonly List<DateTime> _times = [];
    private readonly List<double> _amounts = [];
    private readonly CategoryBuilder _kinds = new();

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
        _kindOrdinal = columns.Kind is null ? null : TableReading.OrdinalOf(reader, columns.Kind);
    }

    public int Count => _times.Count;

    public int WithoutEntity { get; private set; }

    public DateTime[] Times => [.. _times];

    public double[] Amounts => [.. _amounts];

    public CategoryColumn? Kinds => _columns.Kind is null ? null : _kinds.ToColumn(_columns.Kind);

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

    public (EntityKeys Keys, int[] Entities) EncodeEntities() => _keys.Encode();

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
        if (_kindOrdinal is int kind)
            _kinds.Add(CellReading.ToCategory(_reader.GetValue(kind), BlankIsMissing, row, _columns.Kind!));
    }

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
