using System.Data.Common;
using System.Globalization;

namespace RetentionTags.Data;

/// <summary>Collects the columns of a log from a reader.</summary>
internal sealed class EventLogReading
{
    private static readonly string[] NoAmount = [];
    private readonly DbDataReader _reader;
    private readonly EventLogColumns _columns;
    private readonly TimeReading _time;
    private readonly int _entityOrdinal;
    private readonly int _timeOrdinal;
    private readonly int _amountOrdinal;
    private readonly int _quantityOrdinal = -1;
    private readonly int _kindOrdinal = -1;
    private readonly bool _keysAreNumbers;
    private readonly List<long> _numberKeys = [];
    private readonly List<string> _textKeys = [];
    private readonly List<DateTime> _times = [];
    private readonly List<double> _amounts = [];
    private readonly CategoryBuilder _kinds = new();

    public EventLogReading(DbDataReader reader, EventLogColumns columns)
    {
        _reader = reader;
        _columns = columns;
        _time = new(columns.Time, columns.TimeZone, columns.TimeFormats);
        _entityOrdinal = TableReading.OrdinalOf(reader, columns.Entity);
        _timeOrdinal = TableReading.OrdinalOf(reader, columns.Time);
        _amountOrdinal = TableReading.OrdinalOf(reader, columns.Amount);
        if (columns.Quantity is not null)
            _quantityOrdinal = TableReading.OrdinalOf(reader, columns.Quantity);
        if (columns.Kind is not null)
            _kindOrdinal = TableReading.OrdinalOf(reader, columns.Kind);
        _keysAreNumbers = Type.GetTypeCode(reader.GetFieldType(_entityOrdinal)) is >= TypeCode.SByte and <= TypeCode.Int64;
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
            if (row % TableReading.Stride == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new("reading", row, 0));
            }

            Add(row);
        }

        progress?.Report(new("reading", row, row));
    }

    public (EntityKeys Keys, int[] Entities) EncodeEntities() =>
        _keysAreNumbers ? EntityCoding.Encode(_numberKeys.ToArray().AsSpan()) : EntityCoding.Encode(_textKeys.ToArray().AsSpan());

    private void Add(int row)
    {
        if (!TryAddKey(_reader.GetValue(_entityOrdinal), row))
        {
            WithoutEntity++;
            return;
        }

        _times.Add(_time.ToUtc(_reader.GetValue(_timeOrdinal), row));
        double amount = Finite(_amountOrdinal, _columns.Amount, row);
        _amounts.Add(_columns.Quantity is null ? amount : amount * Finite(_quantityOrdinal, _columns.Quantity, row));
        if (_columns.Kind is not null)
            _kinds.Add(CellReading.ToCategory(_reader.GetValue(_kindOrdinal), [""]));
    }

    private bool TryAddKey(object cell, int row)
    {
        string? text = cell is DBNull ? null : Convert.ToString(cell, CultureInfo.InvariantCulture)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return _columns.LeaveOutRowsWithoutEntity
                ? false
                : throw CellReading.Bad(cell, row, _columns.Entity, "an entity key; set EventLogColumns.LeaveOutRowsWithoutEntity to leave such rows out");
        }

        if (_keysAreNumbers)
            _numberKeys.Add(cell is IConvertible number and not string ? number.ToInt64(CultureInfo.InvariantCulture) : throw CellReading.Bad(cell, row, _columns.Entity, "a whole number"));
        else
            _textKeys.Add(text);
        return true;
    }

    private double Finite(int ordinal, string column, int row)
    {
        object cell = _reader.GetValue(ordinal);
        double number = CellReading.ToNumber(cell, NoAmount, _columns.Culture, row, column);
        return double.IsFinite(number) ? number : throw CellReading.Bad(cell, row, column, "a finite number");
    }
}
