using System.Globalization;
using RetentionTags.Binning.Histograms;
using RetentionTags.Binning.Solvers;
using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>The fit of one column: pre-bins, the optimum over them, and the findings on the way.</summary>
internal static class ColumnFit
{
    /// <summary>A column whose best single cut tells the classes apart to this extent is worth a question.</summary>
    private const double SuspiciousKolmogorovSmirnov = 0.9;

    private static readonly Trend[] AutomaticTrends = [Trend.Ascending, Trend.Descending, Trend.Peak, Trend.Valley];

    public static ColumnBinning Of(OptimalBinning recipe, Column column, TrainingSet data, CancellationToken cancellationToken) => column switch
    {
        NumericColumn numbers => Fit(recipe, column.Name, NumericPrebins.Of(numbers, data, recipe.MaxPrebins, cancellationToken), cancellationToken),
        CategoryColumn categories => Fit(recipe, column.Name, CategoryPrebins.Of(categories, data, recipe, cancellationToken), cancellationToken),
        _ => throw new ArgumentException($"Column '{column.Name}' is neither numeric nor a category.", nameof(column)),
    };

    public static ColumnBinning Of(OptimalBinning recipe, ColumnHistogram column, BinningHistogram histogram, CancellationToken cancellationToken) => column switch
    {
        NumericHistogram numbers => Fit(recipe, column.Name, numbers.ToPrebins(histogram.EventWeight, histogram.NonEventWeight, recipe.MaxPrebins), cancellationToken),
        CategoryHistogram categories => Fit(recipe, column.Name, categories.ToPrebins(histogram.EventWeight, histogram.NonEventWeight, recipe, cancellationToken), cancellationToken),
        _ => throw new ArgumentException($"Column '{column.Name}' is neither numeric nor a category.", nameof(column)),
    };

    private static NumericBinning Fit(OptimalBinning recipe, string column, NumericPrebins prebins, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        Solution solution = Solve(recipe, recipe.Trend, column, prebins.Counts, prebins.DistinctValues, findings, cancellationToken);
        var bins = new List<Bin>();
        foreach ((int start, int end) in solution.Bins(prebins.Counts.Size))
        {
            double lower = start == 0 ? double.NegativeInfinity : prebins.Cuts[start - 1];
            double upper = end == prebins.Counts.Size ? double.PositiveInfinity : prebins.Cuts[end - 1];
            bins.Add(Bin.Interval(lower, upper, prebins.Counts[start, end]));
        }

        bins.Add(Bin.Missing(prebins.Missing));
        AddZeroCells(column, bins, findings);
        return new(column, [.. bins], prebins.Counts.TotalEvents, prebins.Counts.TotalNonEvents, solution.Trend, solution.Candidates, findings);
    }

    private static CategoryBinning Fit(OptimalBinning recipe, string column, CategoryPrebins prebins, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        string[] seen = [.. prebins.Groups.SelectMany(group => group)];
        if (LookLikeNumbers(seen))
            findings.Add(new(FindingSeverity.Warning, FindingCodes.NumericCategories, $"nearly all of its {seen.Length} categories are numbers. If that is what they mean, read the column as numeric: ColumnSpec.Numeric.", column));
        Solution solution = Solve(recipe, Trend.Ascending, column, prebins.Counts, prebins.DistinctValues, findings, cancellationToken);
        var bins = new List<Bin>();
        foreach ((int start, int end) in solution.Bins(prebins.Counts.Size))
        {
            string[] categories = [.. prebins.Groups[start..end].SelectMany(group => group).Order(StringComparer.Ordinal)];
            bins.Add(Bin.Group(categories, prebins.Counts[start, end]));
        }

        bins.Add(Bin.Missing(prebins.Missing));
        bins.Add(Bin.Unseen(new(0, 0, prebins.Counts.TotalEvents, prebins.Counts.TotalNonEvents)));
        AddZeroCells(column, bins, findings);
        return new(column, [.. bins], prebins.Counts.TotalEvents, prebins.Counts.TotalNonEvents, findings);
    }

    private static Solution Solve(OptimalBinning recipe, Trend trend, string column, IntervalCounts counts, int distinctValues, List<Finding> findings, CancellationToken cancellationToken)
    {
        BinCounts all = counts[0, counts.Size];
        if (WhyOneBin(all, distinctValues) is (string code, FindingSeverity severity, string message))
        {
            findings.Add(new(severity, code, message, column));
            return Solution.OneBin(trend);
        }

        if (BestSingleCut(counts) is double distance and >= SuspiciousKolmogorovSmirnov)
            findings.Add(new(FindingSeverity.Warning, FindingCodes.SuspiciousColumn, Invariant($"alone it nearly tells events from non-events (a single cut reaches a KS of {distance:F3}). Make sure that it is known before the event, and not because of it."), column));

        // A share times a weight may come out a hair above the whole number that it stands for.
        double minWeight = recipe.MinBinShare * counts.Weight * (1 - 1e-12);
        var solver = new TrendSolver(counts, minWeight, recipe.MaxBins, cancellationToken);
        Solution solution = Choose(solver, trend, recipe.MinBins, counts) ?? throw Infeasible(recipe, trend, column, solver);
        if (solution.Starts.Length == 1 && recipe.MaxBins > 1)
            findings.Add(new(FindingSeverity.Note, FindingCodes.NoSplit, $"no division with the trend {trend}, at least {Percent(recipe.MinBinShare)} of the rows and both events and non-events in each bin adds information, so it has one bin.", column));
        return solution;
    }

    private static (string Code, FindingSeverity Severity, string Message)? WhyOneBin(BinCounts all, int distinctValues)
    {
        if (distinctValues == 0)
            return (FindingCodes.EmptyColumn, FindingSeverity.Warning, "it is missing in every row, so it has one bin that is empty.");
        if (all.Events == 0 || all.NonEvents == 0)
            return (FindingCodes.PureColumn, FindingSeverity.Warning, $"all rows in which it is not missing are {(all.Events == 0 ? "non-events" : "events")}, so it has one bin; being missing may give the answer away.");
        return distinctValues == 1
            ? (FindingCodes.ConstantColumn, FindingSeverity.Note, "it has the same value in every row that is not missing, so it has one bin.")
            : null;
    }

    /// <summary>The optimum for one trend or, for the automatic one, the candidate with the lowest BIC of those that divide the column.</summary>
    private static Solution? Choose(TrendSolver solver, Trend trend, int minBins, IntervalCounts counts)
    {
        if (trend != Trend.Automatic)
            return solver.Best(trend, minBins) is Partition only ? new(trend, only.Starts, []) : null;
        var candidates = new List<TrendCandidate>();
        var partitions = new List<Partition>();
        foreach (Trend candidate in AutomaticTrends)
        {
            if (solver.Best(candidate, minBins) is not Partition partition)
                continue;
            partitions.Add(partition);
            candidates.Add(new(candidate, partition.BinCount, InformationUnits.ToInformationValue(partition.Value), Bic(candidate, partition, counts)));
        }

        if (candidates.Count == 0)
            return null;
        TrendCandidate chosen = candidates.OrderBy(candidate => candidate.BinCount == 1).ThenBy(candidate => candidate.Bic).First();
        return new(chosen.Trend, partitions[candidates.IndexOf(chosen)].Starts, candidates);
    }

    private static double Bic(Trend trend, Partition partition, IntervalCounts counts)
    {
        double logLikelihood = 0;
        foreach ((int start, int end) in new Solution(trend, partition.Starts, []).Bins(counts.Size))
        {
            BinCounts bin = counts[start, end];
            logLikelihood += (bin.Events * Math.Log(bin.EventRate)) + (bin.NonEvents * Math.Log(1 - bin.EventRate));
        }

        int turningPoints = trend is Trend.Peak or Trend.Valley ? 1 : 0;
        return (-2 * logLikelihood) + ((partition.BinCount + turningPoints) * Math.Log(counts.Weight));
    }

    private static TrainingDataException Infeasible(OptimalBinning recipe, Trend trend, string column, TrendSolver solver)
    {
        int most = trend == Trend.Automatic ? AutomaticTrends.Max(solver.MostBins) : solver.MostBins(trend);
        return new($"Column '{column}': MinBins is {recipe.MinBins}, but with the trend {trend} and at least {Percent(recipe.MinBinShare)} of the rows, one event and one non-event in each bin no more than {most} can be formed. Lower MinBins or MinBinShare, allow another Trend, or leave the column out.") { ColumnName = column };
    }

    private static void AddZeroCells(string column, List<Bin> bins, List<Finding> findings)
    {
        foreach (Bin bin in bins.Where(bin => bin.Count > 0 && (bin.Events == 0 || bin.NonEvents == 0)))
            findings.Add(new(FindingSeverity.Note, FindingCodes.ZeroCell, Invariant($"the bin '{bin.Label}' holds {bin.Count} rows and no {(bin.Events == 0 ? "events" : "non-events")}; its weight of evidence counts one more row, divided as all rows are."), column));
    }

    /// <summary>The Kolmogorov–Smirnov distance of the column itself: the greatest difference between the cumulated shares of events and non-events.</summary>
    private static double BestSingleCut(IntervalCounts counts)
    {
        BinCounts all = counts[0, counts.Size];
        return Enumerable.Range(1, counts.Size).Max(end => Math.Abs((counts[0, end].Events / all.Events) - (counts[0, end].NonEvents / all.NonEvents)));
    }

    private static bool LookLikeNumbers(string[] categories)
    {
        const int FewLevels = 20;
        int numbers = categories.Length < FewLevels ? 0 : categories.Count(level => double.TryParse(level, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        return numbers > 0.95 * categories.Length;
    }

    private static string Percent(double share) => Invariant($"{100 * share:0.##} %");

    /// <summary>A division of the pre-bins and how it was found.</summary>
    private sealed record Solution(Trend Trend, int[] Starts, IReadOnlyList<TrendCandidate> Candidates)
    {
        public static Solution OneBin(Trend trend) => new(trend == Trend.Automatic ? Trend.Ascending : trend, [0], []);

        /// <summary>First pre-bin and end of each bin.</summary>
        public IEnumerable<(int Start, int End)> Bins(int size) =>
            Starts.Select((start, bin) => (start, bin + 1 < Starts.Length ? Starts[bin + 1] : size));
    }
}
