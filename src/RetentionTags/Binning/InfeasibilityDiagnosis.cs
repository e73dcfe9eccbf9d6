using System.Globalization;
using RetentionTags.Binning.Solvers;

namespace RetentionTags.Binning;

/// <summary>
/// Why no division satisfies a recipe's constraints: which of them alone, or which two together, stand in the way, and how far each would have to be relaxed at least. Found by solving again with one
/// constraint relaxed at a time.
/// </summary>
internal sealed class InfeasibilityDiagnosis
{
    /// <summary>A number is sought until it is known to this part of itself.</summary>
    private const double Precision = 1e-4;

    /// <summary>The most significant digits that are said.</summary>
    private const int Digits = 4;

    /// <summary>The most halvings of a range of numbers, for one that may be next to nothing.</summary>
    private const int MostHalvings = 30;

    private static readonly Trend[] Alternatives = [Trend.Ascending, Trend.Descending, Trend.Peak, Trend.Valley, Trend.None];

    private readonly OptimalBinning _recipe;
    private readonly PrebinnedColumn _column;
    private readonly PeriodCounts? _periods;
    private readonly Trend _trend;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Two bins are a wish and no setting that could be relaxed.</summary>
    private readonly bool _isNote;

    private InfeasibilityDiagnosis(OptimalBinning recipe, PrebinnedColumn column, PeriodCounts? periods, Trend trend, bool isNote, CancellationToken cancellationToken) =>
        (_recipe, _column, _periods, _trend, _isNote, _cancellationToken) = (recipe, column, periods, trend, isNote, cancellationToken);

    /// <summary>The failure of a column's fit.</summary>
    /// <param name="recipe">The constraints.</param>
    /// <param name="column">The pre-bins.</param>
    /// <param name="periods">The counts by period, when the recipe asks for them.</param>
    /// <param name="trend">The trend that applies to the column.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static TrainingDataException ExceptionOf(OptimalBinning recipe, PrebinnedColumn column, PeriodCounts? periods, Trend trend, CancellationToken cancellationToken)
    {
        var diagnosis = new InfeasibilityDiagnosis(recipe, column, periods, trend, isNote: false, cancellationToken);
        int most = recipe.MinBins > 1 ? diagnosis.MostBins() : 0;
        string found = most > 0
            ? $"MinBins is {recipe.MinBins}, but no more than {most} can be formed"
            : "no division satisfies the constraints";
        return new($"Column '{column.Name}': {found} with {diagnosis.Constraints()}. {diagnosis.Remedies()}") { ColumnName = column.Name };
    }

    /// <summary>Why the optimum is a single bin.</summary>
    /// <inheritdoc cref="ExceptionOf"/>
    public static string NoteOf(OptimalBinning recipe, PrebinnedColumn column, PeriodCounts? periods, Trend trend, CancellationToken cancellationToken)
    {
        if (column.Counts.Size == 1)
            return column is PrebinnedCategories { Rare.Count: > 0 }
                ? Invariant($"it has one bin, since all {column.DistinctValues} categories have fewer than MinCategoryCount ({recipe.MinCategoryCount}) rows and were pooled. Lower MinCategoryCount to tell them apart.")
                : "it has one bin, since it has one pre-bin.";
        var diagnosis = new InfeasibilityDiagnosis(recipe with { MinBins = 2 }, column, periods, trend, isNote: true, cancellationToken);
        return diagnosis.IsFeasible(diagnosis._recipe, trend)
            ? $"it has one bin, since no division with {diagnosis.Constraints()} adds to the objective."
            : $"it has one bin, since no division into two satisfies {diagnosis.Constraints()}. {diagnosis.Remedies()}";
    }

    /// <summary>All that restricts the bins, in words.</summary>
    private string Constraints()
    {
        string[] settings = [.. Relaxations().Where(relaxation => relaxation.Setting is not nameof(OptimalBinning.MinBins) && relaxation.Trend is null).Select(relaxation => relaxation.Now)];
        return $"{string.Join(", ", [$"the trend {_trend}", .. settings])} and one event and one non-event in each bin";
    }

    private string Remedies()
    {
        Relaxation[] relaxations = [.. Relaxations()];
        string[] alone = [.. relaxations.Select(Smallest).OfType<string>()];
        if (alone.Length > 0)
            return $"{(alone.Length == 1 ? "This would do" : "Any one of these would do")}: {string.Join("; ", alone)}.";
        for (int i = 0; i < relaxations.Length; i++)
        {
            for (int j = i + 1; j < relaxations.Length; j++)
            {
                if (IsFeasible(relaxations[j].Most(relaxations[i].Most(_recipe)), relaxations[j].Trend ?? _trend))
                    return $"No single setting is to blame; relax both {relaxations[i].Name} and {relaxations[j].Name}, or leave the column out.";
            }
        }

        OptimalBinning loosest = relaxations.Aggregate(_recipe, (recipe, relaxation) => relaxation.Most(recipe));
        return IsFeasible(loosest, relaxations.Length > 0 ? relaxations[^1].Trend ?? _trend : _trend)
            ? "Several settings are to blame together: relax them one after another, or leave the column out."
            : "No setting would change that.";
    }

    /// <summary>The constraints that can be relaxed and are more than their defaults' least; the trends last, and of them the freest last.</summary>
    private IEnumerable<Relaxation> Relaxations()
    {
        if (_recipe.MinBins > 1 && !_isNote)
            yield return Number(nameof(OptimalBinning.MinBins), _recipe.MinBins, 1, true, (recipe, value) => recipe with { MinBins = (int)value });
        if (_recipe.MinBinShare > 0)
            yield return Number(nameof(OptimalBinning.MinBinShare), _recipe.MinBinShare, 0, false, (recipe, value) => recipe with { MinBinShare = value });
        if (_recipe.MaxBinShare < 1)
            yield return Number(nameof(OptimalBinning.MaxBinShare), _recipe.MaxBinShare, 1, false, (recipe, value) => recipe with { MaxBinShare = value });
        if (_recipe.MinBinEvents > 0)
            yield return Number(nameof(OptimalBinning.MinBinEvents), _recipe.MinBinEvents, 0, false, (recipe, value) => recipe with { MinBinEvents = value });
        if (_recipe.MinBinNonEvents > 0)
            yield return Number(nameof(OptimalBinning.MinBinNonEvents), _recipe.MinBinNonEvents, 0, false, (recipe, value) => recipe with { MinBinNonEvents = value });
        if (_recipe.MinRateDifference > 0)
            yield return Number(nameof(OptimalBinning.MinRateDifference), _recipe.MinRateDifference, 0, false, (recipe, value) => recipe with { MinRateDifference = value });
        if (_recipe.MaxPValue < 1)
            yield return Number(nameof(OptimalBinning.MaxPValue), _recipe.MaxPValue, 1, false, (recipe, value) => recipe with { MaxPValue = value });
        if (NeedsManyBins)
            yield return Number(nameof(OptimalBinning.MaxBins), _recipe.MaxBins, 256, true, (recipe, value) => recipe with { MaxBins = (int)value });
        foreach (Relaxation relaxation in Places())
            yield return relaxation;
        if (_periods is not null)
            yield return new(nameof(OptimalBinning.PeriodColumn), $"one direction in all periods of '{_recipe.PeriodColumn}'", "no PeriodColumn", recipe => recipe with { PeriodColumn = null });
        if (_recipe.Missing != MissingPolicy.OwnBin && _column.Missing.Count > 0)
            yield return new(nameof(OptimalBinning.Missing), $"Missing {_recipe.Missing}", $"Missing OwnBin instead of {_recipe.Missing}", recipe => recipe with { Missing = MissingPolicy.OwnBin });
        if (!_column.IsOrdered || _trend is Trend.Automatic or Trend.None)
            yield break;
        foreach (Trend other in _recipe.Objective == BinningObjective.Gini ? TrendSelection.CandidatesOf(BinningObjective.Gini) : Alternatives)
        {
            if (other != _trend)
                yield return new(nameof(OptimalBinning.Trend), $"the trend {_trend}", $"Trend {other} instead of {_trend}", recipe => recipe with { Trend = other }) { Trend = other };
        }
    }

    /// <summary>What says where cuts must be or must not be. What a column of this kind has no use for is no constraint on it.</summary>
    private IEnumerable<Relaxation> Places()
    {
        bool isNumeric = _column is PrebinnedNumbers;
        if (isNumeric)
        {
            foreach (double cut in _recipe.FixedCuts)
                yield return new(nameof(OptimalBinning.FixedCuts), Invariant($"a cut at {cut}"), Invariant($"FixedCuts without {cut}"), recipe => recipe with { FixedCuts = [.. recipe.FixedCuts.Where(each => each != cut)] }) { Name = Invariant($"FixedCuts (at {cut})") };
        }

        if (isNumeric && _recipe.UndividedRanges.Count > 0)
            yield return new(nameof(OptimalBinning.UndividedRanges), "UndividedRanges", "no UndividedRanges", recipe => recipe with { UndividedRanges = [] });
        if (isNumeric && _recipe.SignChangeAt is double at)
            yield return new(nameof(OptimalBinning.SignChangeAt), Invariant($"a change of sign at {at}"), "no SignChangeAt", recipe => recipe with { SignChangeAt = null });
        if (!isNumeric && _recipe.CategoriesApart.Count > 0)
            yield return new(nameof(OptimalBinning.CategoriesApart), "CategoriesApart", "no CategoriesApart", recipe => recipe with { CategoriesApart = [] });
    }

    /// <summary>Whether some constraint asks for more than one bin, so that there can be too few.</summary>
    private bool NeedsManyBins => _recipe.MaxBinShare < 1
        || (_column is PrebinnedNumbers ? _recipe.FixedCuts.Count > 0 || _recipe.SignChangeAt is not null : _recipe.CategoriesApart.Count > 0);

    private static Relaxation Number(string setting, double now, double least, bool isWhole, Func<OptimalBinning, double, OptimalBinning> with) =>
        new(setting, Invariant($"{setting} {now}"), "", recipe => with(recipe, least)) { Range = (now, least, isWhole), With = with };

    /// <summary>The smallest relaxation of one constraint that makes a division possible, in words; nothing when it does not help alone.</summary>
    private string? Smallest(Relaxation relaxation)
    {
        Trend trend = relaxation.Trend ?? _trend;
        if (!IsFeasible(relaxation.Most(_recipe), trend))
            return null;
        if (relaxation.Range is not (double infeasible, double feasible, bool isWhole) || relaxation.With is not { } with)
            return relaxation.Text;
        (double now, bool isLess) = (infeasible, feasible < infeasible);
        for (int i = 0; isWhole ? Math.Abs(feasible - infeasible) > 1 : i < MostHalvings && Math.Abs(feasible - infeasible) > Precision * feasible; i++)
        {
            // Upwards from a number above 0, which may be very small, by its size.
            double middle = isLess || isWhole ? (feasible + infeasible) / 2 : Math.Sqrt(feasible * infeasible);
            middle = isWhole ? Math.Floor(middle) : middle;
            if (IsFeasible(with(_recipe, middle), trend))
                feasible = middle;
            else
                infeasible = middle;
        }

        if (!isWhole)
            feasible = Shortest(feasible, infeasible, number => IsFeasible(with(_recipe, number), trend));
        return Invariant($"{relaxation.Setting} {(isLess ? "at most" : "at least")} {feasible} instead of {now}");
    }

    /// <summary>Between the two the feasible number with the fewest digits; if four are not enough, four of the first, rounded away from the other.</summary>
    private static double Shortest(double feasible, double infeasible, Predicate<double> isFeasible)
    {
        for (int digits = 1; digits <= Digits && feasible > 0; digits++)
        {
            double number = Rounded((feasible + infeasible) / 2, digits, Math.Round);
            if (number >= Math.Min(feasible, infeasible) && number <= Math.Max(feasible, infeasible) && isFeasible(number))
                return number;
        }

        return feasible > 0 ? Rounded(feasible, Digits, feasible < infeasible ? Math.Floor : Math.Ceiling) : feasible;
    }

    private static double Rounded(double value, int digits, Func<double, double> toWhole)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)) + 1 - digits);
        return double.Parse((toWhole(value / unit) * unit).ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private int MostBins()
    {
        var problem = new BinaryProblem(_recipe, _column, _column.Counts, _periods, _cancellationToken);
        return Trends(_trend).Max(problem.MostBins);
    }

    private bool IsFeasible(OptimalBinning recipe, Trend trend)
    {
        var problem = new BinaryProblem(recipe, _column, _column.Counts, recipe.PeriodColumn is null ? null : _periods, _cancellationToken);
        return Trends(trend).Any(each => problem.Best(each) is not null);
    }

    /// <summary>The trends that have to be tried: bins that ascend or descend are a peak and a valley too.</summary>
    private IReadOnlyList<Trend> Trends(Trend trend) =>
        trend != Trend.Automatic ? [trend] : _recipe.Objective == BinningObjective.Gini ? TrendSelection.CandidatesOf(BinningObjective.Gini) : [Trend.Peak, Trend.Valley];

    /// <summary>A constraint and how to relax it.</summary>
    /// <param name="Setting">The setting's name.</param>
    /// <param name="Now">What it says at present.</param>
    /// <param name="Text">What to do about it, unless it is a number to be found.</param>
    /// <param name="Most">The recipe with it relaxed as far as possible.</param>
    private sealed record Relaxation(string Setting, string Now, string Text, Func<OptimalBinning, OptimalBinning> Most)
    {
        private readonly Trend? _trend;

        /// <summary>The setting, and which part or value of it is meant where that is not clear.</summary>
        public string Name { get; init; } = Setting;

        /// <summary>The present value, the most relaxed one, and whether only whole numbers are allowed.</summary>
        public (double Now, double Least, bool IsWhole)? Range { get; init; }

        public Func<OptimalBinning, double, OptimalBinning>? With { get; init; }

        /// <summary>The trend to take instead.</summary>
        public Trend? Trend
        {
            get => _trend;
            init => (_trend, Name) = (value, $"{Setting} (to {value})");
        }
    }
}
