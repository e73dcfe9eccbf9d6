using RetentionTags.Binning.Solvers;

namespace RetentionTags.Binning;

/// <summary>The optimum for the trend asked for or, for the automatic one, the best of the candidates by the criterion asked for.</summary>
internal sealed class TrendSelection(OptimalBinning recipe, PrebinnedColumn column, PeriodCounts? periods, CancellationToken cancellationToken)
{
    private const int Folds = 5;

    /// <summary>The trends that the automatic one stands for where the objective allows any.</summary>
    public static readonly IReadOnlyList<Trend> AllCandidates = [Trend.Ascending, Trend.Descending, Trend.Peak, Trend.Valley];

    private static readonly Trend[] Simple = [Trend.Ascending, Trend.Descending];

    private readonly List<TrendCandidate> _candidates = [];

    public IReadOnlyList<TrendCandidate> Candidates => _candidates;

    /// <summary>The trends that the automatic one stands for.</summary>
    public static IReadOnlyList<Trend> CandidatesOf(BinningObjective objective) => objective == BinningObjective.Gini ? Simple : AllCandidates;

    public (Trend Trend, Partition Partition)? Choose(Trend trend)
    {
        var problem = new BinaryProblem(recipe, column, column.Counts, periods, cancellationToken);
        if (trend != Trend.Automatic)
            return problem.Best(trend) is Partition only ? (trend, only) : null;
        var partitions = new List<Partition>();
        foreach (Trend candidate in CandidatesOf(recipe.Objective))
        {
            if (problem.Best(candidate) is not Partition partition)
                continue;
            partitions.Add(partition);
            BinCounts[] bins = problem.CountsOf(partition);
            _candidates.Add(new(
                candidate,
                partition.BinCount,
                bins.Sum(bin => bin.InformationValue),
                Bic(candidate, bins),
                InformationUnits.ToInformationValue(partition.Value),
                CrossFittedInformationValue: double.NaN));
        }

        if (partitions.Count == 0)
            return null;
        if (recipe.TrendChoice == TrendChoice.CrossFitted)
            CrossFit();
        IOrderedEnumerable<TrendCandidate> ordered = _candidates.OrderBy(candidate => candidate.BinCount == 1);
        TrendCandidate chosen = (recipe.TrendChoice == TrendChoice.CrossFitted
            ? ordered.ThenByDescending(candidate => candidate.CrossFittedInformationValue)
            : ordered.ThenBy(candidate => candidate.Bic)).First();
        return (chosen.Trend, partitions[_candidates.IndexOf(chosen)]);
    }

    private static double Bic(Trend trend, BinCounts[] bins)
    {
        double logLikelihood = 0, weight = 0;
        foreach (BinCounts bin in bins)
        {
            logLikelihood += (bin.Events * Math.Log(bin.EventRate)) + (bin.NonEvents * Math.Log(1 - bin.EventRate));
            weight += bin.Count;
        }

        int turningPoints = trend is Trend.Peak or Trend.Valley ? 1 : 0;
        return (-2 * logLikelihood) + ((bins.Length + turningPoints) * Math.Log(weight));
    }

    /// <summary>
    /// Gives each candidate its mean over the folds of Σ (pᵢ − qᵢ) · woeᵢ, with the shares p and q of the fold's rows and the evidence of the optimum on all other rows; −∞ when some fold leaves no division that satisfies the constraints.
    /// </summary>
    private void CrossFit()
    {
        var folds = new FoldCounts(column.Counts, Folds);
        var sums = new double[_candidates.Count];
        for (int fold = 0; fold < Folds; fold++)
        {
            IntervalCounts inside = folds.Of(fold);
            BinCounts all = inside[0, inside.Size];
            var problem = new BinaryProblem(recipe, column, folds.Without(fold), periods, cancellationToken);
            for (int i = 0; i < sums.Length; i++)
            {
                if (problem.Best(_candidates[i].Trend) is not Partition partition)
                {
                    sums[i] = double.NegativeInfinity;
                    continue;
                }

                BinCounts[] learned = problem.CountsOf(partition);
                for (int bin = 0; bin < learned.Length; bin++)
                {
                    BinCounts held = inside[partition.Starts[bin], partition.EndOf(bin, inside.Size)];
                    double share = all.Events > 0 ? held.Events / all.Events : 0, nonShare = all.NonEvents > 0 ? held.NonEvents / all.NonEvents : 0;
                    sums[i] += (share - nonShare) * learned[bin].Woe;
                }
            }
        }

        for (int i = 0; i < sums.Length; i++)
            _candidates[i] = _candidates[i] with { CrossFittedInformationValue = sums[i] / Folds };
    }
}
