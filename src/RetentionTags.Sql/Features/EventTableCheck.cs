using RetentionTags.Data;
using RetentionTags.Sql.Features.Forms;

namespace RetentionTags.Sql.Features;

/// <summary>What a table of events must not hold, as one query that counts it.</summary>
internal sealed class EventTableCheck
{
    private readonly SqlEventTable _table;
    private readonly FeatureForms _forms;
    private readonly EventColumns _columns;
    private readonly List<(string Name, string Sql, string Fault)> _counts = [];

    public EventTableCheck(FeatureQuery query, SqlDialect dialect)
    {
        (_table, _forms) = (query.Events, FeatureForms.Of(dialect));
        _columns = new(query, _forms, name => name);
        string column(string? name) => $"source.{dialect.Quote(name!)}";
        Count("without_customer", $"{column(_table.Customer)} IS NULL", $"have no customer in '{_table.Customer}'");
        CountMoments("without_time", _table.Time);
        CountMoments("without_known_at", _table.KnownAt);
        if (_table.Earliest is DateTimeOffset earliest)
            CountEarlier(earliest);
        CountNumbers("without_amount", _table.Amount);
        CountNumbers("without_quantity", _table.Quantity);
        if (query.Plan.RefundKind is string refund && refund != query.Plan.PurchaseKind)
            Count("refunds_above_zero", $"{Inline(_columns.IsKind([refund]), _columns.Kind())} AND {SqlOf(_columns.Amount)} > 0", $"are of the kind '{refund}' and have an amount above 0; amounts of refunds are below 0: turn the sign in a query");
        if (_columns.Key is not null && _table.Duplicates == DuplicateEvents.RequireEqual)
            _counts.Add(("conflicting_keys", Conflicts(query), $"repeat a key of '{_table.Key}' and say different things; mend the source, or set Duplicates to KeepFirstKnown or KeepLastKnown"));
    }

    /// <summary>The query: one row with a number for each kind of fault.</summary>
    public string ToSql() => $"SELECT\n{string.Join(",\n", _counts.Select(count => $"    {count.Sql} AS {count.Name}"))}\n{string.Join('\n', _columns.From())}";

    /// <summary>What is wrong, given the numbers of faults in their order; nothing when all are 0.</summary>
    public IEnumerable<string> FaultsOf(IReadOnlyList<long> numbers) => _counts.Zip(numbers).Where(pair => pair.Second > 0).Select(pair => Invariant($"{pair.Second} rows {pair.First.Fault}"));

    private void Count(string name, string condition, string fault) => _counts.Add((name, FeatureStatement.Count(condition), fault));

    private void CountMoments(string name, string? column)
    {
        if (column is null)
            return;
        string source = $"source.{_forms.Dialect.Quote(column)}";
        string zones = _table.TimeFormat == SqlTimeFormat.Text && _forms.NamesZone(source) is string names ? $" OR {names}" : "";
        string unreadable = _forms.Dialect == SqlDialect.Sqlite ? $"{_forms.ToMicroseconds(source, _table.TimeFormat, false)} IS NULL" : $"{source} IS NULL";
        Count(name, $"{unreadable}{zones}", $"have no moment in '{column}' that is read as {_table.TimeFormat}{(zones.Length > 0 ? " in UTC" : "")}");
    }

    /// <summary>By what clocks show, where the table keeps that: their offset at the moment itself is meant.</summary>
    private void CountEarlier(DateTimeOffset earliest)
    {
        bool isClock = _table.TimeFormat is SqlTimeFormat.Timestamp or SqlTimeFormat.Text;
        DateTime shown = isClock ? TimeZoneInfo.ConvertTime(earliest, _table.TimeZone).DateTime : earliest.UtcDateTime;
        string column = $"source.{_forms.Dialect.Quote(_table.Time)}", at = _forms.ToMicroseconds(column, _table.TimeFormat, false);
        Count("too_early", $"{column} IS NOT NULL AND {at} < {_forms.Whole(ZoneOffsets.Microseconds(shown))}", Invariant($"are earlier than {earliest:O}, which SqlEventTable.Earliest says no event is"));
    }

    private void CountNumbers(string name, string? column)
    {
        if (column is null)
            return;
        string number = _forms.Dialect.ToNumber($"source.{_forms.Dialect.Quote(column)}", column);
        string infinite = _forms.Dialect.HasInfinity ? $" OR {_forms.Abs(number)} > {_forms.Dialect.Literal(double.MaxValue)}" : "";
        Count(name, $"{_forms.Dialect.IsMissing(number)}{infinite}", $"have no finite number in '{column}'; use 0 for events without an amount");
    }

    private string SqlOf(string column) => _columns.Events.Columns.Single(known => known.Name == column).Sql;

    private string Inline(string condition, string column) => condition.Replace(column, SqlOf(column), StringComparison.Ordinal);

    private string Conflicts(FeatureQuery query)
    {
        List<string> compared = [_columns.Customer, _columns.At, _columns.Amount];
        if (_table.Kind is not null)
            compared.Add(_columns.Kind());
        if (_table.Order is not null)
            compared.Add(_columns.Order());
        foreach (ColumnSpec property in query.Events.Properties)
            compared.Add(property.Kind == ColumnKind.Numeric ? _columns.Number(property.Name) : _columns.Text(property.Name));
        IEnumerable<string> sources = _columns.Events.Columns.Where(column => column.Name == _columns.Key || compared.Contains(column.Name) || column.Name.EndsWith("_clock", StringComparison.Ordinal)).Select(column => $"{column.Sql} AS {column.Name}");
        IEnumerable<string> differ = compared.Select(name => name == _columns.At && _columns.Moments.Columns.Count > 0 ? $"{name}_clock" : name).Select(name => $"COUNT(DISTINCT {name}) > 1 OR COUNT({name}) BETWEEN 1 AND COUNT(*) - 1");
        return $"(SELECT COUNT(*) FROM (SELECT {_columns.Key} FROM (SELECT {string.Join(", ", sources)} {string.Join('\n', _columns.From())}) AS events WHERE {_columns.Key} IS NOT NULL GROUP BY {_columns.Key} HAVING {string.Join(" OR ", differ)}) AS conflicts)";
    }
}
