using RetentionTags.Data;
using RetentionTags.Models.Calibration;
using RetentionTags.Scoring;

namespace RetentionTags.Sql;

/// <summary>Writes a scorecard as a SELECT.</summary>
internal sealed class ScoreStatement
{
    /// <summary>Columns of the result that are made of a column's bins.</summary>
    private const ScoreColumns OfBins = ScoreColumns.Bins | ScoreColumns.Labels | ScoreColumns.WeightsOfEvidence | ScoreColumns.Contributions;

    private readonly Scorecard _card;
    private readonly SqlDialect _dialect;
    private readonly ScoreQuery _query;
    private readonly SelectChain _chain;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _outputs = [];

    /// <summary>For each column of the card the bins, by its value or, where several columns of the result are made of them, by the index that was found before.</summary>
    private readonly BinCases[] _cases;

    /// <summary>For each column of the card what its <see cref="_cases"/> look at.</summary>
    private readonly string[] _inputs;

    private readonly string[] _contributions;
    private readonly string _logOdds;

    /// <summary>Where points are rounded.</summary>
    private readonly PointSteps? _steps;

    private readonly string _points;
    private readonly string _pointSteps;
    private readonly string _previousTier;

    public ScoreStatement(Scorecard card, SqlDialect dialect, ScoreQuery query)
    {
        (_card, _dialect, _query) = (card, dialect, query);
        _chain = new(dialect, query.From);
        _names.UnionWith(card.Columns.Select(column => column.Name));
        _inputs = new string[card.Columns.Count];
        _cases = new BinCases[_inputs.Length];
        NameOutputs();
        _contributions = [.. card.Columns.Select(column => NameOf(column.Name + "_contribution", ScoreColumns.Contributions))];
        _logOdds = NameOf("log_odds", ScoreColumns.LogOdds);
        _steps = PointSteps.Of(card.PointsCard, dialect);
        _points = NameOf("points", ScoreColumns.Points);
        _pointSteps = _steps?.ArePoints == true ? _points : Internal("point_steps");
        _previousTier = Internal("previous_tier");
    }

    /// <summary>The columns of the result, in order.</summary>
    public IReadOnlyList<string> Outputs => _outputs;

    public string ToSql()
    {
        DefineInputs();
        if ((_query.Columns & OfBins) != 0 || _query.Reasons > 0 || (_steps is not null && (_query.Columns.HasFlag(ScoreColumns.Points) || _query.TierScale == ScoreScale.Points)))
            DefineBins();
        DefineSums();
        DefineScores();
        return _chain.ToSql(_outputs);
    }

    /// <summary>The columns of the result, in order.</summary>
    private void NameOutputs()
    {
        foreach (string kept in _query.Keep)
            _outputs.Add(kept);
        foreach ((ScoreColumns column, string name) in (ReadOnlySpan<(ScoreColumns, string)>)[(ScoreColumns.LogOdds, "log_odds"), (ScoreColumns.UncalibratedProbability, "uncalibrated_probability"), (ScoreColumns.Probability, "probability"), (ScoreColumns.Points, "points")])
        {
            if (_query.Columns.HasFlag(column))
                _outputs.Add(Prefixed(name));
        }

        if (_query.Tiers is not null)
            _outputs.Add(Prefixed("tier"));
        for (int k = 1; k <= _query.Reasons; k++)
            _outputs.Add(Prefixed(Invariant($"reason_{k}")));
        foreach ((ScoreColumns column, string suffix) in (ReadOnlySpan<(ScoreColumns, string)>)[(ScoreColumns.Bins, "_bin"), (ScoreColumns.Labels, "_label"), (ScoreColumns.WeightsOfEvidence, "_woe"), (ScoreColumns.Contributions, "_contribution")])
        {
            if (_query.Columns.HasFlag(column))
                _outputs.AddRange(_card.Columns.Select(each => Prefixed(each.Name + suffix)));
        }

        if (_outputs.Count == 0)
            throw new ArgumentException("The query gives no column. Set Columns, Tiers, Reasons or Keep.");
        if (_outputs.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"Two columns of the result would be named '{twice.Key}'. Set Prefix, or keep columns of other names.");
        if (_outputs.Skip(_query.Keep.Count).FirstOrDefault(_names.Contains) is string taken)
            throw new ArgumentException($"The result has a column '{taken}', and so has the card: which of the two is meant would depend on the engine. Set Prefix.");
        _names.UnionWith(_outputs);
    }

    private void DefineInputs()
    {
        _chain.Begin("scorecard_inputs");
        foreach (string kept in _query.Keep)
            _chain.Define(kept, [_chain.SourceColumn(kept)]);
        for (int c = 0; c < _inputs.Length; c++)
        {
            ScorecardColumn column = _card.Columns[c];
            bool isNumeric = column.Kind == ColumnKind.Numeric;
            string source = _chain.SourceColumn(column.Name), input = Internal(column.Name + (isNumeric ? "_number" : "_text"));
            _chain.Define(input, [isNumeric ? _dialect.ToNumber(source, column.Name) : _dialect.ToText(source)]);
            (_inputs[c], _cases[c]) = (input, BinCases.Of(column.Binning, _dialect, _dialect.Quote(input), _query.MissingTexts));
        }

        if (_query.PreviousTier is string previous)
            _chain.Define(_previousTier, [_dialect.ToText(_chain.SourceColumn(previous))]);
    }

    private void DefineBins()
    {
        _chain.Begin("scorecard_bins");
        for (int c = 0; c < _inputs.Length; c++)
        {
            string bin = NameOf(_card.Columns[c].Name + "_bin", ScoreColumns.Bins);
            _chain.Define(bin, _cases[c].ToLines(index => Invariant($"{index}")), _inputs[c]);
            (_inputs[c], _cases[c]) = (bin, BinCases.OfIndices(_card.Columns[c].Binning.Bins.Count, _dialect.Quote(bin)));
        }
    }

    /// <summary>What is said of the bins, and the sums over all columns.</summary>
    private void DefineSums()
    {
        _chain.Begin("scorecard_sums");
        for (int c = 0; c < _inputs.Length; c++)
        {
            ScorecardColumn column = _card.Columns[c];
            if (_query.Columns.HasFlag(ScoreColumns.Labels))
                DefineOfBins(Prefixed(column.Name + "_label"), c, bin => _dialect.Literal(column.Binning.Bins[bin].Label));
            if (_query.Columns.HasFlag(ScoreColumns.WeightsOfEvidence))
                DefineOfBins(Prefixed(column.Name + "_woe"), c, bin => _dialect.Literal(column.Binning.Bins[bin].Woe));
            DefineOfBins(_contributions[c], c, bin => _dialect.Literal(column.LogOddsOf(bin) - column.MeanLogOdds));
        }

        _chain.Define(_logOdds, Sum(_card.Intercept, (c, bin) => _card.Columns[c].LogOddsOf(bin)), _inputs);
        if (_steps is not null)
            _chain.Define(_pointSteps, Sum(_steps.Base, _steps.Of), _inputs);
    }

    /// <summary>What is made of the sums.</summary>
    private void DefineScores()
    {
        var map = new ScoreMap(_card, _dialect);
        string uncalibrated = NameOf("uncalibrated_probability", ScoreColumns.UncalibratedProbability), probability = NameOf("probability", ScoreColumns.Probability);
        bool isInterpolated = _card.Calibration is IsotonicModel { IsInterpolated: true };
        _chain.Begin("scorecard_scores");
        _chain.Define(uncalibrated, [map.Uncalibrated(_dialect.Quote(_logOdds))], _logOdds);
        if (!isInterpolated)
            _chain.Define(probability, map.Probability(_dialect.Quote(_logOdds)), _logOdds);
        if (_steps is null)
            _chain.Define(_points, [new PointLine(_card.PointsCard, map.Lowest, map.Highest, _dialect).ToPoints(_dialect.Quote(_logOdds))], _logOdds);
        else if (!_steps.ArePoints)
            _chain.Define(_points, [_steps.ToPoints(_dialect.Quote(_pointSteps))], _pointSteps);
        if (_query.Tiers is TierScheme tiers && _query.TierScale != ScoreScale.Points)
            DefineTier(tiers, _logOdds, _query.TierScale == ScoreScale.Probability ? map.ConditionOfProbability : map.ConditionOfLogOdds);
        var reasons = new ReasonSteps(_card, _dialect, _query.Reasons);
        string[] keys = reasons.DefineKeys(_chain, _contributions, Internal);

        _chain.Begin("scorecard_results");
        if (isInterpolated)
            _chain.Define(probability, map.Interpolated(_dialect.Quote(_logOdds), _dialect.Quote(uncalibrated)), _logOdds, uncalibrated);
        if (_query.Tiers is TierScheme tiersOfPoints && _query.TierScale == ScoreScale.Points)
            DefineTier(tiersOfPoints, _points, map.ConditionOfPoints);
        reasons.Define(_chain, keys, Internal, k => Prefixed(Invariant($"reason_{k}")));
    }

    private void DefineTier(TierScheme tiers, string score, Func<string, double, string> condition)
    {
        var cases = new TierCases(tiers, _dialect, threshold => condition(_dialect.Quote(score), threshold));
        _chain.Define(Prefixed("tier"), cases.ToLines(_query.PreviousTier is null ? null : _dialect.Quote(_previousTier)), _query.PreviousTier is null ? [score] : [score, _previousTier]);
    }

    private void DefineOfBins(string name, int column, Func<int, string> valueOf) => _chain.Define(name, _cases[column].ToLines(valueOf), _inputs[column]);

    /// <summary>A number and one more for each column, by its bin. All are exact, and so is their sum in any order.</summary>
    private List<string> Sum(double start, Func<int, int, double> valueOf)
    {
        List<string> lines = [_dialect.Literal(start)];
        for (int c = 0; c < _inputs.Length; c++)
        {
            IReadOnlyList<string> term = _cases[c].ToLines(bin => _dialect.Literal(valueOf(c, bin)));
            lines.AddRange([$"+ {term[0]}", .. term.Skip(1)]);
        }

        return lines;
    }

    private string Prefixed(string name) => _query.Prefix + name;

    /// <summary>The name of a column that is in the result if it was asked for.</summary>
    private string NameOf(string name, ScoreColumns column) => _query.Columns.HasFlag(column) ? Prefixed(name) : Internal(name);

    /// <summary>A name that is not in the result.</summary>
    private string Internal(string name)
    {
        while (!_names.Add(name))
            name += "_";
        return name;
    }
}
