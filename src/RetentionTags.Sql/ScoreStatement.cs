using RetentionTags.Data;
using RetentionTags.Scoring;

namespace RetentionTags.Sql;

/// <summary>Writes a scorecard as a SELECT.</summary>
internal sealed class ScoreStatement
{
    private readonly Scorecard _card;
    private readonly SqlDialect _dialect;
    private readonly ScoreQuery _query;
    private readonly SelectChain _chain;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _outputs = [];
    private readonly BinCases[] _cases;
    private readonly string[] _values;
    private readonly string[] _bins;

    public ScoreStatement(Scorecard card, SqlDialect dialect, ScoreQuery query)
    {
        (_card, _dialect, _query) = (card, dialect, query);
        _chain = new(dialect, query.From);
        foreach (string kept in query.Keep)
            Output(kept);
        _names.UnionWith(card.Columns.Select(column => column.Name));
        _values = [.. card.Columns.Select(column => Internal($"{column.Name}_{(column.Kind == ColumnKind.Numeric ? "number" : "text")}"))];
        _cases = [.. card.Columns.Select((column, c) => BinCases.Of(column.Binning, dialect, dialect.Quote(_values[c]), query.MissingTexts))];
        _bins = new string[card.Columns.Count];
    }

    public string ToSql()
    {
        DefineInputs();
        DefineLogOdds();
        return _chain.ToSql(_outputs);
    }

    private void DefineInputs()
    {
        _chain.Begin("scorecard_inputs");
        foreach (string kept in _query.Keep)
            _chain.Define(kept, [_chain.SourceColumn(kept)]);
        for (int c = 0; c < _values.Length; c++)
        {
            ScorecardColumn column = _card.Columns[c];
            string source = _chain.SourceColumn(column.Name);
            _chain.Define(_values[c], [column.Kind == ColumnKind.Numeric ? _dialect.ToNumber(source, column.Name) : _dialect.ToText(source)]);
        }
    }

    private void DefineLogOdds()
    {
        _chain.Begin("scorecard_log_odds");
        string logOdds = Output("log_odds");
        List<string> lines = [_dialect.Literal(_card.Intercept)];
        for (int c = 0; c < _values.Length; c++)
        {
            ScorecardColumn column = _card.Columns[c];
            IReadOnlyList<string> term = _cases[c].ToLines(bin => _dialect.Literal(column.LogOddsOf(bin)));
            lines.AddRange([$"+ {term[0]}", .. term.Skip(1)]);
        }

        _chain.Define(logOdds, lines, _values);
    }

    /// <summary>A name that is in the result.</summary>
    private string Output(string name)
    {
        _outputs.Add(_names.Add(name) ? name : throw new ArgumentException($"Two columns of the result would be named '{name}'. Set Prefix, or keep columns of other names."));
        return name;
    }

    /// <summary>A name that is not.</summary>
    private string Internal(string name)
    {
        while (!_names.Add(name))
            name += "_";
        return name;
    }
}
