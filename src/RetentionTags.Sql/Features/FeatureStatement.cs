using RetentionTags.Features;
using RetentionTags.Sql.Features.Forms;

namespace RetentionTags.Sql.Features;

/// <summary>
/// A statement that computes features and labels: events, each with the cut-offs at which it counts, then one row for each customer and cut-off. Families ask it for columns, and it takes in what these need.
/// </summary>
internal sealed class FeatureStatement
{
    /// <summary>Amounts with up to six decimals are whole millionths to within the rounding of a product of two numbers, as in memory.</summary>
    private const double ProductRounding = 4.0 / (1L << 52), UnitsPerOne = 1e6, MostExact = 1L << 53;

    private readonly FeatureQuery _query;
    private readonly EventColumns _events;
    private readonly FeatureStep _seen = new("seen"), _customers = new("customers"), _derived = new("derived");
    private readonly List<(bool IsSecond, string Over, FeatureStep Step)> _beside = [];
    private readonly List<string> _kept = [];
    private readonly List<(string Name, string Sql)> _outputs = [];
    private readonly Dictionary<EventFilter, string> _filters = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _cutAt;
    private readonly string? _observedFrom;
    private string _isDue = "";

    public FeatureStatement(FeatureSet set, FeatureQuery query, SqlDialect dialect)
    {
        _query = query;
        Forms = FeatureForms.Of(dialect);
        Schema = new(query);
        FeatureDefinition[] features = [.. set.Define(Schema.Log)];
        Reserve(features);
        _events = new(query, Forms, Name);
        CutOffs = new(query.Plan, Forms, query.CutOff);
        _cutAt = CutOffs.Add(Name("cut_at"), cutOff => ZoneOffsets.Microseconds(cutOff.UtcDateTime));
        _observedFrom = CutOffs.Add(Name("observed_from"), cutOff => query.Plan.ObservationStart(cutOff)?.UtcDateTime);
        IsSeen = $"{_seen.Add(Name("is_seen"), Flag(SeenCondition()))} = 1";
        foreach (FeatureFamily family in set.Families)
            Add(family, set.Omit);
        foreach (SnapshotLabel label in query.Labels)
            _outputs.Add((Quote(label.ColumnName), new LabelSql(this, label).ToSql()));
    }

    public FeatureForms Forms { get; }

    public SnapshotPlan Plan => _query.Plan;

    public SqlEventTable Table => _query.Events;

    /// <summary>The table's columns as a log has them.</summary>
    public EventSchema Schema { get; }

    public CutOffTable CutOffs { get; }

    /// <summary>Whether features of the cut-off see an event.</summary>
    public string IsSeen { get; }

    /// <summary>The moment of the cut-off.</summary>
    public string CutAt => _cutAt;

    /// <summary>The event's moment.</summary>
    public string At => _events.At;

    /// <summary>The event's amount.</summary>
    public string Amount => _events.Amount;

    /// <summary>The order of the event, NULL when it has none.</summary>
    public string Order => _events.Order();

    /// <summary>The kind of the event, NULL when it has none.</summary>
    public string Kind => _events.Kind();

    /// <summary>The customer's column, in quotes.</summary>
    public string Customer => _events.Customer;

    /// <summary>The cut-off's column, in quotes.</summary>
    public string CutOff => Quote(_query.CutOff);

    /// <summary>The number of the last day that features of the cut-off see, for the last step.</summary>
    public string ReferenceDay => Keep(CutOffs.Add("reference_day", cutOff => Plan.ReferenceDay(cutOff).DayNumber));

    /// <summary>The number of the event's day in the plan's calendar.</summary>
    public string Day => _seen.Add("event_day", DaySql());

    /// <summary>Whether a seen event is a purchase.</summary>
    public string IsPurchase => $"{IsSeen} AND {_seen.Add("is_purchase", Flag($"{CountsSql}{Amount} >= 0"))} = 1";

    /// <summary>Whether a seen event is a refund.</summary>
    public string IsRefund => $"{IsSeen} AND {_seen.Add("is_refund", Flag($"{CountsSql}{Amount} < 0"))} = 1";

    /// <summary>Whether a seen event is a purchase or a refund.</summary>
    public string IsPurchaseOrRefund => Plan.PurchaseKind is null ? IsSeen : $"{IsSeen} AND {_seen.Add("is_of_purchases", Flag(CountsSql[..^" AND ".Length]))} = 1";

    private string CountsSql => Plan.PurchaseKind is null ? "" : $"{_events.IsKind(Plan.RefundKind is null ? [Plan.PurchaseKind] : [Plan.PurchaseKind, Plan.RefundKind])} AND ";

    public string Quote(string name) => Forms.Dialect.Quote(name);

    /// <summary>The statement, without a semicolon.</summary>
    public string ToSql()
    {
        string population = Population();
        var writer = new FeatureWriter(Forms, _events, CutOffs, [_seen, .. _beside.OrderBy(step => step.IsSecond).Select(step => step.Step), _customers], _derived, [.. _kept], SeenFilter());
        return writer.ToSql([(Customer, Customer), (CutOff, CutOff), .. _outputs], population);
    }

    /// <summary>1 for a condition, otherwise 0.</summary>
    public static string Flag(string condition) => $"CASE WHEN {condition} THEN 1 ELSE 0 END";

    /// <summary>Number of events that meet a condition.</summary>
    public static string Count(string condition) => $"COUNT(CASE WHEN {condition} THEN 1 END)";

    /// <summary>A name that no column has yet.</summary>
    public string Name(string wanted)
    {
        while (!_names.Add(wanted))
            wanted += "_";
        return wanted;
    }

    /// <summary>The condition that a seen event lies in a window and passes a filter.</summary>
    public string Within(Window window, EventFilter filter)
    {
        List<string> conditions = [IsSeen];
        if (window.Unit != WindowUnit.Observation)
        {
            conditions.Add($"{At} >= {CutOffs.Add($"from_{window.Name}", cutOff => ZoneOffsets.Microseconds(window.BoundsAt(Plan, cutOff).Start!.Value))}");
            if (Plan.CutOffs.Any(cutOff => window.BoundsAt(Plan, cutOff).End != cutOff.UtcDateTime))
                conditions.Add($"{At} < {CutOffs.Add($"to_{window.Name}", cutOff => ZoneOffsets.Microseconds(window.BoundsAt(Plan, cutOff).End))}");
        }

        if (FilterColumn(filter) is string passes)
            conditions.Add($"{passes} = 1");
        return string.Join(" AND ", conditions);
    }

    /// <summary>What of an event is added up.</summary>
    /// <param name="property">A property that is a number; <see langword="null"/> for amounts.</param>
    public EventValue Value(string? property)
    {
        string number = property is null ? Amount : _events.Number(property);
        string units = $"{number} * {Forms.Dialect.Literal(UnitsPerOne)}", rounded = Forms.Round(units);
        string isOnPaper = $"{Forms.Abs(units)} < {Forms.Dialect.Literal(MostExact)} AND {Forms.Abs($"{rounded} / {Forms.Dialect.Literal(UnitsPerOne)} - {number}")} <= {Forms.Dialect.Literal(ProductRounding)} * {Forms.Abs(number)}";
        return new(number, _seen.For(FeatureForms.When(isOnPaper, Forms.ToWhole(rounded)), () => Name($"{Plain(property ?? "amount")}_millionths")));
    }

    /// <summary>The column of a property that is a category; NULL where it is missing.</summary>
    public string Text(string property) => _events.Text(property);

    /// <summary>An aggregate over a customer's events.</summary>
    /// <param name="wanted">What it is best called.</param>
    /// <param name="sql">The aggregate.</param>
    /// <returns>Its column.</returns>
    public string Aggregate(string wanted, string sql) => _customers.For(sql, () => Name(Plain(wanted)));

    /// <summary>An aggregate that is a feature as it is.</summary>
    public string Direct(string feature, string sql) => _customers.Add(Quote(feature), sql);

    /// <summary>The sum of an event's values, as it is on paper; 0 without one.</summary>
    public string Sum(string wanted, string condition, EventValue value)
    {
        string units = Aggregate($"{wanted}_millionths", $"COALESCE({Forms.SumOfWholes(FeatureForms.When(condition, value.Millionths))}, {Forms.Dialect.Literal(0)})");
        string others = Aggregate($"{wanted}_others", $"COALESCE(SUM({FeatureForms.When($"{condition} AND {value.Millionths} IS NULL", value.Number)}), {Forms.Dialect.Literal(0)})");
        return $"({OnPaper(units, others)})";
    }

    /// <summary>Millionths, and numbers of more decimals, as one number.</summary>
    public string OnPaper(string units, string others) => $"{units} / {Forms.Dialect.Literal(UnitsPerOne)} + {others}";

    /// <summary>A value that depends on all of a customer's events at a cut-off, beside each of them.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="sql">The aggregate.</param>
    /// <param name="partition">Further columns that events are told apart by.</param>
    /// <param name="order">By what they are in order, for what is true so far.</param>
    /// <param name="isSecond">Whether it is made of other such values.</param>
    public string Beside(string name, string sql, string partition = "", string order = "", bool isSecond = false)
    {
        string over = $"PARTITION BY {Customer}, {CutOff}{(partition.Length > 0 ? ", " : "")}{partition}{(order.Length > 0 ? " ORDER BY " : "")}{order}";
        return StepBeside(isSecond, Forms.MixesWindows ? "" : over).Add(name, $"{sql} OVER ({over})");
    }

    /// <summary>A value of the last step that is used more than once; for engines that name expressions.</summary>
    public string Derive(string name, string sql) => _derived.Add(name, sql);

    /// <summary>Number, or sum of the values, of the events of a window that pass a filter, as a double.</summary>
    public string Measured(string name, Window window, EventFilter filter, EventMeasure measure, string? property) => measure == EventMeasure.Sum
        ? Sum(name, Within(window, filter), Value(property))
        : Forms.ToDouble(Aggregate(name, Count(Within(window, filter))));

    /// <summary>The condition that the table has an event at or after a moment of the cut-off.</summary>
    public string IsCompleteFrom(string name, Func<DateTimeOffset, DateTime?> of) =>
        $"{Keep(_seen.Add("is_mature", Flag($"{_events.LastMoment()} >= {CutOffs.Add(name, of)}")))} = 1";

    /// <summary>Carries a column of cut-offs on to the last step.</summary>
    public string Keep(string column)
    {
        if (!_kept.Contains(column))
            _kept.Add(column);
        return column;
    }

    /// <summary>The condition that an event lies in the performance window and was known when its label was final.</summary>
    public string IsDue()
    {
        if (_isDue.Length > 0)
            return _isDue;
        string from = CutOffs.Add(Name("due_from"), cutOff => ZoneOffsets.Microseconds(Plan.PerformanceStart(cutOff).UtcDateTime));
        string to = CutOffs.Add(Name("due_to"), cutOff => ZoneOffsets.Microseconds(Plan.PerformanceEnd(cutOff)!.Value.UtcDateTime));
        string known = Table.KnownAt is null ? "" : $" AND {_events.KnownAt} <= {CutOffs.Add(Name("mature_at"), cutOff => ZoneOffsets.Microseconds(Plan.MatureAt(cutOff)!.Value.UtcDateTime))}";
        _isDue = $"{_seen.Add(Name("is_due"), Flag($"{At} >= {from} AND {At} < {to}{known}"))} = 1";
        DueFilter = $"{At} >= {from} AND {At} < {to}{known}";
        return _isDue;
    }

    /// <summary>Of due events: whether one is of the plan's kind of purchases or refunds.</summary>
    public string DueOfPurchases(string amounts)
    {
        string kinds = Plan.PurchaseKind is null ? "" : $" AND {_seen.Add("is_of_purchases", Flag(CountsSql[..^" AND ".Length]))} = 1";
        return $"{IsDue()}{kinds}{amounts}";
    }

    private string DueFilter { get; set; } = "";

    /// <summary>A name like this one that needs no quotes.</summary>
    private static string Plain(string wanted)
    {
        string plain = string.Concat(wanted.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_'));
        return char.IsAsciiLetter(plain[0]) ? plain : $"v{plain}";
    }

    /// <summary>The step of values beside rows, or the one of a window.</summary>
    private FeatureStep StepBeside(bool isSecond, string over)
    {
        int known = _beside.FindIndex(step => step.IsSecond == isSecond && step.Over == over);
        if (known >= 0)
            return _beside[known].Step;
        string name = isSecond ? "compared" : "ranked";
        _beside.Add((isSecond, over, new(over.Length == 0 ? name : Invariant($"{name}_{_beside.Count + 1}"))));
        return _beside[^1].Step;
    }

    private void Reserve(FeatureDefinition[] features)
    {
        foreach (string name in (string[])[Table.Customer, _query.CutOff, .. features.Select(feature => feature.Name), .. _query.Labels.Select(label => label.ColumnName)])
        {
            if (!_names.Add(name))
                throw new ArgumentException($"Two columns of the result would be named '{name}'. Call the cut-off otherwise (FeatureQuery.CutOff), give filters other names, or omit a feature.");
        }

        _names.UnionWith(Schema.SourceColumns);
        _names.UnionWith(["reference_day", "event_day", "is_purchase", "is_refund", "is_of_purchases", "is_mature", "mature_if", "event_kind", "event_order"]);
    }

    private void Add(FeatureFamily family, ValueList<string> omitted)
    {
        Func<string, string>[] writers = FamilySql.WritersOf(family, this);
        IReadOnlyList<FeatureDefinition> definitions = family.Define(Schema.Log);
        for (int i = 0; i < writers.Length; i++)
        {
            if (!omitted.Contains(definitions[i].Name))
                _outputs.Add((Quote(definitions[i].Name), writers[i](definitions[i].Name)));
        }
    }

    private string Population() => Plan.Population == RetentionTags.Features.Population.Buyers
        ? $"{Aggregate("purchases", Count(IsPurchase))} > 0"
        : $"{Aggregate("events_seen", Count(IsSeen))} > 0";

    private string SeenCondition() =>
        $"{At} < {_cutAt}{(_observedFrom is null ? "" : $" AND {At} >= {_observedFrom}")}{(Table.KnownAt is null ? "" : $" AND {_events.KnownAt} <= {_cutAt}")}";

    /// <summary>Which pairs of an event and a cut-off are looked at.</summary>
    private string SeenFilter() => DueFilter.Length == 0 ? SeenCondition() : $"{SeenCondition()} OR {DueFilter}";

    private string DaySql()
    {
        DateTime? first = (Plan.ObservationStart(Plan.CutOffs[0]) ?? Table.Earliest)?.UtcDateTime;
        List<(long From, long Offset)> pieces = ZoneOffsets.OfDays(Plan.TimeZone, first, Plan.CutOffs[^1].UtcDateTime);
        long toDayNumbers = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber * ZoneOffsets.Day;
        string shift = pieces.Count == 1 ? Forms.Whole(toDayNumbers + pieces[0].Offset) : $"{Forms.Whole(toDayNumbers)} + {Forms.Offset(At, pieces)}";
        return Forms.Quotient($"({At} + {shift})", Forms.Whole(ZoneOffsets.Day));
    }

    /// <summary>The column that says whether an event passes; <see langword="null"/> when all do.</summary>
    private string? FilterColumn(EventFilter filter)
    {
        if (_filters.TryGetValue(filter with { Name = "", ChineseName = null }, out string? known))
            return known;
        List<string> conditions = [];
        if (filter.Kinds.Count > 0)
            conditions.Add(_events.IsKind(filter.Kinds));
        if (filter.Amounts != AmountSign.Any)
            conditions.Add($"{Amount} {(filter.Amounts == AmountSign.Negative ? "<" : ">=")} 0");
        conditions.AddRange(filter.Where.Select(_events.Meets));
        if (conditions.Count == 0)
            return null;
        return _filters[filter with { Name = "", ChineseName = null }] = _seen.Add(Name($"is_{(filter.Name.Length == 0 ? "passing" : Plain(filter.Name))}"), Flag(string.Join(" AND ", conditions)));
    }
}
