using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;

namespace RetentionTags.Selection;

/// <summary>The search of <see cref="Stepwise"/>.</summary>
internal sealed class StepwiseSearch
{
    /// <summary>By how much a criterion must fall.</summary>
    private const double LeastGain = 1e-7;

    private static readonly LogisticRegression Regression = new() { StandardErrors = StandardErrors.ModelBased };
    private readonly Stepwise _recipe;
    private readonly SelectionRun _run;
    private readonly string[] _names;
    private readonly TrainingSet _coded;
    private readonly bool _hasSigns;

    /// <param name="recipe">How to search.</param>
    /// <param name="run">The funnel.</param>
    /// <param name="names">The columns that take part.</param>
    public StepwiseSearch(Stepwise recipe, SelectionRun run, string[] names)
    {
        _recipe = recipe;
        _run = run;
        _names = [.. run.ByPreference(names)];
        _hasSigns = recipe.Coding == SelectionCoding.Woe && recipe.RequirePositiveCoefficients;

        // The score test takes the probabilities of the rows as they are; the population's would leave residuals that do not add up to 0.
        _coded = run.Data.WithPopulationEventRate(null).WithTable(Table.Create(run.Each(names.Length, i => recipe.Coding == SelectionCoding.Raw ? run.Data.Table[names[i]] : run.Binning[names[i]].ToWoe(run.Data.Table))));
    }

    public void Run()
    {
        Model current = Fit(null, [.. _coded.Table.Columns.Select(column => column.Name).Where(name => _recipe.Direction == StepwiseDirection.Backward || _run.MustStay(name))]);
        _run.Move(SelectionAction.Start, null, CriterionOf(current));
        var seen = new HashSet<string>(StringComparer.Ordinal) { current.Key };
        var outcomes = new Dictionary<string, Change>(StringComparer.Ordinal);
        while (Next(current, outcomes) is Change change)
        {
            if (!seen.Add(change.To.Key))
            {
                _run.Note(FindingSeverity.Warning, FindingCodes.StepwiseCycle, $"the stepwise search came back to a set of columns that it had before ({change.Action} '{change.ColumnName}') and ended there. Lower Enter, raise Leave, or go in one direction only.");
                break;
            }

            _run.Move(change.Action, change.ColumnName, CriterionOf(change.To));
            outcomes[change.ColumnName] = change;
            current = change.To;
        }

        foreach (string name in _names.Reverse().Where(name => !current.Names.Contains(name)))
            Drop(name, outcomes.GetValueOrDefault(name));
        _run.Note(current.Regression?.Findings ?? []);
    }

    /// <summary>The move to make.</summary>
    private Change? Next(Model current, Dictionary<string, Change> outcomes)
    {
        _run.CancellationToken.ThrowIfCancellationRequested();
        if (_hasSigns && Lowest(current) is { Value: <= 0 } lowest)
            return To(current, SelectionAction.Remove, lowest.Name) with { LowestName = lowest.Name, LowestCoefficient = lowest.Value };
        if (_recipe.Shortlist > 0)
        {
            HashSet<string> promising = Promising(current);
            if (Best(current, Moves(current, promising.Contains), outcomes) is Change best)
                return best;
        }

        return Best(current, Moves(current, _ => true), outcomes);
    }

    /// <summary>Fits all moves with some of the columns; among equals the preferred one is first.</summary>
    private Change[] Moves(Model current, Func<string, bool> isLookedAt)
    {
        string[] removals = _recipe.Direction == StepwiseDirection.Forward ? [] : [.. _names.Reverse().Where(name => current.Names.Contains(name) && !_run.MustStay(name) && isLookedAt(name))];
        string[] additions = _recipe.Direction == StepwiseDirection.Backward ? [] : [.. _names.Where(name => !current.Names.Contains(name) && isLookedAt(name))];
        return _run.Each(removals.Length + additions.Length, i => i < removals.Length
            ? To(current, SelectionAction.Remove, removals[i])
            : WithSigns(To(current, SelectionAction.Add, additions[i - removals.Length])));
    }

    /// <summary>The best of some moves, if it is to be made; every addition among them is written down as the column's outcome so far.</summary>
    private Change? Best(Model current, Change[] changes, Dictionary<string, Change> outcomes)
    {
        foreach (Change addition in changes.Where(change => change.Action == SelectionAction.Add))
            outcomes[addition.ColumnName] = addition;
        return _recipe.Criterion == StepwiseCriterion.PValue ? BestByPValue(changes) : BestByCriterion(current, changes);
    }

    /// <summary>The columns whose coming, and those whose going, promises most.</summary>
    private HashSet<string> Promising(Model current)
    {
        var test = new ScoreTest(_coded, current.Regression);
        string[] others = [.. _names.Where(name => !current.Names.Contains(name))];
        (double Slope, double Statistic)[] promises = _recipe.Direction == StepwiseDirection.Backward ? [] : _run.Each(others.Length, i => test.Of(_coded.Table.Numeric(others[i])));
        IEnumerable<string> additions = Enumerable.Range(0, promises.Length)
            .OrderByDescending(i => _hasSigns && promises[i].Slope <= 0 && !_run.MustStay(others[i]) ? -1 : promises[i].Statistic)
            .Select(i => others[i]);
        IEnumerable<string> removals = (current.Regression?.Coefficients ?? []).Where(coefficient => !_run.MustStay(coefficient.Name)).OrderBy(coefficient => Math.Abs(coefficient.Z)).Select(coefficient => coefficient.Name);
        return [.. additions.Take(_recipe.Shortlist), .. removals.Take(_recipe.Shortlist)];
    }

    private Change? BestByCriterion(Model current, Change[] changes)
    {
        Change? best = changes.Where(change => change.LowestName is null).MinBy(change => CriterionOf(change.To));
        return best is not null && CriterionOf(best.To) < CriterionOf(current) - LeastGain ? best : null;
    }

    /// <summary>By the statistic, which tells apart what is 0 as a P value.</summary>
    private Change? BestByPValue(Change[] changes)
    {
        Change? leaving = changes.Where(change => change.Action == SelectionAction.Remove).MinBy(change => change.LikelihoodRatio);
        if (leaving is not null && leaving.PValue > _recipe.Leave)
            return leaving;
        Change? coming = changes.Where(change => change.Action == SelectionAction.Add && change.LowestName is null).MaxBy(change => change.LikelihoodRatio);
        return coming is not null && coming.PValue < _recipe.Enter ? coming : null;
    }

    private Change To(Model current, SelectionAction action, string name) =>
        new(action, name, current, Fit(current.Regression, action == SelectionAction.Add ? [.. current.Names, name] : [.. current.Names.Where(other => other != name)]));

    /// <summary>An addition with the coefficient that forbids it, if there is one.</summary>
    private Change WithSigns(Change addition) => _hasSigns && Lowest(addition.To) is { Value: <= 0 } lowest
        ? addition with { LowestName = lowest.Name, LowestCoefficient = lowest.Value }
        : addition;

    /// <summary>The lowest coefficient of a column that may go.</summary>
    private Coefficient? Lowest(Model model) => model.Regression?.Coefficients.Where(coefficient => !_run.MustStay(coefficient.Name)).MinBy(coefficient => coefficient.Value);

    private Model Fit(LogisticModel? start, string[] names)
    {
        if (names.Length == 0)
            return new(names, null, (_coded.EventWeight * Math.Log(_coded.EventRate)) + (_coded.NonEventWeight * Math.Log(1 - _coded.EventRate)), 1);
        TrainingSet data = _coded.WithTable(_coded.Table.Select(names));
        LogisticModel model = start is null ? Regression.Fit(data, null, _run.CancellationToken) : Regression.Fit(data, start, null, _run.CancellationToken);
        return new(names, model, model.LogLikelihood, model.Convergence.Rank);
    }

    private double CriterionOf(Model model) => _recipe.Criterion switch
    {
        StepwiseCriterion.Aic => (-2 * model.LogLikelihood) + (2 * model.Rank),
        StepwiseCriterion.Bic => (-2 * model.LogLikelihood) + (model.Rank * Math.Log(_coded.TotalWeight)),
        _ => model.LogLikelihood,
    };

    /// <summary>Leaves a column out; one that a cycle kept from being fitted has no outcome.</summary>
    private void Drop(string name, Change? outcome)
    {
        if (outcome is null)
            _run.Drop(name, "the search ended before it was fitted.", []);
        else
            _run.Drop(name, Reason(outcome), Numbers(outcome), outcome.LowestName == name ? null : outcome.LowestName);
    }

    private string Reason(Change change)
    {
        string verb = change.Action == SelectionAction.Add ? "with it" : "without it";
        if (change.LowestName is string lowest)
            return Invariant($"{(change.Action == SelectionAction.Add ? $"with it the coefficient of '{lowest}' would be" : "beside the other columns its coefficient was")} {change.LowestCoefficient:F4}, and RequirePositiveCoefficients is set.");
        return _recipe.Criterion == StepwiseCriterion.PValue
            ? Invariant($"the likelihood-ratio test {verb} has P = {change.PValue:F4}; to come it must be below {_recipe.Enter}, to stay not above {_recipe.Leave}.")
            : Invariant($"{verb} the {Abbreviation} {(change.Action == SelectionAction.Add ? "would be" : "was")} {CriterionOf(change.To):F4} instead of {CriterionOf(change.From):F4}.");
    }

    private ValueList<SelectionNumber> Numbers(Change change)
    {
        if (change.LowestName is not null)
            return [new("coefficient", change.LowestCoefficient)];
        (Model without, Model with) = change.Action == SelectionAction.Add ? (change.From, change.To) : (change.To, change.From);
        return _recipe.Criterion == StepwiseCriterion.PValue
            ? [new("P value", change.PValue), new("likelihood ratio", change.LikelihoodRatio), new(nameof(Stepwise.Enter), _recipe.Enter), new(nameof(Stepwise.Leave), _recipe.Leave)]
            : [new($"{Abbreviation} without", CriterionOf(without)), new($"{Abbreviation} with", CriterionOf(with))];
    }

    private string Abbreviation => _recipe.Criterion == StepwiseCriterion.Aic ? "AIC" : "BIC";

    /// <summary>A regression on some of the columns; none when there are no columns.</summary>
    private sealed record Model(string[] Names, LogisticModel? Regression, double LogLikelihood, int Rank)
    {
        public string Key { get; } = string.Join('\0', Names.Order(StringComparer.Ordinal));
    }

    /// <summary>A move that could be made, and the coefficient that forbids or forces it.</summary>
    private sealed record Change(SelectionAction Action, string ColumnName, Model From, Model To)
    {
        public string? LowestName { get; init; }

        public double LowestCoefficient { get; init; }

        public double LikelihoodRatio => Math.Max(0, 2 * Math.Abs(To.LogLikelihood - From.LogLikelihood));

        public double PValue => Tails.ChiSquare(LikelihoodRatio, Math.Abs(To.Rank - From.Rank));
    }
}
