using System.Globalization;
using RetentionTags.Binning.Histograms;
using RetentionTags.Binning.Prebins;
using RetentionTags.Binning.Solvers;
using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>The fit of one column: pre-bins, the optimum over them, and the findings on the way.</summary>
internal static class ColumnFit
{
    /// <summary>A column whose best single cut tells the classes apart to this extent is worth a question.</summary>
    private const double SuspiciousKolmogorovSmirnov = 0.9;

    private static readonly Trend[] AutomaticTrends = [Trend.Ascending, Trend.Descending, Trend.Peak, Trend.Valley];

    public static ColumnBinning Of(OptimalBinning recipe, Column column, TrainingSet data, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        if (column is CategoryColumn categories)
            AddNumericCategories(column.Name, categories.Levels, findings);
        return Of(recipe, Prebin(recipe, column, data, cancellationToken), data.EventWeight, data.NonEventWeight, findings, cancellationToken);
    }

    public static ColumnBinning Of(OptimalBinning recipe, ColumnHistogram column, double totalEvents, double totalNonEvents, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        if (column is CategoryHistogram categories)
            AddNumericCategories(column.Name, categories.Categories, findings);
        PrebinnedColumn prebins = column is NumericHistogram numbers
            ? numbers.ToPrebins(totalEvents, totalNonEvents, recipe)
            : ((CategoryHistogram)column).ToPrebins(totalEvents, totalNonEvents, recipe, cancellationToken);
        return Of(recipe, prebins, totalEvents, totalNonEvents, findings, cancellationToken);
    }

    private static ColumnBinning Of(OptimalBinning recipe, PrebinnedColumn prebins, double totalEvents, double totalNonEvents, List<Finding> findings, CancellationToken cancellationToken)
    {
        Solution solution = Solve(recipe, prebins.IsOrdered ? recipe.Trend : Trend.Ascending, prebins.Name, prebins.Counts, prebins.DistinctValues, findings, cancellationToken);
        return ColumnAssembly.Assemble(recipe, prebins, solution.Starts, -1, new()
        {
            ColumnName = prebins.Name,
            Bins = [],
            MissingBin = -1,
            TotalEvents = totalEvents,
            TotalNonEvents = totalNonEvents,
            Trend = solution.Trend,
            Candidates = solution.Candidates,
            Findings = findings,
        });
    }

    /// <summary>The pre-bins of a column of either kind.</summary>
    public static PrebinnedColumn Prebin(OptimalBinning recipe, Column column, TrainingSet data, CancellationToken cancellationToken)
    {
        if (column is CategoryColumn categories)
        {
            var rules = new CategoryRules(recipe.MinCategoryCount, recipe.MaxPrebins, recipe.Specials, recipe.CategoriesTogether, recipe.CategoryOrder);
            return PrebinnedCategories.Of(column.Name, CategoryPrebins.Of(categories, data, rules, cancellationToken), recipe.CategoryOrder.Count > 0);
        }

        NumericColumn numbers = (NumericColumn)column;
        List<Bin> specials = [];
        BinCounts? missing = null;
        if (recipe.Specials.Count > 0)
            (numbers, specials, missing) = SpecialNumbers.Take(numbers, data, recipe.Specials, cancellationToken);
        NumericPrebins prebins = NumericPrebins.Of(numbers, data, recipe.MaxPrebins, cancellationToken);
        return new PrebinnedNumbers
        {
            Name = column.Name,
            Counts = prebins.Counts,
            Missing = missing ?? prebins.Missing,
            Specials = specials,
            DistinctValues = prebins.DistinctValues,
            Cuts = prebins.Cuts,
        };
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
        IntervalTable table = InformationUnits.Table(counts, minWeight, cancellationToken);
        var solver = new PartitionSolver(table, new() { MinBins = recipe.MinBins, MaxBins = recipe.MaxBins }, cancellationToken);
        Solution solution = Choose(solver, trend, counts) ?? throw Infeasible(recipe, trend, column, solver);
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
    private static Solution? Choose(PartitionSolver solver, Trend trend, IntervalCounts counts)
    {
        if (trend != Trend.Automatic)
            return solver.Best(trend) is Partition only ? new(trend, only.Starts, []) : null;
        var candidates = new List<TrendCandidate>();
        var partitions = new List<Partition>();
        foreach (Trend candidate in AutomaticTrends)
        {
            if (solver.Best(candidate) is not Partition partition)
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

    private static TrainingDataException Infeasible(OptimalBinning recipe, Trend trend, string column, PartitionSolver solver)
    {
        int most = trend == Trend.Automatic ? AutomaticTrends.Max(solver.MostBins) : solver.MostBins(trend);
        return new($"Column '{column}': MinBins is {recipe.MinBins}, but with the trend {trend} and at least {Percent(recipe.MinBinShare)} of the rows, one event and one non-event in each bin no more than {most} can be formed. Lower MinBins or MinBinShare, allow another Trend, or leave the column out.") { ColumnName = column };
    }

    /// <summary>The Kolmogorov–Smirnov distance of the column itself: the greatest difference between the cumulated shares of events and non-events.</summary>
    private static double BestSingleCut(IntervalCounts counts)
    {
        BinCounts all = counts[0, counts.Size];
        return Enumerable.Range(1, counts.Size).Max(end => Math.Abs((counts[0, end].Events / all.Events) - (counts[0, end].NonEvents / all.NonEvents)));
    }

    private static void AddNumericCategories(string column, IReadOnlyCollection<string> categories, List<Finding> findings)
    {
        const int FewLevels = 20;
        int numbers = categories.Count < FewLevels ? 0 : categories.Count(category => double.TryParse(category, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        if (numbers > 0.95 * categories.Count)
            findings.Add(new(FindingSeverity.Warning, FindingCodes.NumericCategories, $"nearly all of its {categories.Count} categories are numbers. If that is what they mean, read the column as numeric: ColumnSpec.Numeric.", column));
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
