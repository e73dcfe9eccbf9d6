using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Sql.Features.Forms;

namespace RetentionTags.Sql.Features;

/// <summary>The table's columns, turned into what features are made of. Each is there once it is asked for.</summary>
internal sealed class EventColumns
{
    private const string Alias = "source";

    private readonly FeatureForms _forms;
    private readonly Func<string, string> _name;
    private readonly EventSchema _schema;
    private readonly (List<(long From, long Offset)> Offsets, List<(long From, long Offset)> Most)? _clock;

    /// <param name="query">The table, and how late moments may be.</param>
    /// <param name="forms">The engine's forms.</param>
    /// <param name="name">Gives a name that no other column has.</param>
    public EventColumns(FeatureQuery query, FeatureForms forms, Func<string, string> name)
    {
        (Table, _forms, _name, _schema) = (query.Events, forms, name, new(query));
        if (!Enum.IsDefined(Table.TimeFormat))
            throw new ArgumentException($"TimeFormat is {Table.TimeFormat}; use one of {string.Join(", ", Enum.GetNames<SqlTimeFormat>())}.", nameof(query));
        if (!Enum.IsDefined(Table.Duplicates))
            throw new ArgumentException($"Duplicates is {Table.Duplicates}; use RequireEqual, KeepFirstKnown or KeepLastKnown.", nameof(query));
        if (Table.TimeFormat is SqlTimeFormat.Timestamp or SqlTimeFormat.Text && Table.TimeZone != TimeZoneInfo.Utc)
            _clock = ZoneOffsets.OfClocks(Table.TimeZone, Table.Earliest?.UtcDateTime, (query.Plan.MatureAt(query.Plan.CutOffs[^1]) ?? query.Plan.CutOffs[^1]).UtcDateTime.AddDays(2));
        Customer = Events.Add(forms.Dialect.Quote(Table.Customer), Source(Table.Customer));
        At = Moment("event_at", Table.Time, roundsUp: false);
        KnownAt = Table.KnownAt is null ? At : Moment("known_at", Table.KnownAt, roundsUp: true);
        string amount = forms.Dialect.ToNumber(Source(Table.Amount), Table.Amount);
        Amount = Events.Add(name("event_amount"), Table.Quantity is null ? amount : $"{Factor(amount)} * {Factor(forms.Dialect.ToNumber(Source(Table.Quantity), Table.Quantity))}");
        Key = Table.Key is null ? null : Events.Add(name("event_key"), TextSql(Table.Key));
    }

    public SqlEventTable Table { get; }

    /// <summary>The events as the table has them.</summary>
    public FeatureStep Events { get; } = new("events");

    /// <summary>Their moments in UTC, where the table keeps those of a zone's clocks.</summary>
    public FeatureStep Moments { get; } = new("moments");

    public string Customer { get; }

    public string At { get; }

    public string KnownAt { get; }

    public string Amount { get; }

    public string? Key { get; }

    /// <summary>The table in a FROM.</summary>
    public IEnumerable<string> From() => Table.From.TableName is SqlName table ? [$"FROM {_forms.Dialect.Quote(table)} AS {Alias}"] : ["FROM (", Table.From.QueryText!, $") AS {Alias}"];

    public string Kind() => Events.Add("event_kind", TextSql(_schema.RequireKinds("Kinds are asked for")));

    public string Order() => Events.Add("event_order", TextSql(Table.Order!));

    /// <summary>The condition that an event is of one of some kinds.</summary>
    public string IsKind(IReadOnlyList<string> kinds)
    {
        _schema.RequireKinds($"Events of the kind '{kinds[0]}' are asked for");
        return IsAny(Kind(), kinds);
    }

    /// <summary>A property that is a number, NULL where it is missing.</summary>
    public string Number(string property) => _schema.KindOf(property) == ColumnKind.Numeric
        ? Events.For(_forms.NumberOrNull(Source(property), property), () => _name("event_number"))
        : throw new ArgumentException($"'{property}' is a category, which has no sum. Count events through a filter on it, or take a property that is a number.", nameof(property));

    /// <summary>A property that is a category, NULL where it is missing.</summary>
    public string Text(string property) => Events.For(TextSql(property), () => _name("event_text"));

    /// <summary>A condition on a property.</summary>
    public string Meets(PropertyCondition condition)
    {
        bool isOfCategories = condition.Categories.Count > 0;
        if (isOfCategories != (_schema.KindOf(condition.Property) == ColumnKind.Category))
            throw new ArgumentException($"The condition on '{condition.Property}' is for {(isOfCategories ? "categories" : "numbers")}, but the property is {_schema.KindOf(condition.Property)}. Use PropertyCondition.{(isOfCategories ? "Between" : "In")}.", nameof(condition));
        if (isOfCategories)
            return IsAny(Text(condition.Property), condition.Categories);
        string number = Number(condition.Property);
        string[] bounds =
        [
            .. double.IsNegativeInfinity(condition.AtLeast) ? (string[])[] : [$"{number} >= {_forms.Dialect.Literal(condition.AtLeast)}"],
            .. double.IsPositiveInfinity(condition.Below) ? (string[])[] : [$"{number} < {_forms.Dialect.Literal(condition.Below)}"],
        ];
        return bounds.Length == 0 ? $"{number} IS NOT NULL" : string.Join(" AND ", bounds);
    }

    /// <summary>The latest moment of the table.</summary>
    public string LastMoment()
    {
        string stored = Events.Columns.Single(column => column.Name == (_clock is null ? At : ClockOf(At))).Sql, from = string.Join('\n', From());
        return _clock is null ? $"(SELECT MAX({stored}) {from})" : $"(SELECT MAX({ToUtc("clock")}) FROM (SELECT {stored} AS clock {from}) AS clocks)";
    }

    private static string Factor(string number) => number.Contains(' ', StringComparison.Ordinal) ? $"({number})" : number;

    private static string ClockOf(string moment) => $"{moment}_clock";

    private string Source(string column) => $"{Alias}.{_forms.Dialect.Quote(column)}";

    private string TextSql(string column) => $"NULLIF({_forms.Dialect.ToText(Source(column))}, {_forms.Dialect.Literal(_forms.Dialect.EndMark)})";

    private string Moment(string wanted, string column, bool roundsUp)
    {
        string name = _name(wanted), sql = _forms.ToMicroseconds(Source(column), Table.TimeFormat, roundsUp);
        if (_clock is null)
            return Events.Add(name, sql);
        return Moments.Add(name, ToUtc(Events.Add(ClockOf(name), sql)));
    }

    private string ToUtc(string clock)
    {
        string utc = $"{clock} - {Factor(_forms.Offset(clock, _clock!.Value.Offsets))}";
        return _clock.Value.Most.Count == 1 ? utc : _forms.Lesser(utc, _forms.Offset(clock, _clock.Value.Most));
    }

    private string IsAny(string text, IReadOnlyList<string> values)
    {
        string[] literals = [.. values.Where(_forms.Dialect.CanHold).Select(value => _forms.Dialect.Literal(value + _forms.Dialect.EndMark))];
        return literals.Length switch
        {
            0 => "1 = 0",
            1 => $"{text} = {literals[0]}",
            _ => $"{text} IN ({string.Join(", ", literals)})",
        };
    }
}
