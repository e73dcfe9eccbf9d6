using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Selection;

/// <summary>A funnel on its way: the columns that are left, what became of the others, and what the steps have computed for one another.</summary>
internal sealed class SelectionRun
{
    private readonly SelectionFunnel _recipe;
    private readonly HashSet<string> _alwaysKeep;
    private readonly List<string> _candidates;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<DroppedColumn> _dropped = [];
    private readonly List<SelectionStage> _stages = [];
    private readonly List<Finding> _findings = [];
    private readonly List<ColumnMeasure> _measures = [];
    private readonly List<SelectionMove> _moves = [];
    private readonly Dictionary<string, ushort[]> _codes = new(StringComparer.Ordinal);

    public SelectionRun(SelectionFunnel recipe, TrainingSet data, BinningModel binning, CancellationToken cancellationToken)
    {
        _recipe = recipe;
        Data = data;
        Binning = binning;
        CancellationToken = cancellationToken;
        _alwaysKeep = new(recipe.AlwaysKeep, StringComparer.Ordinal);
        _candidates = [.. binning.Columns.Select(column => column.ColumnName)];
        for (int place = 0; place < _candidates.Count; place++)
            _places.Add(_candidates[place], place);
        foreach (ColumnFailure failure in binning.Failures)
        {
            _dropped.Add(new(failure.ColumnName, nameof(SelectionFunnel.Binning), -1, $"it cannot be binned. {failure.Message}", [], null));
            if (_alwaysKeep.Contains(failure.ColumnName))
                throw new TrainingDataException($"AlwaysKeep names '{failure.ColumnName}', which cannot be binned. {failure.Message}") { ColumnName = failure.ColumnName };
        }
    }

    public TrainingSet Data { get; }

    public BinningModel Binning { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>The columns that are left, in the table's order; a copy, so that they can be dropped while it is read.</summary>
    public string[] Candidates => [.. _candidates];

    public SelectionModel Run(IProgress<FitProgress>? progress)
    {
        for (int i = 0; i < _recipe.Steps.Count; i++)
        {
            CancellationToken.ThrowIfCancellationRequested();
            int before = _candidates.Count;
            _recipe.Steps[i].Apply(this);
            _stages.Add(new(_recipe.Steps[i].Name, before, _candidates.Count, [.. _measures.OrderBy(measure => _places[measure.ColumnName])], [.. _moves]));
            _measures.Clear();
            _moves.Clear();
            progress?.Report(new("selection", i + 1, _recipe.Steps.Count));
        }

        if (_candidates.Count == 0)
            Note(FindingSeverity.Warning, FindingCodes.NothingSelected, "no column is left. Dropped says why each one went: loosen a step, or add columns that say more.");
        return new(_recipe, Binning, [.. _candidates], [.. _dropped], [.. _stages], [.. _findings]);
    }

    public bool MustStay(string columnName) => _alwaysKeep.Contains(columnName);

    public double InformationValueOf(string columnName) => Binning[columnName].InformationValue;

    /// <summary>Columns with the one to be preferred first: those that must stay, then by information value, then as in the table.</summary>
    public IEnumerable<string> ByPreference(IEnumerable<string> columnNames) =>
        columnNames.OrderByDescending(MustStay).ThenByDescending(InformationValueOf);

    /// <summary>Leaves a column out, unless it must stay.</summary>
    public void Drop(string columnName, string reason, ValueList<SelectionNumber> numbers, string? rival = null)
    {
        if (MustStay(columnName))
        {
            Note(FindingSeverity.Note, FindingCodes.KeptAgainstStep, $"kept because AlwaysKeep names it. {_recipe.Steps[_stages.Count].Name}: {reason}", columnName);
            return;
        }

        _candidates.Remove(columnName);
        _dropped.Add(new(columnName, _recipe.Steps[_stages.Count].Name, _stages.Count, reason, numbers, rival));
    }

    public void Measure(string columnName, double value) => _measures.Add(new(columnName, value));

    public void Move(SelectionAction action, string? columnName, double value) => _moves.Add(new(action, columnName, value));

    public void Note(FindingSeverity severity, string code, string message, string? columnName = null) => _findings.Add(new(severity, code, message, columnName));

    public void Note(IEnumerable<Finding> findings) => _findings.AddRange(findings);

    /// <summary>Says that the step at hand kept a column without having judged it.</summary>
    public void NotJudged(string columnName, string why)
    {
        Measure(columnName, double.NaN);
        Note(FindingSeverity.Note, FindingCodes.NotJudged, $"{_recipe.Steps[_stages.Count].Name} kept it without judging it: {why}", columnName);
    }

    /// <summary>The bin of each row for each column; found once.</summary>
    public ushort[][] CodesOf(string[] columnNames)
    {
        string[] missing = [.. columnNames.Where(name => !_codes.ContainsKey(name))];
        ushort[][] found = Each(missing.Length, i => BinsOf(missing[i]));
        for (int i = 0; i < missing.Length; i++)
            _codes.Add(missing[i], found[i]);
        return [.. columnNames.Select(name => _codes[name])];
    }

    /// <summary>Computes results side by side; each depends on its own index only.</summary>
    public T[] Each<T>(int count, Func<int, T> compute)
    {
        var results = new T[count];
        InParallel.For(count, i => results[i] = compute(i), Binning.Recipe.MaxThreads, "selection", progress: null, CancellationToken);
        return results;
    }

    private ushort[] BinsOf(string columnName)
    {
        var bins = new int[Data.RowCount];
        Binning[columnName].ToBins(Data.Table[columnName], bins);
        var codes = new ushort[bins.Length];
        for (int row = 0; row < bins.Length; row++)
            codes[row] = (ushort)bins[row];
        return codes;
    }
}
