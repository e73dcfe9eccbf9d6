using System.Runtime.InteropServices;
using RetentionTags.Data;

namespace RetentionTags.Arrow.Reading;

/// <summary>Collects the columns of an event log, batch by batch.</summary>
internal sealed unsafe class EventReading
{
    private readonly EventLogColumns _columns;
    private readonly int _childCount;
    private readonly EntityReading _entities;
    private readonly ArrowField _time;
    private readonly ArrowField? _knownAt;
    private readonly ColumnReading _amounts;
    private readonly ColumnReading? _quantities;
    private readonly ColumnReading? _kinds;
    private readonly ColumnReading? _orders;
    private readonly ColumnReading? _keys;
    private readonly ColumnReading[] _properties;
    private readonly List<DateTime> _times = [];
    private readonly List<DateTime> _knownTimes = [];

    public EventReading(ArrowSchema* schema, EventLogColumns columns)
    {
        if (columns.LeaveOut.Count > 0 || columns.LeaveOutRowsWithoutEntity)
            throw new ArgumentException("Rows of an Arrow stream are left out by the query that makes it: write the conditions of LeaveOut and LeaveOutRowsWithoutEntity in its WHERE.", nameof(columns));
        ArrowField[] fields = RecordReading.FieldsOf(schema);
        _childCount = fields.Length;
        _columns = columns;
        _entities = new(RecordReading.Find(fields, columns.Entity));
        _time = MomentField(fields, columns.Time);
        _knownAt = columns.KnownAt is null ? null : MomentField(fields, columns.KnownAt);
        _amounts = Column(fields, ColumnSpec.Numeric(columns.Amount));
        _quantities = columns.Quantity is null ? null : Column(fields, ColumnSpec.Numeric(columns.Quantity));
        _kinds = Categories(fields, columns.Kind);
        _orders = Categories(fields, columns.Order);
        _keys = Categories(fields, columns.Key);
        _properties = [.. columns.Properties.Select(property => Column(fields, property))];
    }

    public int Add(ArrowArray* batch, long firstRow)
    {
        int length = RecordReading.Check(batch, _childCount);
        _entities.Add(RecordReading.View(batch, _entities.Field, length), firstRow);
        AddMoments(_time, batch, length, firstRow, _times);
        if (_knownAt is not null)
            AddMoments(_knownAt, batch, length, firstRow, _knownTimes);
        foreach (ColumnReading? column in (ReadOnlySpan<ColumnReading?>)[_amounts, _quantities, _kinds, _orders, _keys, .. _properties])
        {
            if (column is not null)
                column.Add(RecordReading.View(batch, column.Field, length));
        }

        return length;
    }

    public EventLog ToLog()
    {
        if (_times.Count == 0)
            throw new ArgumentException("The stream has no rows. Check the query.", nameof(_columns));
        return _entities.ToLog(CollectionsMarshal.AsSpan(_times), Amounts(), new()
        {
            Kinds = (CategoryColumn?)_kinds?.ToColumn(),
            Orders = (CategoryColumn?)_orders?.ToColumn(),
            Keys = (CategoryColumn?)_keys?.ToColumn(),
            KnownAt = _knownTimes.ToArray(),
            Duplicates = _columns.Duplicates,
            Properties = [.. _properties.Select(property => property.ToColumn())],
        });
    }

    private static ArrowField MomentField(ArrowField[] fields, string name)
    {
        ArrowField field = RecordReading.Find(fields, name);
        return field is { Format.IsMoment: true, Dictionary: null } ? field : throw new NotSupportedException(
            $"Column '{name}' has the Arrow type {field.ValueFormat.Name} (format '{field.ValueFormat.Text}'); a moment is a date or a timestamp. Cast it in the query.");
    }

    private static ColumnReading Column(ArrowField[] fields, ColumnSpec column)
    {
        ArrowField field = RecordReading.Find(fields, column.Name);
        field.Check(column.Kind);
        return new(field, column.Kind, new());
    }

    private static ColumnReading? Categories(ArrowField[] fields, string? column) => column is null ? null : Column(fields, ColumnSpec.Category(column));

    private void AddMoments(ArrowField field, ArrowArray* batch, int length, long firstRow, List<DateTime> moments)
    {
        ArrayView array = RecordReading.View(batch, field, length);
        for (int row = 0; row < length; row++)
        {
            if (array.IsMissing(row))
                throw CellError.At(field, firstRow + row, "nothing (NULL)", "a moment. Leave such rows out in the query");
            moments.Add(Moments.ToUtc(field, array, row, firstRow, _columns.TimeZone));
        }
    }

    /// <summary>Amounts, times quantities where there are any; finite, all of them.</summary>
    private double[] Amounts()
    {
        double[] amounts = [.. ((NumericColumn)_amounts.ToColumn()).Values];
        ReadOnlySpan<double> quantities = _quantities is null ? [] : ((NumericColumn)_quantities.ToColumn()).Values;
        for (int row = 0; row < amounts.Length; row++)
        {
            CheckFinite(_amounts.Field, row, amounts[row]);
            if (quantities.IsEmpty)
                continue;
            CheckFinite(_quantities!.Field, row, quantities[row]);
            amounts[row] *= quantities[row];
            CheckFinite(_amounts.Field, row, amounts[row]);
        }

        return amounts;
    }

    private static void CheckFinite(ArrowField field, int row, double number)
    {
        if (!double.IsFinite(number))
            throw CellError.At(field, row, double.IsNaN(number) ? "nothing (NULL or NaN)" : Invariant($"{number}"), "a finite number. Leave such rows out in the query");
    }
}
