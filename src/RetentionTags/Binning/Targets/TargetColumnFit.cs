using RetentionTags.Binning.Solvers;
using RetentionTags.Data;

namespace RetentionTags.Binning.Targets;

/// <summary>The fit of one column: the optimum over its pre-bins, and the findings on the way.</summary>
internal sealed class TargetColumnFit<TSums>
{
    private readonly Target<TSums> _target;
    private readonly TargetPrebins<TSums> _prebins;
    private readonly CancellationToken _cancellationToken;
    private readonly Intervals<TSums> _intervals;
    private readonly PlacementPolicy? _placement;
    private readonly List<TargetTrendCandidate> _candidates = [];
    private readonly List<Finding> _findings = [];

    private TargetColumnFit(Target<TSums> target, Column column, CancellationToken cancellationToken)
    {
        (_target, _cancellationToken) = (target, cancellationToken);
        _prebins = column is NumericColumn numbers ? NumberPrebinning.Of(target, numbers, cancellationToken) : CategoryPrebinning.Of(target, (CategoryColumn)column, cancellationToken);
        _intervals = target.IntervalsOf(_prebins.Sums);
        _placement = target.Weight(_prebins.Missing) > 0 ? Placement.PolicyOf(target.Recipe.Missing) : null;
    }

    private int Size => _intervals.Size;

    private string Name => _prebins.Column.Name;

    /// <param name="target">What is to be explained.</param>
    /// <param name="column">By what.</param>
    /// <param name="toBin">Makes a bin.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static TargetColumnContent<TBin> Of<TBin>(Target<TSums> target, Column column, Func<BinPlace, TSums, TBin> toBin, CancellationToken cancellationToken)
        where TBin : TargetBin => new TargetColumnFit<TSums>(target, column, cancellationToken).Fit(toBin);

    private TSums WithMissing(TSums sums) => _target.Together(sums, _prebins.Missing);

    private TargetColumnContent<TBin> Fit<TBin>(Func<BinPlace, TSums, TBin> toBin)
        where TBin : TargetBin
    {
        (Trend trend, Partition partition) = Solve();
        TSums[] sums = SumsOf(partition);
        List<TBin> bins = [.. sums.Select((bin, i) => toBin(_prebins.PlaceOf(partition.Starts[i], partition.EndOf(i, Size)), bin))];
        bins.AddRange(_prebins.Specials.Select(special => toBin(special.Place, special.Sums)));
        if (partition.MissingBin < 0)
            bins.Add(toBin(BinPlace.Missing, _prebins.Missing));
        int missingBin = partition.MissingBin < 0 ? bins.Count - 1 : partition.MissingBin;
        if (_prebins.Column is CategoryColumn)
            bins.Add(toBin(BinPlace.Unseen, _target.Nothing));
        return new()
        {
            ColumnName = Name,
            Kind = _prebins.Column.Kind,
            Bins = [.. bins],
            MissingBin = missingBin,
            Trend = trend,
            Objective = _target.ToObjective(InformationUnits.ToInformationValue(sums.Sum(bin => _target.Weight(bin) > 0 ? _target.Units(bin) : 0))),
            Candidates = _candidates,
            Tests = [.. sums.Skip(1).Zip(sums, (right, left) => _target.Test(left, right))],
            Findings = _findings,
        };
    }

    /// <summary>What is known of each bin of a division.</summary>
    private TSums[] SumsOf(Partition partition)
    {
        var sums = new TSums[partition.BinCount];
        for (int bin = 0; bin < sums.Length; bin++)
        {
            sums[bin] = _intervals[partition.Starts[bin], partition.EndOf(bin, Size)];
            if (bin == partition.MissingBin)
                sums[bin] = WithMissing(sums[bin]);
        }

        return sums;
    }

    private (Trend Trend, Partition Partition) Solve()
    {
        Trend trend = _prebins.IsOrdered ? _target.Trend : Trend.None;
        if (WhyOneBin(_intervals[0, Size]) is (string code, FindingSeverity severity, string message))
        {
            _findings.Add(new(severity, code, message, Name));
            return (trend == Trend.Automatic ? Trend.Ascending : trend, new(0, [0], _placement is null ? -1 : 0));
        }

        var problem = new Problem(this, _target.Recipe.MinBinShare, _target.Recipe.HasPairRule);
        (Trend Trend, Partition Partition) best = Choose(problem, trend) ?? throw Infeasible(problem, trend);
        if (best.Partition.BinCount == 1 && _target.Recipe.MaxBins > 1)
            _findings.Add(new(FindingSeverity.Note, FindingCodes.NoSplit, $"no division with {Constraints(best.Trend)} adds to the objective, so it has one bin.", Name));
        return best;
    }

    private (string Code, FindingSeverity Severity, string Message)? WhyOneBin(TSums all)
    {
        if (_prebins.DistinctValues == 0)
            return (FindingCodes.EmptyColumn, FindingSeverity.Warning, $"{(_prebins.Specials.Count > 0 ? "every row is missing or special" : "it is missing in every row")}, so it has one bin that is empty.");
        if (_target.WhyOneBin(all) is string why)
            return (FindingCodes.PureColumn, FindingSeverity.Warning, why);
        return _prebins.DistinctValues == 1
            ? (FindingCodes.ConstantColumn, FindingSeverity.Note, "it has the same value in every row that is not missing, so it has one bin.")
            : null;
    }

    /// <summary>The optimum for one trend or, for the automatic one, the candidate with the lowest BIC of those that divide the column.</summary>
    private (Trend Trend, Partition Partition)? Choose(Problem problem, Trend trend)
    {
        if (trend != Trend.Automatic)
            return problem.Solver.Best(trend) is Partition only ? (trend, only) : null;
        List<Partition> partitions = [];
        foreach (Trend candidate in TrendSelection.AllCandidates)
        {
            if (problem.Solver.Best(candidate) is not Partition partition)
                continue;
            partitions.Add(partition);
            double bic = _target.Bic(SumsOf(partition), candidate is Trend.Peak or Trend.Valley);
            _candidates.Add(new(candidate, partition.BinCount, _target.ToObjective(InformationUnits.ToInformationValue(partition.Value)), bic));
        }

        if (partitions.Count == 0)
            return null;
        TargetTrendCandidate chosen = _candidates.OrderBy(candidate => candidate.BinCount == 1).ThenBy(candidate => candidate.Bic).First();
        return (chosen.Trend, partitions[_candidates.IndexOf(chosen)]);
    }

    private TrainingDataException Infeasible(Problem problem, Trend trend)
    {
        TargetBinning recipe = _target.Recipe;
        int most = problem.MostBins(trend);
        string found = most > 0 ? $"MinBins is {recipe.MinBins}, but with {Constraints(trend)} no more than {most} can be formed." : $"no division satisfies {Constraints(trend)}.";
        List<string> remedies = [];
        if (most > 0)
            remedies.Add($"MinBins {most} or less");
        if (recipe.MinBinShare > 0 && new Problem(this, 0, recipe.HasPairRule).MostBins(trend) >= recipe.MinBins)
            remedies.Add("a lower MinBinShare");
        if (recipe.HasPairRule && new Problem(this, recipe.MinBinShare, false).MostBins(trend) >= recipe.MinBins)
            remedies.Add(recipe.MaxPValue < 1 ? recipe.MinDifference > 0 ? "a lower MinDifference and a higher MaxPValue" : "a higher MaxPValue" : "a lower MinDifference");
        if (_target.NeedsRemedy.Length > 0 && new Problem(this, recipe.MinBinShare, recipe.HasPairRule, hasNeeds: false).MostBins(trend) >= recipe.MinBins)
            remedies.Add(_target.NeedsRemedy);
        if (trend != Trend.None && problem.MostBins(Trend.None) >= recipe.MinBins)
            remedies.Add("another Trend");
        string advice = remedies.Count > 0 ? $"{(remedies.Count == 1 ? "This would do" : "Any one of these would do")}: {string.Join("; ", remedies)}." : "Relax several settings together, or leave the column out.";
        return new($"Column '{Name}': {found} {advice}") { ColumnName = Name };
    }

    private string Constraints(Trend trend)
    {
        TargetBinning recipe = _target.Recipe;
        List<string> parts = [$"the trend {trend}", Invariant($"MinBinShare {recipe.MinBinShare}")];
        if (recipe.MinDifference > 0)
            parts.Add(Invariant($"MinDifference {recipe.MinDifference}"));
        if (recipe.MaxPValue < 1)
            parts.Add(Invariant($"MaxPValue {recipe.MaxPValue}"));
        if (_target.Needs.Length > 0)
            parts.Add($"{_target.Needs} in each bin");
        return $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
    }

    /// <summary>The intervals that may be bins, and the solver.</summary>
    private sealed class Problem
    {
        private readonly TargetColumnFit<TSums> _fit;
        private readonly bool _hasNeeds;

        public Problem(TargetColumnFit<TSums> fit, double minShare, bool hasPairRule, bool hasNeeds = true)
        {
            (_fit, _hasNeeds) = (fit, hasNeeds);
            double minSize = Target<TSums>.Scarcely(minShare * fit._target.Size(fit._intervals[0, fit.Size]));
            IntervalTable plain = Table(sums => sums, minSize);
            IntervalTable? withMissing = fit._placement is null ? null : Table(fit.WithMissing, minSize);
            var rules = new PartitionRules
            {
                MinBins = fit._target.Recipe.MinBins,
                MaxBins = fit._target.Recipe.MaxBins,
                Pairs = hasPairRule ? new NeighbourRule<TSums>(fit._target, fit._intervals, fit.WithMissing) : null,
                Center = fit._prebins.Center,
            };
            Solver = new(new Placement(plain, withMissing), fit._placement ?? PlacementPolicy.Nearest, rules, fit._cancellationToken);
        }

        public PartitionSolver Solver { get; }

        public int MostBins(Trend trend) => trend == Trend.Automatic ? TrendSelection.AllCandidates.Max(Solver.MostBins) : Solver.MostBins(trend);

        private IntervalTable Table(Func<TSums, TSums> with, double minSize)
        {
            Target<TSums> target = _fit._target;
            var table = new IntervalTable(_fit.Size);
            for (int start = 0; start < _fit.Size; start++)
            {
                for (int end = start + 1; end <= _fit.Size; end++)
                {
                    if (end % 64 == 0 || end == start + 1)
                        _fit._cancellationToken.ThrowIfCancellationRequested();
                    TSums sums = with(_fit._intervals[start, end]);
                    if (target.Size(sums) >= minSize && (_hasNeeds ? target.MayBeBin(sums) : target.Weight(sums) > 0))
                        table.Allow(start, end, target.Units(sums), target.Level(sums));
                }
            }

            return table;
        }
    }
}
