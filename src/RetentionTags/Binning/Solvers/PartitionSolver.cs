namespace RetentionTags.Binning.Solvers;

/// <summary>
/// The exact optimum over all divisions of m pre-bins into bins: the highest sum of values such that the levels follow a trend and the rules are satisfied. It takes the cheapest
/// method that is exact for the problem.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>no rule for pairs</term><description><see cref="LevelSweep"/>, O(m² log m + K m²) for all trends and numbers of bins together</description></item>
/// <item><term>a rule for neighbours, or missing rows to place elsewhere than in the first or last bin</term><description><see cref="PairChains"/>, O(K m³ / 6) for a trend</description></item>
/// <item><term>concave, convex</term><description><see cref="SlopeChains"/>, O(m³ log m + K m³ / 6)</description></item>
/// <item><term>a rule for all pairs, or missing rows in the bin of the highest or lowest level</term><description><see cref="BranchAndBound"/> over one of the latter two, exponential at worst</description></item>
/// </list>
/// <para>Of equal values the division with the leftmost cuts is taken, so that the answer does not depend on the method.</para>
/// </remarks>
internal sealed class PartitionSolver
{
    private readonly Placement _problem;
    private readonly PartitionRules _rules;
    private readonly int _maxBins;
    private readonly CancellationToken _cancellationToken;
    private readonly IPairRule? _neighbours;
    private readonly Branching? _branching;
    private readonly MissingAtEnd? _end;
    private readonly Dictionary<Trend, IOptima> _methods = [];
    private readonly Dictionary<(Trend Trend, int Bins), Partition?> _optima = [];
    private LevelSweep? _sweep;
    private PairMasks? _pairs;

    /// <param name="table">The intervals that may be bins.</param>
    /// <param name="rules">What the bins have to satisfy besides.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public PartitionSolver(IntervalTable table, PartitionRules rules, CancellationToken cancellationToken)
        : this(new(table, null), PlacementPolicy.Nearest, rules, cancellationToken)
    {
    }

    /// <param name="problem">The intervals that may be bins and, when one bin takes the missing rows, those that may do so.</param>
    /// <param name="policy">Which bin takes the missing rows.</param>
    /// <param name="rules">What the bins have to satisfy besides.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public PartitionSolver(Placement problem, PlacementPolicy policy, PartitionRules rules, CancellationToken cancellationToken)
    {
        if (problem.WithMissing is not null && policy is PlacementPolicy.FirstBin or PlacementPolicy.LastBin)
        {
            _end = new(policy, problem.Size, rules);
            problem = problem.Placed(_end.TakesMissing);
            rules = rules with { Pairs = rules.Pairs is null ? null : _end, AllPairs = rules.AllPairs is null ? null : _end };
        }

        _problem = problem;
        _rules = rules;
        _cancellationToken = cancellationToken;
        _maxBins = Math.Min(rules.MaxBins, problem.MostBins());
        bool isExtreme = problem.WithMissing is not null && policy is PlacementPolicy.HighestLevel or PlacementPolicy.LowestLevel;
        if (rules.AllPairs is not null || isExtreme)
            _branching = new(rules.AllPairs, isExtreme ? policy : PlacementPolicy.Nearest);
        _neighbours = _branching is null ? rules.Pairs : new NeighbourRule(problem, rules.Pairs, _branching);
    }

    /// <summary>
    /// The optimum for a trend: of all numbers of bins that the rules allow, the smallest whose value is within <see cref="InformationUnits.WorthABin"/> of the highest;
    /// <see langword="null"/> when no division satisfies them.
    /// </summary>
    public Partition? Best(Trend trend)
    {
        int fewest = Math.Max(1, _rules.MinBins);
        if (fewest > _maxBins)
            return null;
        IOptima method = Method(trend);
        if (method.Highest(fewest, _maxBins) is not Partition highest)
            return null;
        long enough = highest.Value - InformationUnits.WorthABin;
        for (int bins = fewest; bins < highest.BinCount; bins++)
        {
            if (method.Bound(bins) >= enough && BestOf(trend, bins) is Partition partition && partition.Value >= enough)
                return partition;
        }

        return Marked(highest);
    }

    /// <summary>The best division into exactly so many bins, <see cref="PartitionRules.MinBins"/> set aside; <see langword="null"/> when there is none.</summary>
    public Partition? BestOf(Trend trend, int bins)
    {
        if (bins < 1 || bins > _maxBins)
            return null;
        if (!_optima.TryGetValue((trend, bins), out Partition? optimum))
            _optima.Add((trend, bins), optimum = Marked(Method(trend).Optimum(bins)));
        return optimum;
    }

    /// <summary>The largest number of bins that some division has under a trend, <see cref="PartitionRules.MinBins"/> set aside; 0 when there is no division.</summary>
    public int MostBins(Trend trend)
    {
        int bins = _maxBins;
        while (bins > 0 && BestOf(trend, bins) is null)
            bins--;
        return bins;
    }

    private Partition? Marked(Partition? partition) =>
        _end is null || partition is null ? partition : partition with { MissingBin = _end.IsFirst ? 0 : partition.BinCount - 1 };

    private IOptima Method(Trend trend)
    {
        if (!_methods.TryGetValue(trend, out IOptima? method))
            _methods.Add(trend, method = MethodFor(trend));
        return method;
    }

    private IOptima MethodFor(Trend trend)
    {
        bool bends = trend is Trend.Concave or Trend.Convex;
        if (_neighbours is null && _problem.WithMissing is null && !bends)
            return new SweepOptima(_sweep ??= new(_problem.Plain, _maxBins, _cancellationToken), trend);
        if (_neighbours is not null)
            _pairs ??= new(_neighbours, _problem, _cancellationToken);
        return _branching is null ? Relaxation(_problem) : new BranchAndBound(_problem, Relaxation, _branching, _cancellationToken);

        IOptima Relaxation(Placement part) => bends
            ? new SlopeChains(part, trend, _pairs, _rules.Center, _maxBins, _cancellationToken)
            : new PairChains(part, trend, _pairs, _maxBins, _cancellationToken);
    }

    /// <summary>The optima of a sweep for one trend.</summary>
    private sealed class SweepOptima(LevelSweep sweep, Trend trend) : IOptima
    {
        public Partition? Optimum(int bins) => sweep.Optimum(trend, bins);

        public long Bound(int bins) => sweep.Highest(trend, bins);
    }

    /// <summary>What rules for all pairs, and for the place of the missing rows, say about neighbours already.</summary>
    private sealed class NeighbourRule(Placement problem, IPairRule? pairs, Branching branching) : IPairRule
    {
        public bool Allows(int start, int middle, int end, MissingSide missing) =>
            pairs?.Allows(start, middle, end, missing) != false
            && branching.Allows(problem, new(start, middle, missing == MissingSide.Left), new(middle, end, missing == MissingSide.Right));
    }
}
