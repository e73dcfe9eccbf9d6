using System.Globalization;
using RetentionTags.Binning.Solvers;

namespace RetentionTags.Binning;

/// <summary>
/// Why no division satisfies a recipe's constraints: which of them alone, or which two together, stand in the way, and how far each would have to be relaxed at least. Found by solving again with one
/// constraint relaxed at a time.
/// </summary>
internal sealed class InfeasibilityDiagnosis
{
    /// <summary>Halvings of a range of numbers, after which about four digits are certain.</summary>
    private const int Halvings = 14;

    private readonly OptimalBinning _recipe;
    private readonly PrebinnedColumn _column;
    private readonly PeriodCounts? _periods;
    private readonly Trend _trend;
    private readonly CancellationToken _cancellationToken;

    /// <param name="recipe">The constraints.</param>
    /// <param name="column">The pre-bins.</param>
    /// <param name="periods">The counts by period, when the recipe asks for them.</param>
    /// <param name="trend">The trend that applies to the column.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public InfeasibilityDiagnosis(OptimalBinning recipe, PrebinnedColumn column, PeriodCounts? periods, Trend trend, CancellationToken cancellationToken) =>
        (_recipe, _column, _periods, _trend, _cancellationToken) = (recipe, column, periods, trend, cancellationToken);

    public TrainingDataException ToException()
    {
        int most = MostBins(_recipe);
        string found = most > 0 && most < _recipe.MinBins
            ? $"MinBins is {_recipe.MinBins}, but no more than {most} can be formed"
            : "no division satisfies the constraints";
        return new($"Column '{_column.Name}': {found} with {Constraints()}. {Remedies()}") { ColumnName = _column.Name };
    }

    /// <summary>Why there is a single bin.</summary>
    public string ToNote() => IsFeasible(_recipe, _trend)
        ? $"it has one bin, since no division with {Constraints()} adds to the objective."
        : $"it has one bin, since no division into two satisfies {Constraints()}. {Remedies()}";

    /// <summary>All that restricts the bins, in words.</summary>
    private string Constraints()
    {
        var parts = new List<string> { $"the trend {_trend}" };
        foreach (Relaxation relaxation in Relaxations())
        {
            if (relaxation.Setting is not nameof(OptimalBinning.MinBins) and not nameof(OptimalBinning.Trend))
                parts.Add(relaxation.Now);
        }

        parts.Add("one event and one non-event in each bin");
        return string.Join(", ", parts[..^1]) + " and " + parts[^1];
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
                if (IsFeasible(relaxations[j].Most(relaxations[i].Most(_recipe)), relaxations[i].Trend ?? relaxations[j].Trend ?? _trend))
                    return $"No single setting is to blame; relax both {relaxations[i].Setting} and {relaxations[j].Setting}, or leave the column out.";
            }
        }

        return "Several settings are to blame together: relax them one after another, or leave the column out.";
    }

    /// <summary>The constraints that can be relaxed and are more than their defaults' least.</summary>
    private IEnumerable<Relaxation> Relaxations()
    {
        if (_recipe.MinBins > 1)
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
        if (_recipe.FixedCuts.Count > 0)
        {
            yield return Number(nameof(OptimalBinning.MaxBins), _recipe.MaxBins, 256, true, (recipe, value) => recipe with { MaxBins = (int)value });
            foreach (double cut in _recipe.FixedCuts)
                yield return new(nameof(OptimalBinning.FixedCuts), Invariant($"a cut at {cut}"), Invariant($"FixedCuts without {cut}"), recipe => recipe with { FixedCuts = [.. recipe.FixedCuts.Where(each => each != cut)] });
        }

        if (_recipe.UndividedRanges.Count > 0)
            yield return new(nameof(OptimalBinning.UndividedRanges), "UndividedRanges", "no UndividedRanges", recipe => recipe with { UndividedRanges = [] });
        if (_recipe.SignChangeAt is double at)
            yield return new(nameof(OptimalBinning.SignChangeAt), Invariant($"a change of sign at {at}"), "no SignChangeAt", recipe => recipe with { SignChangeAt = null });
        if (_recipe.CategoriesApart.Count > 0)
            yield return new(nameof(OptimalBinning.CategoriesApart), "CategoriesApart", "no CategoriesApart", recipe => recipe with { CategoriesApart = [] });
        if (_periods is not null)
            yield return new(nameof(OptimalBinning.PeriodColumn), $"one direction in all periods of '{_recipe.PeriodColumn}'", "no PeriodColumn", recipe => recipe with { PeriodColumn = null }) { WithoutPeriods = true };
        if (_column.IsOrdered && _recipe.Objective != BinningObjective.Gini)
        {
            foreach (Trend other in (Trend[])[Trend.Ascending, Trend.Descending, Trend.Peak, Trend.Valley, Trend.None])
            {
                if (other != _trend && _trend is not (Trend.Automatic or Trend.None))
                    yield return new(nameof(OptimalBinning.Trend), $"the trend {_trend}", $"Trend {other} instead of {_trend}", recipe => recipe with { Trend = other }) { Trend = other };
            }
        }
    }

    private static Relaxation Number(string setting, double now, double least, bool isWhole, Func<OptimalBinning, double, OptimalBinning> with) =>
        new(setting, Invariant($"{setting} {now}"), "", recipe => with(recipe, least)) { Range = (now, least, isWhole), With = with };

    /// <summary>The smallest relaxation of one constraint that makes a division possible, in words; nothing when it does not help alone.</summary>
    private string? Smallest(Relaxation relaxation)
    {
        PeriodCounts? periods = relaxation.WithoutPeriods ? null : _periods;
        Trend trend = relaxation.Trend ?? _trend;
        if (!IsFeasible(relaxation.Most(_recipe), trend, periods))
            return null;
        if (relaxation.Range is not (double infeasible, double feasible, bool isWhole) || relaxation.With is null)
            return relaxation.Text;
        (double now, bool isLess) = (infeasible, feasible < infeasible);
        for (int i = 0; isWhole ? Math.Abs(feasible - infeasible) > 1 : i < Halvings; i++)
        {
            double middle = isWhole ? Math.Floor((feasible + infeasible) / 2) : (feasible + infeasible) / 2;
            if (IsFeasible(relaxation.With(_recipe, middle), trend, periods))
                feasible = Rounded(middle, isLess, isWhole);
            else
                infeasible = middle;
        }

        return Invariant($"{relaxation.Setting} {(isLess ? "at most" : "at least")} {feasible} instead of {now}");
    }

    /// <summary>Four significant digits, to the feasible side.</summary>
    private static double Rounded(double value, bool isLess, bool isWhole)
    {
        if (isWhole || value == 0)
            return value;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 3);
        return double.Parse(Invariant($"{(isLess ? Math.Floor(value / unit) : Math.Ceiling(value / unit)) * unit:G4}"), CultureInfo.InvariantCulture);
    }

    private int MostBins(OptimalBinning recipe)
    {
        var problem = new BinaryProblem(recipe, _column, _column.Counts, _periods, _cancellationToken);
        return Trends(_trend, recipe).Max(problem.MostBins);
    }

    private bool IsFeasible(OptimalBinning recipe, Trend trend) => IsFeasible(recipe, trend, recipe.PeriodColumn is null ? null : _periods);

    private bool IsFeasible(OptimalBinning recipe, Trend trend, PeriodCounts? periods)
    {
        var problem = new BinaryProblem(recipe, _column, _column.Counts, periods, _cancellationToken);
        return Trends(trend, recipe).Any(each => problem.MostBins(each) >= recipe.MinBins);
    }

    private static IReadOnlyList<Trend> Trends(Trend trend, OptimalBinning recipe) => trend == Trend.Automatic ? TrendSelection.CandidatesOf(recipe.Objective) : [trend];

    /// <summary>A constraint and how to relax it.</summary>
    /// <param name="Setting">The setting's name.</param>
    /// <param name="Now">What it says at present.</param>
    /// <param name="Text">What to do about it, unless it is a number to be found.</param>
    /// <param name="Most">The recipe with it relaxed as far as possible.</param>
    private sealed record Relaxation(string Setting, string Now, string Text, Func<OptimalBinning, OptimalBinning> Most)
    {
        /// <summary>The present value, the most relaxed one, and whether only whole numbers are allowed.</summary>
        public (double Now, double Least, bool IsWhole)? Range { get; init; }

        public Func<OptimalBinning, double, OptimalBinning>? With { get; init; }

        public Trend? Trend { get; init; }

        public bool WithoutPeriods { get; init; }
    }
}
