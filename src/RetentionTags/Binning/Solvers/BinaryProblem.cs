namespace RetentionTags.Binning.Solvers;

/// <summary>
/// A recipe's objective and constraints on the pre-bins of one column, as the general solver understands them.
/// </summary>
internal sealed class BinaryProblem
{
    private readonly OptimalBinning _recipe;
    private readonly PrebinnedColumn _column;
    private readonly IntervalCounts _counts;
    private readonly PeriodCounts? _periods;
    private readonly PlacementPolicy? _placement;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<(bool GiniFalls, SignSide Side), PartitionSolver> _solvers = [];

    /// <param name="recipe">Objective and constraints.</param>
    /// <param name="column">Names, boundaries and missing rows of the pre-bins.</param>
    /// <param name="counts">The counts of the pre-bins: the column's own, or those of a part of its rows.</param>
    /// <param name="periods">The counts by period, when the recipe asks for them.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public BinaryProblem(OptimalBinning recipe, PrebinnedColumn column, IntervalCounts counts, PeriodCounts? periods, CancellationToken cancellationToken)
    {
        (_recipe, _column, _counts, _periods, _cancellationToken) = (recipe, column, counts, periods, cancellationToken);
        _placement = column.Missing.Count > 0 ? Placement.PolicyOf(recipe.Missing) : null;
    }

    /// <summary>Which side of 0 the weights of evidence below the change of sign are on.</summary>
    private enum SignSide
    {
        Either,
        LowerIsNegative,
        LowerIsPositive,
    }

    /// <summary>The optimum for a trend; <see langword="null"/> when no division satisfies the constraints.</summary>
    public Partition? Best(Trend trend)
    {
        Partition? best = null;
        foreach (PartitionSolver solver in SolversFor(trend))
        {
            if (solver.Best(trend) is Partition partition && (best is null || partition.Value > best.Value))
                best = partition;
        }

        return best;
    }

    /// <summary>The largest number of bins that some division has; 0 when there is none.</summary>
    public int MostBins(Trend trend) => SolversFor(trend).Max(solver => solver.MostBins(trend));

    /// <summary>The counts of each bin of a division, the missing rows where they were placed.</summary>
    public BinCounts[] CountsOf(Partition partition)
    {
        var counts = new BinCounts[partition.BinCount];
        for (int bin = 0; bin < counts.Length; bin++)
        {
            counts[bin] = _counts[partition.Starts[bin], partition.EndOf(bin, _counts.Size)];
            if (bin == partition.MissingBin)
                counts[bin] = counts[bin].Plus(_column.Missing);
        }

        return counts;
    }

    private IEnumerable<PartitionSolver> SolversFor(Trend trend)
    {
        bool giniFalls = _recipe.Objective == BinningObjective.Gini && trend == Trend.Descending;
        SignSide[] sides = _column.SignChange(_recipe) == 0 ? [SignSide.Either] : [SignSide.LowerIsNegative, SignSide.LowerIsPositive];
        return sides.Select(side => SolverFor(giniFalls, side));
    }

    private PartitionSolver SolverFor(bool giniFalls, SignSide side)
    {
        if (_solvers.TryGetValue((giniFalls, side), out PartitionSolver? solver))
            return solver;
        bool[] allowed = AllowedIntervals(side);
        IntervalTable plain = Table(allowed, giniFalls, side, withMissing: false);
        IntervalTable? takers = _placement is null ? null : Table(allowed, giniFalls, side, withMissing: true);
        var rules = new PartitionRules { MinBins = _recipe.MinBins, MaxBins = _recipe.MaxBins, Pairs = PairRules(plain, takers), AllPairs = AllPairsRule() };
        if (_column.Centers is { } centers)
            rules = rules with { Center = centers };
        solver = new(new Placement(plain, takers), _placement ?? PlacementPolicy.Nearest, rules, _cancellationToken);
        _solvers.Add((giniFalls, side), solver);
        return solver;
    }

    private IPairRule? PairRules(IntervalTable plain, IntervalTable? takers)
    {
        var rules = new List<IPairRule>();
        if (_recipe.MinRateDifference > 0)
            rules.Add(new MinDifference(plain, _recipe.MinRateDifference, takers));
        if (_recipe.MaxPValue < 1 && _recipe.PValuePairs == PairScope.Adjacent)
            rules.Add(new AdjacentSignificance(_counts, _recipe.MaxPValue, _column.Missing));
        if (_periods is not null)
            rules.Add(new SameDirectionInPeriods(_periods.Events, _periods.Counts, _periods.MissingEvents, _periods.MissingCounts));
        return rules.Count switch
        {
            0 => null,
            1 => rules[0],
            _ => new AllOf([.. rules]),
        };
    }

    private AdjacentSignificance? AllPairsRule() => _recipe.MaxPValue < 1 && _recipe.PValuePairs == PairScope.All
        ? new(_counts, _recipe.MaxPValue, _column.Missing)
        : null;

    /// <summary>For each interval, at start · (size + 1) + end, whether its ends and what lies between them are allowed.</summary>
    private bool[] AllowedIntervals(SignSide side)
    {
        int size = _counts.Size;
        bool[] must = new bool[size + 1], may = new bool[size + 1];
        for (int boundary = 1; boundary < size; boundary++)
        {
            must[boundary] = _column.MustCut(boundary, _recipe) || (side != SignSide.Either && boundary == _column.SignChange(_recipe));
            may[boundary] = _column.MayCut(boundary, _recipe);
        }

        may[0] = may[size] = true;
        int[] furthest = _column.FurthestEnds(_recipe);
        var allowed = new bool[(size + 1) * (size + 1)];
        for (int start = 0; start < size; start++)
        {
            for (int end = start + 1; may[start] && end <= furthest[start]; end++)
            {
                allowed[(start * (size + 1)) + end] = may[end];
                if (must[end])
                    break;
            }
        }

        return allowed;
    }

    private IntervalTable Table(bool[] allowed, bool giniFalls, SignSide side, bool withMissing)
    {
        int size = _counts.Size;
        bool isOfAllRows = _recipe.ShareBase == ShareBase.AllRows;
        double regular = _counts.Weight, total = isOfAllRows ? _counts.TotalEvents + _counts.TotalNonEvents : regular;

        // A share times a weight may come out a hair off the whole number that it stands for.
        double minWeight = _recipe.MinBinShare * total * (1 - 1e-12), maxWeight = _recipe.MaxBinShare * total * (1 + 1e-12);
        double minEvents = _recipe.MinBinEvents * (1 - 1e-12), minNonEvents = _recipe.MinBinNonEvents * (1 - 1e-12);
        int signChange = _column.SignChange(_recipe);
        var objective = new ObjectiveFunction(_recipe.Objective, _counts, giniFalls, withMissing ? _column.Missing : default);
        var table = new IntervalTable(size);
        for (int start = 0; start < size; start++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            for (int end = start + 1; end <= size; end++)
            {
                if (!allowed[(start * (size + 1)) + end])
                    continue;
                BinCounts counts = withMissing ? _counts[start, end].Plus(_column.Missing) : _counts[start, end];
                double own = _counts[start, end].Count;
                if (counts.Events <= 0 || counts.NonEvents <= 0 || own <= 0 || counts.Events < minEvents || counts.NonEvents < minNonEvents)
                    continue;

                // Missing rows that are placed are no regular ones: a bin's share is that of the rows that the whole is made of.
                double weight = isOfAllRows ? counts.Count : own;
                if (weight < minWeight || weight > maxWeight)
                    continue;
                if (side != SignSide.Either && counts.Woe is double woe && woe != 0 && (woe < 0) != ((side == SignSide.LowerIsNegative) == (end <= signChange)))
                    continue;
                double value = objective.ValueOf(counts, start);
                if (_recipe.ConcentrationPenalty > 0)
                    value -= _recipe.ConcentrationPenalty * (own / regular) * (own / regular);
                table.Allow(start, end, InformationUnits.Of(value), counts.EventRate);
            }
        }

        return table;
    }
}
