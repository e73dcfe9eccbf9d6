using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Sql.Training;

/// <summary>Writes the queries that a training set is asked.</summary>
internal sealed class TrainingStatements(SqlTrainingSet data)
{
    private readonly SqlDialect _dialect = data.Dialect;

    private string One => _dialect.Literal(1);

    private string None => _dialect.Literal(0);

    /// <summary>The number of rows as a double, which neither overflows nor is a type of its own anywhere.</summary>
    private string Count => Sum(One);

    private string Events => Own("event_weight");

    private string NonEvents => Own("non_event_weight");

    private string Value => Own("training_value");

    /// <summary>The number of rows, of rows whose label is no label, and of rows whose weight is no weight.</summary>
    public string Checks()
    {
        SelectChain chain = new(_dialect, data.From);
        chain.Begin("checks", groupBy: []);
        string label = Number(chain, data.Label);
        chain.Define("row_count", [Count]);
        chain.Define("wrong_labels", [Sum($"CASE WHEN {label} = 0 OR {label} = 1 THEN {None} ELSE {One} END")]);
        chain.Define("wrong_weights", [data.Weight is null ? Sum(None) : Sum($"CASE WHEN {Number(chain, data.Weight)} >= 0 AND {Number(chain, data.Weight)} <= {_dialect.Literal(double.MaxValue)} AND NOT {_dialect.IsMissing(Number(chain, data.Weight))} THEN {None} ELSE {One} END")]);
        return chain.ToSql(["row_count", "wrong_labels", "wrong_weights"]);
    }

    /// <summary>Each value of a column with the weights of its events and non-events.</summary>
    public string Counts(ColumnSpec column)
    {
        SelectChain chain = new(_dialect, data.From);
        BeginRows(chain, column);
        return Grouped(chain, "counted_values", [Value]);
    }

    /// <summary>Ranges of about as many rows each, with their lowest and highest value: values in ascending order are placed by how many rows come before them.</summary>
    public string Ranges(ColumnSpec column, double rows)
    {
        SelectChain chain = new(_dialect, data.From);
        BeginRows(chain, column);
        chain.Begin("counted_values", groupBy: [Value]);
        DefineSums(chain, "events", "non_events");
        chain.Define("value_rows", [Count]);
        chain.Begin("placed_values");
        string value = _dialect.Quote(Value), count = _dialect.Quote("value_rows");
        string before = $"SUM({count}) OVER (ORDER BY {value} ROWS UNBOUNDED PRECEDING) - {count}";
        chain.Define("place", [$"CASE WHEN {_dialect.IsMissing(value)} THEN NULL ELSE {_dialect.WholeOf($"({before}) * {_dialect.Literal(data.MaxRanges / rows)}")} END"], Value, "value_rows");
        return Spanned(chain, "place", "events", "non_events");
    }

    /// <summary>About how many ranges there are when so many of the last bits of values are dropped, for each of these numbers of bits.</summary>
    public string RangeNumbers(ColumnSpec column, IReadOnlyList<int> droppedBits)
    {
        SelectChain chain = new(_dialect, data.From);
        BeginRows(chain, column);
        chain.Begin("range_numbers", groupBy: []);
        foreach (int bits in droppedBits)
            chain.Define($"dropped_{bits}", [$"uniq({_dialect.LeadingBits(_dialect.Quote(Value), bits)})"], Value);
        return chain.ToSql([.. droppedBits.Select(bits => $"dropped_{bits}")]);
    }

    /// <summary>Ranges of values that agree in all but so many of their last bits.</summary>
    public string Ranges(ColumnSpec column, int droppedBits)
    {
        SelectChain chain = new(_dialect, data.From);
        BeginRows(chain, column);
        string place = Own("training_place");
        chain.Define(place, [_dialect.LeadingBits(_dialect.Quote(Value), droppedBits)], Value);
        return Spanned(chain, place, Events, NonEvents);
    }

    /// <summary>Rows of bins with the weights of their events and non-events: the bins in the order of the columns, then the weights.</summary>
    public string Patterns(IReadOnlyList<ColumnBinning> columns)
    {
        SelectChain chain = new(_dialect, data.From);
        string[] bins = DefineBins(chain, columns);
        return Grouped(chain, "patterns", bins);
    }

    /// <summary>Sums over all rows at given coefficients, in their order.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="coefficients">The intercept first.</param>
    /// <param name="sums">Which sums.</param>
    public string Sums(IReadOnlyList<ColumnBinning> columns, IReadOnlyList<double> coefficients, IReadOnlyList<LogisticSum> sums)
    {
        SelectChain chain = new(_dialect, data.From);
        string[] bins = DefineBins(chain, columns);
        const string PatternEvents = "pattern_events", PatternNonEvents = "pattern_non_events";

        // Equal rows of bins are counted first, where the rows are: what is left to do is less, and a distributed engine does it on one server.
        chain.Begin("patterns", groupBy: bins);
        DefineSums(chain, PatternEvents, PatternNonEvents);
        chain.Begin("evidence", isApart: true);
        string[] evidence = [.. columns.Select((_, c) => $"woe_{c + 1}")];
        for (int c = 0; c < columns.Count; c++)
            chain.Define(evidence[c], Evidence(columns[c], _dialect.Quote(bins[c])), bins[c]);
        chain.Begin("log_odds");
        chain.Define("eta", [_dialect.Literal(coefficients[0]), .. columns.Select((_, c) => $"+ {_dialect.Literal(coefficients[c + 1])} * {_dialect.Quote(evidence[c])}")], evidence);
        chain.Begin("probabilities", isApart: true);
        string eta = _dialect.Quote("eta"), p = _dialect.Quote("p"), e = _dialect.Quote(PatternEvents), n = _dialect.Quote(PatternNonEvents);
        chain.Define("p", [$"1 / (1 + {_dialect.Exp($"-({eta})")})"], "eta");
        chain.Begin("weights");
        chain.Define("likelihood", [$"{e} * {eta} - ({e} + {n}) * {_dialect.Ln($"1 + {_dialect.Exp(eta)}")}"], PatternEvents, PatternNonEvents, "eta");
        chain.Define("residual", [$"{e} - ({e} + {n}) * {p}"], PatternEvents, PatternNonEvents, "p");
        chain.Define("curvature", [$"({e} + {n}) * {p} * (1 - {p})"], PatternEvents, PatternNonEvents, "p");
        chain.Begin("sums", isApart: true, groupBy: []);
        for (int i = 0; i < sums.Count; i++)
        {
            string[] factors = sums[i].Factors(evidence);
            chain.Define($"sum_{i + 1}", [$"SUM({string.Join(" * ", factors.Select(_dialect.Quote))})"], factors);
        }

        return chain.ToSql([.. Enumerable.Range(1, sums.Count).Select(i => $"sum_{i}")]);
    }

    private IReadOnlyList<string> Evidence(ColumnBinning column, string bin) =>
        ["CASE", .. Enumerable.Range(0, column.Bins.Count - 1).Select(b => $"    WHEN {bin} = {b} THEN {_dialect.Literal(column.Bins[b].Woe)}"), $"    ELSE {_dialect.Literal(column.Bins[^1].Woe)}", "END"];

    /// <summary>A name that no column of the source has that the queries read: engines that know names of expressions would take one for the other.</summary>
    private string Own(string name)
    {
        while (data.Label == name || data.Weight == name || data.Columns.Any(column => column.Name == name))
            name += "_";
        return name;
    }

    private string Number(SelectChain chain, string column) => _dialect.ToNumber(chain.SourceColumn(column), column);

    private static string Sum(string expression) => $"SUM({expression})";

    /// <summary>The first step: the weights of events and non-events.</summary>
    private void BeginRows(SelectChain chain)
    {
        string label = Number(chain, data.Label), weight = data.Weight is null ? One : Number(chain, data.Weight);
        chain.Begin("training_rows");
        chain.Define(Events, [$"CASE WHEN {label} = 1 THEN {weight} ELSE {None} END"]);
        chain.Define(NonEvents, [$"CASE WHEN {label} = 0 THEN {weight} ELSE {None} END"]);
    }

    private void BeginRows(SelectChain chain, ColumnSpec column)
    {
        BeginRows(chain);
        string source = chain.SourceColumn(column.Name);
        chain.Define(Value, [column.Kind == ColumnKind.Numeric ? _dialect.PlainZero(_dialect.ToNumber(source, column.Name)) : _dialect.ToText(source)]);
    }

    private string[] DefineBins(SelectChain chain, IReadOnlyList<ColumnBinning> columns)
    {
        BeginRows(chain);
        string[] values = [.. columns.Select((_, c) => Own($"value_{c + 1}"))], bins = [.. columns.Select((_, c) => Own($"bin_{c + 1}"))];
        for (int c = 0; c < columns.Count; c++)
        {
            string source = chain.SourceColumn(columns[c].ColumnName);
            chain.Define(values[c], [columns[c].Kind == ColumnKind.Numeric ? _dialect.ToNumber(source, columns[c].ColumnName) : _dialect.ToText(source)]);
        }

        chain.Begin("training_bins");
        for (int c = 0; c < columns.Count; c++)
            chain.Define(bins[c], BinCases.Of(columns[c], _dialect, _dialect.Quote(values[c]), data.MissingTexts).ToLines(bin => Invariant($"{bin}")), values[c]);
        return bins;
    }

    private void DefineSums(SelectChain chain, string events, string nonEvents)
    {
        chain.Define(events, [Sum(_dialect.Quote(Events))], Events);
        chain.Define(nonEvents, [Sum(_dialect.Quote(NonEvents))], NonEvents);
    }

    private string Grouped(SelectChain chain, string name, string[] groups)
    {
        chain.Begin(name, groupBy: groups);
        DefineSums(chain, "events", "non_events");
        return chain.ToSql([.. groups, "events", "non_events"]);
    }

    /// <summary>The lowest and the highest value of each place, and its weights; NULL or NaN for missing values.</summary>
    private string Spanned(SelectChain chain, string place, string events, string nonEvents)
    {
        chain.Begin("ranges", groupBy: [place]);
        chain.Define("lowest", [$"MIN({_dialect.Quote(Value)})"], Value);
        chain.Define("highest", [$"MAX({_dialect.Quote(Value)})"], Value);
        chain.Define("range_events", [Sum(_dialect.Quote(events))], events);
        chain.Define("range_non_events", [Sum(_dialect.Quote(nonEvents))], nonEvents);
        return chain.ToSql(["lowest", "highest", "range_events", "range_non_events"]);
    }
}
