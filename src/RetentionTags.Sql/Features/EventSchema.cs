using RetentionTags.Data;

namespace RetentionTags.Sql.Features;

/// <summary>What a table of events has, as a log without customers: families are asked for their features with it, and so name them as they do in memory.</summary>
internal sealed class EventSchema
{
    private readonly SqlEventTable _table;

    public EventSchema(FeatureQuery query)
    {
        _table = query.Events;
        DateTime[] times = [DateTime.UnixEpoch];
        Log = EventLog.Create([0L], times, [0.0], new()
        {
            Kinds = _table.Kind is null ? null : Column.Category(_table.Kind, [null]),
            Orders = _table.Order is null ? null : Column.Category(_table.Order, [null]),
            Properties = [.. _table.Properties.Select(spec => spec.Kind == ColumnKind.Numeric ? (Column)Column.Numeric(spec.Name, [double.NaN]) : Column.Category(spec.Name, [null]))],
        });
        if (query.Plan.RefundKind is not null && query.Plan.PurchaseKind is null)
            throw new ArgumentException($"RefundKind is '{query.Plan.RefundKind}', but without a PurchaseKind events of every kind are purchases or refunds. Name the kind of purchases too.", nameof(query));
        if (query.Plan.PurchaseKind is not null)
            RequireKinds($"PurchaseKind is '{query.Plan.PurchaseKind}'");
    }

    /// <summary>A log of one event, with the table's kinds, orders and properties, all of them missing.</summary>
    public EventLog Log { get; }

    /// <summary>The columns of the table that are read.</summary>
    public IEnumerable<string> SourceColumns => ((string?[])[_table.Time, _table.Amount, _table.Quantity, _table.Kind, _table.KnownAt, _table.Order, _table.Key, .. _table.Properties.Select(spec => spec.Name)]).OfType<string>();

    /// <summary>What a property is.</summary>
    public ColumnKind KindOf(string property) => _table.Properties.FirstOrDefault(spec => spec.Name == property)?.Kind
        ?? throw new ArgumentException($"The events have no property '{property}'. They have: {(_table.Properties.Count == 0 ? "none" : string.Join(", ", _table.Properties.Select(spec => $"'{spec.Name}'")))}. Name it in SqlEventTable.Properties.", nameof(property));

    /// <summary>The column of kinds.</summary>
    /// <param name="why">Which setting asks for kinds.</param>
    public string RequireKinds(string why) => _table.Kind ?? throw new ArgumentException($"{why}, but the table does not tell kinds apart. Name their column in SqlEventTable.Kind.", nameof(why));
}
